"""Holds whose half hour is over: each is given back in its own short transaction, once."""

from datetime import datetime

from django.db.models import QuerySet

from portal.audit.services import record_event
from portal.shared.templatetags.portal_ui import cn_date, cn_time

from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking
from . import flow_notices, ledger
from .lone_work import run_alone
from .status_moves import changed, load_booking, move_status
from .transactions import Change

# One tick gives back so many; the next one goes on.
BATCH = 200


def expire_holds(now: datetime) -> int:
    """Give back the places of holds that ended at ``now`` or before; return how many, 200 at most.

    Safe in any number of processes: the change of status is a compare-and-swap, and only its winner
    touches the ledger.
    """
    return expire_each(stale_holds(now), now)


def expire_holds_of_session(session_id: int, now: datetime) -> int:
    """Do the same for one session, so that a school in need of places finds them at once."""
    return expire_each(stale_holds(now).filter(session_id=session_id), now)


def stale_holds(now: datetime) -> QuerySet[Booking]:
    """Holds that ended, earliest first."""
    held = Booking.objects.filter(status=BookingStatus.HELD, hold_expires_at__lte=now)
    return held.order_by("hold_expires_at", "id")


def expire_each(holds: QuerySet[Booking], now: datetime) -> int:
    """Expire one after the other, each in its own transaction."""
    return sum(expire_hold(pk, now) for pk in list(holds.values_list("pk", flat=True)[:BATCH]))


def expire_hold(booking_id: int, now: datetime) -> bool:
    """Turn one ended hold into an expired booking and tell the school; False when it is none any more."""

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.status != BookingStatus.HELD or not is_over(booking, now):
            raise changed(booking_id)
        move_status(booking, version=booking.version, to=BookingStatus.EXPIRED, sources=[BookingStatus.HELD])
        moves = ledger.release(booking, now)
        record_event(action="booking.expired", target=booking, session=booking.session_id)
        flow_notices.tell_hold_expired(booking)
        return Change(booking, moves)

    return run_alone(work) is not None


def is_over(booking: Booking, now: datetime) -> bool:
    """Say whether the hold's time has run out; its last moment is already too late."""
    return booking.hold_expires_at is None or booking.hold_expires_at <= now


def expired_refusal(booking: Booking) -> BookingRefused:
    """Return the refusal of somebody who came after the end of the hold."""
    end = booking.hold_expires_at
    when = f"于 {cn_date(end)} {cn_time(end)} " if end else ""
    return BookingRefused(
        "hold_expired",
        f"占位已{when}到期，名额已放回，没有提交申请。您填写的班级还保留在这条记录里；"
        "仍要来访，请重新选择场次占位。",
        booking=booking,
    )
