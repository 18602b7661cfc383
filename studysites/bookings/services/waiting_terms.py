"""A waiting school says with how few people it would still come."""

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event

from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking, WaitlistEntry
from .field_swaps import swap_fields
from .school_side import check_school_side
from .status_moves import load_booking
from .transactions import Change, run_once
from .visit_checks import load_session


def change_min_people(
    *, actor: User, booking_id: int, version: int, min_people: int | None, key: str = ""
) -> Booking:
    """Set the smallest number of people a waiting school still comes with; None means all of them.

    Its place in the queue stays. School side only. Raises BookingRefused ``not_allowed``, ``started``,
    ``min_people``, ``changed``, ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.session.starts_at <= timezone.now():
            raise BookingRefused("started")
        check_min_people(booking, min_people)
        swap_fields(booking, version=version, statuses=[BookingStatus.WAITLISTED])
        WaitlistEntry.objects.filter(booking=booking).update(min_people=min_people)
        record_event(action="booking.waiting_changed", target=booking, actor=actor, min_people=min_people)
        return Change(booking, {})

    body = {"booking": booking_id, "version": version, "min_people": min_people}
    return run_once(actor=actor, action="booking.waiting_changed", key=key, body=body, work=work)


def check_min_people(booking: Booking, min_people: int | None) -> None:
    """Refuse ``min_people`` unless it lies between the programme's smallest party and one below all."""
    people = sum(party.people for party in booking.parties.all())
    least = load_session(booking.session_id).programme.min_party
    if min_people is not None and not least <= min_people < people:
        raise BookingRefused(
            "min_people",
            f"“至少需要的人数”要在 {least} 到 {people - 1} 之间；必须全员前来请留空。没有改动，次序照旧。",
        )
