"""One tick frees what is over and offers it to whom it is due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.jobs.periodic import shared_works
from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking, Offer
from studysites.bookings.services import withdraw_booking
from studysites.bookings.services.waiting_clock import run_waiting
from tests.factories.visits import at, make_booking, make_coordinator, make_session, party

from .test_waitlist import wait

pytestmark = pytest.mark.django_db


def test_lapsed_offer_reaches_the_next_party_in_the_same_run():
    session = make_session(people=60, groups=2, starts_at=at(18))
    holder = make_coordinator()
    booking = make_booking(session, holder, parties=[party("1班", pupils=50, adults=3)])
    first, second = wait(session), wait(session)
    withdraw_booking(actor=holder.user, booking_id=booking.pk, version=1)
    assert {name: count for name, count in run_waiting().items() if count} == {"offered": 1}
    Offer.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert {name: count for name, count in run_waiting().items() if count} == {"lapsed": 1, "offered": 1}
    states = [Booking.objects.get(pk=row.pk).status for row in (first, second)]
    assert states == [BookingStatus.EXPIRED, BookingStatus.OFFERED]


def test_tick_runs_it():
    assert shared_works()["bookings.waiting"].run is run_waiting
