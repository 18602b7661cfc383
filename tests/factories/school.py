"""Bookings of a school in every state, and what its pages send and show."""

from django.urls import reverse
from django.utils import timezone

from studysites.bookings.models import Booking, CapacityBucket
from studysites.bookings.services.offers import promote_waitlist
from studysites.bookings.services.waitlist import join_waitlist
from studysites.bookings.services.withdrawals import withdraw_booking

from .visits import make_booking, make_coordinator, make_grade, party


def address(booking, name: str) -> str:
    """Return the address of one page of a booking."""
    return reverse(f"bookings:{name}", args=[booking.reference])


def text_of(response) -> str:
    """Return a page as text."""
    return response.content.decode()


def one_class(pupils: int = 40, adults: int = 2, label: str = "1班") -> dict:
    """Return one class as the form of the classes sends it."""
    row = {"grade": make_grade().pk, "class_label": label, "pupils": pupils, "adults": adults}
    fields = {f"party-0-{name}": value for name, value in row.items()}
    return {"party-TOTAL_FORMS": "1", "party-INITIAL_FORMS": "0", **fields}


def taken(session) -> int:
    """Return how many people a session has taken."""
    return CapacityBucket.objects.get(session=session, unit="people").taken


def make_waiting(town, session, coordinator=None, **values) -> Booking:
    """Return a booking of one class in the queue of a full session."""
    coordinator = coordinator or town.coordinator
    return join_waitlist(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_id=session.pk,
        contact_name="李老师",
        contact_phone="0377-63100000",
        **{"parties": [party("9班")], "key": "", **values},
    )


def make_offered(town, **values) -> Booking:
    """Return a booking of the town's school that was waiting and has an open offer."""
    rival = make_coordinator()
    full = make_booking(town.session, rival, parties=[party("1班", 110, 8)])
    waiting = make_waiting(town, town.session, **values)
    withdraw_booking(actor=rival.user, booking_id=full.pk, version=full.version)
    assert promote_waitlist(town.session.pk, timezone.now()) == 1
    waiting.refresh_from_db()
    return waiting
