"""Bookings on their way, made by the real services, and a clock that can be set."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from studysites.bookings.models import Booking
from studysites.bookings.services.decisions import confirm_booking
from studysites.bookings.services.holds import hold_places
from studysites.bookings.services.submissions import submit_booking

from .visits import make_coordinator, make_session, party


def make_hold(session=None, coordinator=None, **values) -> Booking:
    """Return a held booking of one class of 42 people."""
    session = session or make_session()
    coordinator = coordinator or make_coordinator()
    filled = {"parties": [party()], "key": uuid.uuid4().hex}
    return hold_places(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_id=session.pk,
        **{**filled, **values},
    )


def end_hold(booking: Booking, at: datetime) -> Booking:
    """Let a hold have ended at ``at``."""
    Booking.objects.filter(pk=booking.pk).update(hold_expires_at=at)
    booking.refresh_from_db()
    return booking


def make_submitted(session=None, coordinator=None, **values) -> Booking:
    """Return a pending booking that was held and submitted."""
    coordinator = coordinator or make_coordinator()
    booking = make_hold(session, coordinator, **values)
    return submit_booking(
        actor=coordinator.user,
        booking_id=booking.pk,
        version=booking.version,
        contact_name="李老师",
        contact_phone="0377-63100000",
    )


def make_confirmed(staff, session=None, coordinator=None, **values) -> Booking:
    """Return a booking the base's ``staff`` confirmed."""
    booking = make_submitted(session, coordinator, **values)
    return confirm_booking(actor=staff, booking_id=booking.pk, version=booking.version)


def start_session(session, minutes_ago: int) -> None:
    """Let a session have begun that many minutes ago (below zero: begin in so many minutes)."""
    session.starts_at = timezone.now() - timedelta(minutes=minutes_ago)
    session.ends_at = session.starts_at + timedelta(minutes=90)
    session.save(update_fields=["starts_at", "ends_at"])
