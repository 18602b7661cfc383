"""The school says again how many come; a change of numbers goes its own way (change or give back)."""

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event

from .. import mail_flow
from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking
from .field_swaps import swap_fields
from .notices import send, staff_of
from .school_side import check_school_side
from .status_moves import load_booking
from .transactions import Change, run_once


def confirm_final_numbers(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Say that the numbers of a confirmed booking are final; counts and places stay as they are.

    Taken until the start, late ones too (the base sees them as such); a second time changes nothing.
    Raises BookingRefused ``not_allowed``, ``started``, ``changed``, ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        booking = load_booking(booking_id)
        now = timezone.now()
        if booking.session.starts_at <= now:
            raise BookingRefused("started")
        if booking.final_numbers_at is not None and booking.status == BookingStatus.CONFIRMED:
            return Change(booking, {})
        swap_fields(booking, version=version, statuses=[BookingStatus.CONFIRMED], final_numbers_at=now)
        due = booking.final_numbers_due_at
        record_event(
            action="booking.numbers_confirmed",
            target=booking,
            actor=actor,
            late=due is not None and now > due,
        )
        send("booking.numbers_confirmed", staff_of(booking), mail_flow.final_numbers_confirmed(booking))
        return Change(booking, {})

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.numbers_confirmed", key=key, body=body, work=work)
