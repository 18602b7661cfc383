"""Rules for what a school tells of its group; pure, every refusal says what to correct.

Counts are people of the group (pupils and adults), consents are letters to parents, one a pupil.
"""

from datetime import date, datetime, time
from typing import Protocol

from portal.shared.templatetags.portal_ui import cn_date_plain, cn_time

from .dates import ZONE
from .enums import TransportMode
from .exceptions import BookingRefused

# More coaches than any group of the largest programme fills.
MOST_COACHES = 30
COUNTED = {
    "wheelchair_count": "使用轮椅的人数",
    "other_needs_count": "需要其他照顾的人数",
    "lunch_people": "用餐人数",
    "allergy_count": "有食物过敏的人数",
    "insured_count": "投保人数",
}


class Told(Protocol):
    """What the rules read; services/details.GroupDetails has it."""

    @property
    def transport(self) -> str: ...
    @property
    def coach_count(self) -> int: ...
    @property
    def arrival_from(self) -> time | None: ...
    @property
    def arrival_to(self) -> time | None: ...
    @property
    def insured_from(self) -> date | None: ...
    @property
    def insured_to(self) -> date | None: ...
    @property
    def consent_sent(self) -> int: ...
    @property
    def consent_returned(self) -> int: ...


def check_counts(told: Told, *, pupils: int, people: int) -> None:
    """Refuse ``count_wrong`` for a count above the group, ``consent_wrong`` for letters that cannot be."""
    for name, label in COUNTED.items():
        number = getattr(told, name)
        if not 0 <= number <= people:
            raise BookingRefused(
                "count_wrong", f"{label}填了 {number}，这个团队共 {people} 人。没有保存，请改正后再保存。"
            )
    if not 0 <= told.consent_sent <= pupils:
        raise BookingRefused(
            "consent_wrong",
            f"已发告家长书填了 {told.consent_sent} 份，这个团队有 {pupils} 名学生。"
            "没有保存，请改正后再保存。",
        )
    if not 0 <= told.consent_returned <= told.consent_sent:
        raise BookingRefused(
            "consent_wrong",
            f"收回的回执（{told.consent_returned} 份）不能多于发出的告家长书（{told.consent_sent} 份）。"
            "没有保存，请改正后再保存。",
        )


def check_transport(told: Told) -> None:
    """Refuse ``coaches_wrong`` unless a coach journey says how many coaches come."""
    if told.transport == TransportMode.COACH and not 1 <= told.coach_count <= MOST_COACHES:
        raise BookingRefused(
            "coaches_wrong", f"包车前来请填写大巴数量（1 到 {MOST_COACHES} 辆）。没有保存，请改正后再保存。"
        )


def check_times(told: Told, *, latest: datetime) -> None:
    """Refuse ``arrival_wrong`` for a window without end, turned round, or after the late limit."""
    if told.arrival_from is None and told.arrival_to is None:
        return
    if told.arrival_from is None or told.arrival_to is None:
        raise BookingRefused("arrival_wrong", "最早到达和最晚到达请一起填写，或都留空。没有保存。")
    if told.arrival_from > told.arrival_to:
        raise BookingRefused("arrival_wrong", "最早到达的时间晚于最晚到达的时间，没有保存。请改正。")
    if told.arrival_to > latest.astimezone(ZONE).time():
        raise BookingRefused(
            "arrival_wrong",
            f"最晚到达填了 {cn_time(told.arrival_to)}，迟于 {cn_time(latest)} 会按未到处理。"
            "没有保存，请改早一些。",
        )


def check_days(told: Told, *, visit: date) -> None:
    """Refuse ``insurance_days`` unless the insurance, when given, covers the day of the visit."""
    if told.insured_from is None and told.insured_to is None:
        return
    if told.insured_from is None or told.insured_to is None:
        raise BookingRefused("insurance_days", "保险的生效和到期日期请一起填写，或都留空。没有保存。")
    if not told.insured_from <= visit <= told.insured_to:
        raise BookingRefused(
            "insurance_days",
            f"保险期限是 {cn_date_plain(told.insured_from)}至{cn_date_plain(told.insured_to)}，"
            f"没有包含来访当天 {cn_date_plain(visit)}。没有保存，请核对保单。",
        )
