"""The base decides a request."""

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_decide

from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking
from ..policies import check_reason
from ..selectors.bookable import closed_reason
from . import ledger, notices
from .status_moves import load_booking, move_status
from .transactions import Change, run_once
from .trip_choice import open_trip_choice


def confirm_booking(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Confirm a pending booking; its places are already taken, so the ledger does not move.

    Staff and managers of the session's base only. Raises BookingRefused ``not_allowed``, ``started``,
    ``closed_day``, ``changed`` (someone was faster, or the school withdrew), ``key_reused``, ``busy``.
    """
    check_decider(actor, booking_id)

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.session.starts_at <= timezone.now():
            raise BookingRefused("started")
        check_receives(booking)
        decide(booking, actor, version, BookingStatus.CONFIRMED)
        record_event(action="booking.confirmed", target=booking, actor=actor, version=booking.version)
        notices.tell_confirmed(booking)
        return Change(booking, {})

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.confirmed", key=key, body=body, work=work)


def decline_booking(*, actor: User, booking_id: int, version: int, reason: str, key: str = "") -> Booking:
    """Decline a pending booking with a reason the school reads, and free its places.

    Of a two-base day the other half stands, and the school has 24 working hours to choose.
    Staff and managers of the session's base only. Raises BookingRefused ``not_allowed``,
    ``reason_missing``, ``personal_data``, ``changed``, ``key_reused``, ``busy``.
    """
    check_decider(actor, booking_id)
    why = check_reason(reason)

    def work() -> Change:
        booking = load_booking(booking_id)
        decide(booking, actor, version, BookingStatus.REJECTED, why)
        moves = ledger.release(booking, timezone.now())
        open_trip_choice(booking, timezone.now())
        record_event(action="booking.declined", target=booking, actor=actor, version=booking.version)
        notices.tell_declined(booking)
        return Change(booking, moves)

    body = {"booking": booking_id, "version": version, "reason": why}
    return run_once(actor=actor, action="booking.declined", key=key, body=body, work=work)


def decide(booking: Booking, actor: User, version: int, to: BookingStatus, reason: str = "") -> None:
    """Write who decided, when and why together with the new status; the decision clock stops."""
    move_status(
        booking,
        version=version,
        to=to,
        sources=[BookingStatus.PENDING],
        decided_at=timezone.now(),
        decided_by=actor,
        reason=reason,
        decision_due_at=None,
    )


def check_receives(booking: Booking) -> None:
    """Refuse ``closed_day`` to confirm a visit on a day the base itself has closed."""
    reason = closed_reason(booking.session)
    if reason:
        raise BookingRefused(
            "closed_day",
            f"当天闭馆（{reason}），不能确认这次来访。预约没有改动，名额仍为学校留着。"
            "请选“请学校改期”，或写明原因后婉拒；当天仍要接待的，先请基地负责人恢复开放。",
        )


def check_decider(actor: User, booking_id: int) -> None:
    """Refuse ``not_allowed`` to everyone but the base of the booking's session."""
    if not can_decide(actor, load_booking(booking_id).session.organisation_id):
        raise BookingRefused("not_allowed")
