"""One base of a two-base day cannot receive the group: the school gets time to choose what becomes of it."""

from datetime import datetime

from portal.audit.services import record_event
from portal.taxonomy.working_days import working_calendar

from .. import mail_flow
from ..dates import ZONE
from ..enums import BookingStatus
from ..models import Booking, Trip
from .notices import requester_of, send
from .working_moments import after_working_days

# The other half still counts on coming.
STANDING_HALF = (BookingStatus.PENDING, BookingStatus.CONFIRMED)


def open_trip_choice(booking: Booking, now: datetime) -> None:
    """Give the school 24 working hours to keep, replace or drop what is left of the day, and tell it.

    Called inside the transaction that ended ``booking`` by the base's side. Nothing happens for a
    booking without a trip; when the other half does not stand either, there is nothing to choose.
    """
    if booking.trip_id is None:
        return
    others = Booking.objects.filter(trip_id=booking.trip_id, status__in=STANDING_HALF).exclude(pk=booking.pk)
    other = others.select_related("session__programme", "session__organisation", "school").first()
    trip = Trip.objects.filter(pk=booking.trip_id)
    if other is None:
        trip.update(decide_by=None)
        return
    day = now.astimezone(ZONE).date()
    until = min(after_working_days(now, 1, working_calendar(day, day)), other.session.starts_at)
    trip.update(decide_by=until)
    record_event(action="trip.choice_opened", target=booking, trip=booking.trip_id, until=until.isoformat())
    send("trip.choice", requester_of(booking), mail_flow.trip_choice(other, booking, until))
