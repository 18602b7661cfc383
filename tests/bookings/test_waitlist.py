"""Waiting by whole party: order, offers, answers, honest positions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import OutgoingMessage
from portal.organisations.models import School
from studysites.bookings.enums import BookingStatus, OfferOutcome
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import BaseRules, Booking, CapacityBucket, Offer, WaitlistEntry
from studysites.bookings.selectors.waitlist import position_of, queue_claims
from studysites.bookings.services import withdraw_booking
from studysites.bookings.services.changes import give_back
from studysites.bookings.services.offers import (
    accept_offer,
    decline_offer,
    lapse_offers,
    promote_all,
    promote_waitlist,
)
from studysites.bookings.services.waitlist import end_waiting, join_waitlist
from tests.factories.visits import at, make_booking, make_coordinator, make_session, party

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Sixty places, eighteen days ahead: best fit is served."""
    return make_session(people=60, groups=2, starts_at=at(18))


@pytest.fixture
def holder(session):
    """The school that has the places."""
    coordinator = make_coordinator()
    make_booking(session, coordinator, parties=[party("1班", pupils=50, adults=3)])
    return coordinator


def wait(session, coordinator=None, pupils=40, **values):
    coordinator = coordinator or known_coordinator()
    filled = {
        "parties": [party("1班", pupils=pupils, adults=2 + pupils // 41)],
        "contact_name": "李老师",
        "contact_phone": "0377-63100000",
        "key": f"wait-{coordinator.pk}",
    }
    return join_waitlist(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_id=session.pk,
        **{**filled, **values},
    )


def known_coordinator():
    """A coordinator of a school that visited before, so that no priority moves the queue."""
    coordinator = make_coordinator()
    past = make_session(starts_at=at(60))
    booking = make_booking(past, coordinator)
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.COMPLETED)
    return coordinator


def free(holder):
    booking = Booking.objects.get(requested_by=holder.user)
    withdraw_booking(actor=holder.user, booking_id=booking.pk, version=booking.version)


def status_of(booking):
    return Booking.objects.get(pk=booking.pk).status


def taken(session):
    return CapacityBucket.objects.get(session=session, unit="people").taken


def refused_with(code, work, *args, **values):
    with pytest.raises(BookingRefused) as refused:
        work(*args, **values)
    assert refused.value.code == code


def test_waiting_takes_no_places_and_is_confirmed_in_words(session, holder):
    booking = wait(session)
    assert (booking.status, taken(session)) == (BookingStatus.WAITLISTED, 53)
    assert "前面还有几支队伍" in OutgoingMessage.objects.get(kind="booking.waitlisted").body


def test_nobody_waits_where_there_is_room(session):
    refused_with("has_room", wait, session)
    assert not WaitlistEntry.objects.exists()
    assert not Booking.objects.filter(session=session).exists()


def test_same_class_waits_once(session, holder):
    coordinator = known_coordinator()
    wait(session, coordinator)
    refused_with("class_booked", wait, session, coordinator, key="other")


def test_freed_places_go_to_the_first_party_and_are_held(session, holder):
    first, second = wait(session), wait(session)
    free(holder)
    assert promote_all(timezone.now()) == 1
    assert (status_of(first), status_of(second)) == (BookingStatus.OFFERED, BookingStatus.WAITLISTED)
    assert taken(session) == 42
    assert promote_waitlist(session.pk, timezone.now()) == 0


def test_priority_school_stands_before_earlier_ones(session, holder):
    ordinary = wait(session)
    rural = known_coordinator()
    School.objects.filter(pk=rural.school_id).update(rural=True)
    favoured = wait(session, rural)
    free(holder)
    promote_all(timezone.now())
    assert (status_of(favoured), status_of(ordinary)) == (BookingStatus.OFFERED, BookingStatus.WAITLISTED)


def test_close_to_the_visit_the_first_that_fits_is_served_and_the_other_told_why(session, holder):
    large, small = wait(session, pupils=45), wait(session, pupils=10)
    booking = Booking.objects.get(requested_by=holder.user)
    row = booking.parties.get()
    give_back(actor=holder.user, booking_id=booking.pk, version=1, numbers={row.pk: (40, 3)})
    assert promote_all(timezone.now()) == 1
    assert (status_of(large), status_of(small)) == (BookingStatus.WAITLISTED, BookingStatus.OFFERED)
    assert OutgoingMessage.objects.get(kind="booking.skipped").recipient == large.requested_by


def test_long_before_the_visit_places_gather_for_the_head():
    session = make_session(people=60, groups=2, starts_at=at(40))
    holder = make_coordinator()
    make_booking(session, holder, parties=[party("1班", pupils=50, adults=3)])
    wait(session, pupils=45), wait(session, pupils=10)
    booking = Booking.objects.get(requested_by=holder.user)
    row = booking.parties.get()
    give_back(actor=holder.user, booking_id=booking.pk, version=1, numbers={row.pk: (40, 3)})
    assert promote_all(timezone.now()) == 0
    assert queue_claims(session.pk, timezone.now())


def test_party_that_would_come_with_less_is_offered_less(session, holder):
    flexible = wait(session, pupils=45, min_people=15)
    booking = Booking.objects.get(requested_by=holder.user)
    row = booking.parties.get()
    give_back(actor=holder.user, booking_id=booking.pk, version=1, numbers={row.pk: (40, 3)})
    assert promote_all(timezone.now()) == 1
    offered = Booking.objects.get(pk=flexible.pk)
    refused_with(
        "offer_smaller",
        accept_offer,
        actor=offered.requested_by,
        booking_id=offered.pk,
        version=offered.version,
    )
    mine = offered.parties.get()
    fewer = give_back(
        actor=offered.requested_by, booking_id=offered.pk, version=offered.version, numbers={mine.pk: (15, 2)}
    )
    accept_offer(actor=offered.requested_by, booking_id=offered.pk, version=fewer.version)
    assert (status_of(offered), taken(session)) == (BookingStatus.PENDING, 43 + 17)


@pytest.mark.parametrize(("direct", "status"), [(False, "pending"), (True, "confirmed")])
def test_accepting_makes_a_request_or_a_visit_as_the_base_wants(session, holder, direct, status):
    BaseRules.objects.create(organisation=session.organisation, confirms_offers=direct)
    booking = wait(session)
    free(holder)
    promote_all(timezone.now())
    accepted = accept_offer(actor=booking.requested_by, booking_id=booking.pk, version=booking.version + 1)
    assert (accepted.status, taken(session)) == (status, 42)
    assert accepted.decision_due_at is not None
    assert Offer.objects.get().outcome == OfferOutcome.ACCEPTED


def test_declined_offer_goes_to_the_next(session, holder):
    first, second = wait(session), wait(session)
    free(holder)
    promote_all(timezone.now())
    decline_offer(actor=first.requested_by, booking_id=first.pk, version=2)
    promote_all(timezone.now())
    assert (status_of(first), status_of(second)) == (BookingStatus.CANCELLED, BookingStatus.OFFERED)
    assert taken(session) == 42


def test_unanswered_offer_lapses_once_and_goes_on(session, holder):
    first, second = wait(session), wait(session)
    free(holder)
    promote_all(timezone.now())
    later = Offer.objects.get().expires_at
    assert (lapse_offers(later - timedelta(seconds=1)), lapse_offers(later), lapse_offers(later)) == (0, 1, 0)
    assert status_of(first) == BookingStatus.EXPIRED
    promote_all(timezone.now())
    assert status_of(second) == BookingStatus.OFFERED


def test_offer_past_its_end_is_not_accepted(session, holder):
    booking = wait(session)
    free(holder)
    promote_all(timezone.now())
    Offer.objects.update(expires_at=timezone.now())
    refused_with("offer_over", accept_offer, actor=booking.requested_by, booking_id=booking.pk, version=2)


def test_only_the_school_answers(session, holder):
    booking = wait(session)
    free(holder)
    promote_all(timezone.now())
    for answer in (accept_offer, decline_offer):
        refused_with("not_allowed", answer, actor=holder.user, booking_id=booking.pk, version=2)


def test_nothing_to_answer_without_an_offer(session, holder):
    booking = wait(session)
    refused_with("no_offer", accept_offer, actor=booking.requested_by, booking_id=booking.pk, version=1)


def test_position_is_honest(session, holder):
    first, second = wait(session), wait(session, pupils=20)
    assert position_of(first, timezone.now()).ahead == 0
    place = position_of(second, timezone.now())
    assert (place.ahead, place.people, place.free, place.gathering) == (1, 22, 7, False)


def test_school_leaves_the_queue(session, holder):
    booking = wait(session)
    withdraw_booking(actor=booking.requested_by, booking_id=booking.pk, version=1)
    assert status_of(booking) == BookingStatus.CANCELLED
    assert position_of(booking, timezone.now()) is None


def test_withdrawing_an_offer_ends_it(session, holder):
    booking = wait(session)
    free(holder)
    promote_all(timezone.now())
    withdraw_booking(actor=booking.requested_by, booking_id=booking.pk, version=2)
    assert (Offer.objects.get().outcome, taken(session)) == (OfferOutcome.DECLINED, 0)


def test_waiting_ends_when_nobody_can_book_any_more(session, holder):
    booking = wait(session)
    assert end_waiting(timezone.now()) == 0
    assert end_waiting(at(16)) == 1
    assert status_of(booking) == BookingStatus.EXPIRED
    assert OutgoingMessage.objects.filter(kind="booking.waiting_ended").count() == 1


@pytest.mark.parametrize("least", [5, 42, 60])
def test_smallest_number_must_make_sense(session, holder, least):
    refused_with("min_people", wait, session, min_people=least)
