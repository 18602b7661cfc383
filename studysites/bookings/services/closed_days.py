"""A base's managers close and reopen days. Bookings stand until staff moves or cancels them.

Schools that wait for places of the day are told in the same transaction and keep their place.
"""

from datetime import date, timedelta

from django.db import IntegrityError
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_manage_sessions
from portal.shared.templatetags.portal_ui import cn_date

from ..dates import ZONE
from ..exceptions import BookingRefused
from ..models import ClosedDay
from ..policies import check_reason
from ..selectors.bookings import BookingRow
from ..selectors.closed_days import hits_of_day
from .closed_day_notices import tell_closed, tell_reopened
from .short_writes import write
from .transactions import hold_bookings_back

REASON_LENGTH = 100
FURTHEST = timedelta(days=731)


def close_day(
    *, actor: User, organisation_id: int, day: date, reason: str, key: str = ""
) -> tuple[BookingRow, ...]:
    """Close one day of a base and return the bookings it hits, which all stand.

    Sessions of the day take no more requests; the public lists show ``reason`` (100 characters). Schools
    that wait, applied or are offered places then keep their place and are told the reason.
    Managers only. Raises BookingRefused ``not_allowed``, ``reason_missing``, ``personal_data``,
    ``day_past``, ``day_far``, ``day_closed``, ``key_reused`` and ``busy``; nothing is written then.
    """

    def work() -> None:
        check_manager(actor, organisation_id)
        why = check_reason(reason)[:REASON_LENGTH]
        check_day(organisation_id, day)
        add_closing(actor, organisation_id, day, why)

    body = {"base": organisation_id, "day": day, "reason": reason}
    try:
        write(work, actor=actor, action="day.closed", key=key, body=body)
    except IntegrityError as error:
        raise closed_already(day) from error
    return hits_of_day(organisation_id, day).bookings


def check_manager(actor: User, organisation_id: int) -> None:
    """Refuse ``not_allowed`` unless the actor manages the base's sessions."""
    if not can_manage_sessions(actor, organisation_id):
        raise BookingRefused("not_allowed")


def check_day(organisation_id: int, day: date) -> None:
    """Refuse a day that cannot be closed: ``day_far``, ``day_past``, ``day_closed``. 1 query."""
    today = timezone.localdate(timezone=ZONE)
    if day > today + FURTHEST:
        raise BookingRefused("day_far", "日期太远，只能登记两年以内的闭馆日。没有改动，请核对年份。")
    if day < today:
        raise BookingRefused("day_past", f"{cn_date(day)}已经过去，不能设为闭馆日。没有改动。")
    if ClosedDay.objects.filter(organisation_id=organisation_id, day=day).exists():
        raise closed_already(day)


def closed_already(day: date) -> BookingRefused:
    """Return the refusal of a day that is closed."""
    return BookingRefused(
        "day_closed", f"{cn_date(day)}已经是闭馆日，没有再次登记。要改原因，请先恢复开放再重新登记。"
    )


def add_closing(actor: User, organisation_id: int, day: date, reason: str) -> None:
    """Write the row, one a base and day, and tell who hopes for places on it.

    Bookings under way end first, so that everything that read the day as open is there when it is listed.
    """
    hold_bookings_back()
    closing = ClosedDay.objects.create(organisation_id=organisation_id, day=day, reason=reason)
    record_event(action="day.closed", target=closing, actor=actor, day=day.isoformat())
    tell_closed(closing)


def reopen_day(*, actor: User, organisation_id: int, day: date, key: str = "") -> None:
    """Let the day's sessions take requests again and tell those who still hope for it. Managers only.

    Raises BookingRefused ``not_allowed``, ``day_open`` when somebody has reopened it already,
    ``key_reused``, ``busy``.
    """

    def work() -> None:
        check_manager(actor, organisation_id)
        remove_closing(actor, organisation_id, day)

    body = {"base": organisation_id, "day": day}
    write(work, actor=actor, action="day.reopened", key=key, body=body)


def remove_closing(actor: User, organisation_id: int, day: date) -> None:
    """Delete the row if it is still there, and tell who hoped on."""
    closing = ClosedDay.objects.filter(organisation_id=organisation_id, day=day).first()
    if closing is None:
        raise BookingRefused("day_open", f"{cn_date(day)}现在不是闭馆日，没有需要恢复的。")
    record_event(action="day.reopened", target=closing, actor=actor, day=day.isoformat())
    tell_reopened(closing)
    closing.delete()
