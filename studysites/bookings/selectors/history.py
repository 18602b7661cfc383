"""What happened to one booking, in plain words and without a person's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.audit.models import AuditEvent

from ..enums import CancelledBy, CancelReason

# Reminders to the base and the clock's own notes are left out: they are no news for the school.
WORDS = {
    "booking.drafted": "学校保存了草稿",
    "booking.held": "学校占了名额",
    "booking.hold_extended": "学校延长了占位",
    "booking.hold_changed": "学校改了占位的班级",
    "booking.given_up": "学校放弃了，没有提交",
    "booking.expired": "占位到期，名额已放回",
    "booking.requested": "学校提交了申请",
    "booking.submitted": "学校提交了申请",
    "booking.booked_by_base": "基地替学校登记了预约",
    "booking.applied": "学校报名抽签",
    "booking.awarded": "抽签抽中，已占名额",
    "booking.not_drawn": "抽签没有抽中，已排入候补",
    "booking.application_ended": "抽签报名结束，没有抽签结果",
    "booking.waitlisted": "学校加入了候补",
    "booking.waiting_changed": "学校改了候补时至少需要的人数",
    "booking.waiting_ended": "候补结束，没有放出名额",
    "booking.offered": "有了名额，等学校答复",
    "booking.offer_accepted": "学校接受了名额",
    "booking.offer_declined": "学校谢绝了名额",
    "booking.offer_lapsed": "保留的名额逾期未答复，已放回",
    "booking.move_offered": "基地请学校改期，并保留了新的名额",
    "booking.confirmed": "基地确认了来访",
    "booking.declined": "基地婉拒了申请",
    "booking.unanswered": "到开始时基地仍未答复，申请已结束",
    "trip.held": "学校占了两馆一日的名额",
    "trip.choice_opened": "两馆一日的另一段没有成，等学校决定",
    "trip.half_kept": "学校决定保留这一段",
    "booking.parties_changed": "人数改了",
    "booking.session_changed": "学校改了来访时间",
    "booking.details_saved": "学校填写了团队情况",
    "booking.numbers_asked": "系统提醒学校确认人数",
    "booking.numbers_confirmed": "学校确认了最终人数",
    "booking.deputy_named": "学校改了副联络员",
    "booking.handed_over": "预约转交给本校另一位联络员",
    "booking.withdrawn": "这次来访取消了",
    "booking.checked_in": "团队到了，已入馆",
    "booking.check_in_undone": "基地撤回了入馆登记",
    "booking.completed": "来访完成",
    "booking.completed_unnoted": "基地没有登记到达，也没有登记未到；按已完成结束，不算未到",
    "booking.no_show": "登记为未到",
    "booking.no_show_reversed": "基地撤回了未到登记",
}


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened and when."""

    at: datetime
    words: str


def history_of(booking_id: int) -> tuple[HistoryRow, ...]:
    """Return what happened to a booking, oldest first. 1 query."""
    events = AuditEvent.objects.filter(
        object_type="bookings.booking", object_id=str(booking_id), action__in=WORDS
    )
    rows = events.order_by("id").values_list("created_at", "action", "data")
    return tuple(HistoryRow(at, words_of(action, data)) for at, action, data in rows)


def words_of(action: str, data: Mapping[str, Any]) -> str:
    """Return the sentence of one event; only numbers and categories of its data are told."""
    words = WORDS[action]
    if action == "booking.parties_changed" and {"before", "people"} <= data.keys():
        return f"人数从 {data['before']} 人改为 {data['people']} 人"
    if action == "booking.withdrawn" and data.get("side") in CancelledBy.values:
        words = f"{CancelledBy(data['side']).label}取消了这次来访"
        code = data.get("reason_code")
        return f"{words}（{CancelReason(code).label}）" if code in CancelReason.values else words
    return words
