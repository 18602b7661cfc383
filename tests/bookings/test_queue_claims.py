"""Whose the freed places are: the queue's before any newcomer's, and of the band they are kept for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.organisations.models import Role, School
from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking, ClosedDay
from studysites.bookings.services.changes import change_session, give_back
from studysites.bookings.services.offers import promote_all
from studysites.bookings.services.reserves import set_reserve
from studysites.models import ProgrammePage
from tests.factories.flow import make_hold
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session, party

from .test_waitlist import free, holder, known_coordinator, refused_with, session, status_of, taken, wait

pytestmark = pytest.mark.django_db
__all__ = ["holder", "session"]


def test_newcomer_does_not_jump_the_queue(session, holder):
    wait(session)
    free(holder)
    newcomer = known_coordinator()
    refused_with("queued", make_booking, session, newcomer)
    refused_with("queued", make_hold, session, newcomer)
    promote_all(timezone.now())
    assert taken(session) == 42


def test_newcomer_takes_what_fits_nobody_who_waits(session, holder):
    wait(session, pupils=45)
    booking = Booking.objects.get(requested_by=holder.user)
    row = booking.parties.get()
    give_back(actor=holder.user, booking_id=booking.pk, version=1, numbers={row.pk: (40, 3)})
    make_booking(session, parties=[party("1班", pupils=10, adults=1)])
    assert taken(session) == 43 + 11


def test_nothing_is_offered_on_a_closed_day_or_off_the_site(session, holder):
    booking = wait(session)
    free(holder)
    day = ClosedDay.objects.create(
        organisation=session.organisation, day=timezone.localdate(session.starts_at), reason="检修"
    )
    assert promote_all(timezone.now()) == 0
    day.delete()
    ProgrammePage.objects.update(live=False)
    assert promote_all(timezone.now()) == 0
    ProgrammePage.objects.update(live=True)
    assert promote_all(timezone.now()) == 1
    assert status_of(booking) == BookingStatus.OFFERED


def test_school_of_several_bands_waits_for_the_one_that_is_kept(session, holder):
    manager = make_member(Role.BASE_MANAGER, session.organisation)
    now = timezone.now()
    free(holder)
    set_reserve(
        actor=manager, session_id=session.pk, band="first_timer", people=50, groups=2,
        until=now + timedelta(days=10), now=now,
    )  # fmt: skip
    rival = make_coordinator()
    make_booking(session, rival, parties=[party("1班", pupils=40)])
    rural = make_coordinator()
    School.objects.filter(pk=rural.school_id).update(rural=True)
    waiting = wait(session, rural)
    free(rival)
    promote_all(timezone.now())
    assert status_of(waiting) == BookingStatus.OFFERED


def test_change_does_not_jump_the_queue_either(session, holder):
    wait(session)
    other = make_session(session.programme, starts_at=at(20), people=60, groups=2)
    mover = known_coordinator()
    booking = make_booking(other, mover, parties=[party("2班")])
    free(holder)
    refused_with(
        "queued", change_session, actor=mover.user, booking_id=booking.pk, version=1, session_id=session.pk
    )


def test_nobody_changes_into_a_session_that_is_drawn(session):
    drawn = make_session(session.programme, starts_at=at(20), by_ballot=True)
    mover = known_coordinator()
    booking = make_booking(session, mover, parties=[party("2班")])
    refused_with(
        "by_ballot", change_session, actor=mover.user, booking_id=booking.pk, version=1, session_id=drawn.pk
    )
    refused_with("by_ballot", wait, drawn)
