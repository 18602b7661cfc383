"""Moved offers and applications for a ballot: each with its own places, or none."""

import pytest
from django.utils import timezone

from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import CapacityBucket, ClosedDay, Offer
from studysites.bookings.services import close_session
from studysites.bookings.services.applications import (
    apply_for_ballot,
    award_application,
    waitlist_application,
)
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.offers import accept_offer, decline_offer, lapse_offers
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session, party

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session(people=60, groups=2, starts_at=at(30))


@pytest.fixture
def target(session):
    return make_session(session.programme, people=60, groups=2, starts_at=at(32))


@pytest.fixture
def manager(session):
    return make_member(Role.BASE_MANAGER, session.organisation)


@pytest.fixture
def booking(session):
    return make_booking(session)


def taken(*sessions):
    rows = CapacityBucket.objects.filter(unit="people")
    return [rows.get(session=session).taken for session in sessions]


def move(booking, manager, target, **values):
    filled = {"version": booking.version, "reason": "展厅检修"}
    return offer_move(actor=manager, booking_id=booking.pk, session_id=target.pk, **{**filled, **values})


def refused_with(code, work, *args, **values):
    with pytest.raises(BookingRefused) as refused:
        work(*args, **values)
    assert refused.value.code == code


def test_offer_holds_new_places_beside_the_old(booking, manager, session, target):
    moved = move(booking, manager, target)
    assert (moved.status, taken(session, target)) == (BookingStatus.MOVED_OFFER, [42, 42])


def test_accepting_frees_the_old_places(booking, manager, session, target):
    move(booking, manager, target)
    accepted = accept_offer(actor=booking.requested_by, booking_id=booking.pk, version=2)
    assert (accepted.status, accepted.session_id) == (BookingStatus.CONFIRMED, target.pk)
    assert taken(session, target) == [0, 42]
    assert booking.parties.get().session_id == target.pk


def test_visit_of_a_closed_session_can_be_moved(booking, manager, session, target):
    close_session(actor=manager, session_id=session.pk, reason="展厅检修")
    move(booking, manager, target)
    accept_offer(actor=booking.requested_by, booking_id=booking.pk, version=2)
    assert taken(session, target) == [0, 42]


def test_declining_frees_both_and_the_base_called_it_off(booking, manager, session, target):
    move(booking, manager, target)
    declined = decline_offer(actor=booking.requested_by, booking_id=booking.pk, version=2)
    assert (declined.status, declined.cancelled_by) == (BookingStatus.CANCELLED, "base")
    assert taken(session, target) == [0, 0]


def test_unanswered_move_lapses_and_frees_both(booking, manager, session, target):
    move(booking, manager, target)
    assert lapse_offers(Offer.objects.get().expires_at) == 1
    assert taken(session, target) == [0, 0]


def test_full_target_changes_nothing(booking, manager, session, target):
    make_booking(target)
    refused_with("full", move, booking, manager, target)
    booking.refresh_from_db()
    assert (booking.status, taken(session, target)) == (BookingStatus.PENDING, [42, 42])


def test_only_to_another_open_session_of_the_base(booking, manager, session, target):
    refused_with("move_target", move, booking, manager, session)
    refused_with("move_target", move, booking, manager, make_session(starts_at=at(33)))
    close_session(actor=manager, session_id=target.pk, reason="检修")
    refused_with("move_target", move, booking, manager, target)


def test_only_the_base_moves_and_says_why(booking, manager, target):
    refused_with("not_allowed", move, booking, booking.requested_by, target)
    refused_with("reason_missing", move, booking, manager, target, reason=" ")
    refused_with("changed", move, booking, manager, target, version=5)


@pytest.fixture
def drawn():
    return make_session(people=60, groups=2, starts_at=at(30), by_ballot=True)


def enter(session, **values):
    coordinator = make_coordinator()
    filled = {"contact_name": "李老师", "contact_phone": "0377-63100000", "key": f"b-{coordinator.pk}"}
    return apply_for_ballot(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_id=session.pk,
        parties=[party()],
        **{**filled, **values},
    )


def test_application_takes_no_places(drawn):
    assert (enter(drawn).status, taken(drawn)) == (BookingStatus.APPLIED, [0])


def test_more_may_apply_than_there_are_places_and_no_more_are_awarded(drawn):
    manager = make_member(Role.BASE_MANAGER, drawn.organisation)
    first, second = enter(drawn), enter(drawn)
    won = award_application(actor=manager, booking_id=first.pk, version=1)
    assert (won.status, won.decision_due_at is not None, taken(drawn)) == (BookingStatus.PENDING, True, [42])
    refused_with("full", award_application, actor=manager, booking_id=second.pk, version=1)
    lost = waitlist_application(actor=manager, booking_id=second.pk, version=1)
    assert (lost.status, lost.waitlist_entry.priority) == (BookingStatus.WAITLISTED, 0)


def test_no_application_where_nothing_is_drawn(session):
    refused_with("no_ballot", enter, session)


def test_only_the_manager_awards(drawn):
    staff = make_member(Role.BASE_STAFF, drawn.organisation)
    application = enter(drawn)
    for work in (award_application, waitlist_application):
        refused_with("not_allowed", work, actor=staff, booking_id=application.pk, version=1)


def test_nothing_is_accepted_on_a_day_closed_meanwhile(booking, manager, session, target):
    move(booking, manager, target)
    ClosedDay.objects.create(
        organisation=session.organisation, day=timezone.localdate(target.starts_at), reason="检修"
    )
    refused_with("closed_day", accept_offer, actor=booking.requested_by, booking_id=booking.pk, version=2)
    assert taken(session, target) == [42, 42]


def test_nobody_is_moved_to_a_closed_day(booking, manager, session, target):
    ClosedDay.objects.create(
        organisation=session.organisation, day=timezone.localdate(target.starts_at), reason="检修"
    )
    refused_with("move_target", move, booking, manager, target)


def test_base_hears_of_a_no_and_of_silence(booking, manager, session, target):
    move(booking, manager, target)
    decline_offer(actor=booking.requested_by, booking_id=booking.pk, version=2)
    assert OutgoingMessage.objects.filter(kind="booking.withdrawn", recipient=manager).count() == 1
    other = make_booking(session)
    move(other, manager, target)
    lapse_offers(Offer.objects.latest("id").expires_at)
    assert OutgoingMessage.objects.filter(kind="booking.offer_lapsed", recipient=manager).count() == 1
