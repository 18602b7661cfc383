"""Either side gives a booking back before the visit starts."""

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for, can_decide, is_officer

from ..enums import BookingStatus, CancelledBy, CancelReason, OfferOutcome
from ..exceptions import BookingRefused
from ..models import Booking
from ..policies import check_reason
from . import ledger, notices
from .status_moves import load_booking, move_status
from .transactions import Change, run_once
from .trip_choice import STANDING_HALF, open_trip_choice

# A hold is given up, not withdrawn (services/holds.py).
WITHDRAWABLE = frozenset(
    {
        BookingStatus.PENDING,
        BookingStatus.CONFIRMED,
        BookingStatus.WAITLISTED,
        BookingStatus.APPLIED,
        BookingStatus.OFFERED,
        BookingStatus.MOVED_OFFER,
    }
)


def withdraw_booking(
    *, actor: User, booking_id: int, version: int, reason: str = "", reason_code: str = "", key: str = ""
) -> Booking:
    """Cancel a booking on its way, or leave the queue, and free its places, once.

    The school's coordinator may without a reason; the base and the bureau must give one.
    ``reason_code`` is a CancelReason for counting, or "". Allowed until the start. Raises
    BookingRefused ``not_allowed``, ``started``, ``part_of_trip``, ``reason_missing``,
    ``personal_data``, ``changed``, ``key_reused``, ``busy``.
    """
    side = side_of(actor, load_booking(booking_id))
    if side is None:
        raise BookingRefused("not_allowed")
    why = checked_reason(side, reason)
    code = reason_code if reason_code in CancelReason.values else ""

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.session.starts_at <= timezone.now():
            raise BookingRefused("started")
        if side == CancelledBy.SCHOOL:
            check_whole_day(booking)
        booking.version = version
        return call_off(booking, actor, side, why, code)

    body = {"booking": booking_id, "version": version, "reason": why, "reason_code": code}
    return run_once(actor=actor, action="booking.withdrawn", key=key, body=body, work=work)


def check_whole_day(booking: Booking) -> None:
    """Refuse ``part_of_trip``: a school calls off both halves of a day at two bases together.

    Where one base fell away the other half may be called off alone.
    """
    if booking.trip_id is None:
        return
    others = Booking.objects.filter(trip_id=booking.trip_id, status__in=STANDING_HALF).exclude(pk=booking.pk)
    if others.exists():
        raise BookingRefused(
            "part_of_trip", "这是两馆一日中的一段，两馆须一起取消，没有改动。请在两馆一日页面办理。"
        )


def call_off(booking: Booking, actor: User, side: CancelledBy, reason: str, code: str) -> Change:
    """Cancel one booking inside the caller's transaction; ``booking.version`` is what the actor saw."""
    now = timezone.now()
    move_status(
        booking,
        version=booking.version,
        to=BookingStatus.CANCELLED,
        sources=WITHDRAWABLE,
        reason=reason,
        reason_code=code,
        cancelled_by=side.value,
    )
    moves = ledger.release(booking, now)
    booking.offers.filter(outcome=OfferOutcome.OPEN).update(outcome=OfferOutcome.DECLINED, answered_at=now)
    record_event(action="booking.withdrawn", target=booking, actor=actor, side=side.value, reason_code=code)
    if side != CancelledBy.SCHOOL:
        open_trip_choice(booking, now)
    notices.tell_withdrawn(booking)
    return Change(booking, moves)


def side_of(actor: User, booking: Booking) -> CancelledBy | None:
    """Return for whom the actor would cancel: school before base before bureau, or None."""
    if not actor.is_superuser and can_book_for(actor, booking.school_id):
        return CancelledBy.SCHOOL
    if not actor.is_superuser and can_decide(actor, booking.session.organisation_id):
        return CancelledBy.BASE
    return CancelledBy.BUREAU if is_officer(actor) else None


def checked_reason(side: CancelledBy, reason: str) -> str:
    """Return the reason to keep; only a school may leave it empty."""
    if side == CancelledBy.SCHOOL and not reason.strip():
        return ""
    return check_reason(reason)
