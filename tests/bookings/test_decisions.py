"""Confirm, decline, withdraw: who may, what it frees, and that only the first of two counts."""

import uuid

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, Trip
from studysites.bookings.services import confirm_booking, decline_booking, withdraw_booking
from studysites.bookings.services.closed_days import close_day
from tests.factories.people import OrganisationFactory, UserFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session

from .test_requests import taken

FREE = {"people": 0, "groups": 0}


@pytest.fixture
def booking(town):
    return make_booking(town.session, town.coordinator)


def code_of(service, **values) -> str:
    with pytest.raises(BookingRefused) as caught:
        service(**values)
    return caught.value.code


def test_confirm_keeps_the_places(town, booking):
    done = confirm_booking(actor=town.staff, booking_id=booking.pk, version=1)
    done.refresh_from_db()
    assert (done.status, done.version, done.decided_by) == ("confirmed", 2, town.staff)
    assert taken(town.session)["people"] == 42
    assert OutgoingMessage.objects.get(kind="booking.confirmed").recipient == town.user
    assert AuditEvent.objects.filter(action="booking.confirmed", actor=town.staff).exists()


def test_a_visit_on_a_closed_day_is_not_confirmed(town, booking):
    day = town.session.starts_at.astimezone(ZONE).date()
    close_day(actor=town.manager, organisation_id=town.base.pk, day=day, reason="馆内布展")
    with pytest.raises(BookingRefused) as caught:
        confirm_booking(actor=town.staff, booking_id=booking.pk, version=1)
    assert caught.value.code == "closed_day" and "当天闭馆（馆内布展）" in caught.value.message
    booking.refresh_from_db()
    assert (booking.status, taken(town.session)["people"]) == ("pending", 42)
    decline_booking(actor=town.staff, booking_id=booking.pk, version=1, reason="当天闭馆")


def test_decline_frees_places_once_and_says_why(town, booking):
    done = decline_booking(actor=town.manager, booking_id=booking.pk, version=1, reason="当天场馆检修")
    assert (done.status, done.reason) == ("rejected", "当天场馆检修")
    assert taken(town.session) == FREE
    assert not done.parties.filter(active=True).exists()
    assert not done.allocations.filter(released_at=None).exists()
    assert "当天场馆检修" in OutgoingMessage.objects.get(kind="booking.declined").body
    assert code_of(
        decline_booking, actor=town.manager, booking_id=booking.pk, version=2, reason="又一次"
    ) == "changed"  # fmt: skip
    assert taken(town.session) == FREE


@pytest.mark.parametrize("confirmed_first", [False, True])
def test_school_withdraws_without_a_reason(town, booking, confirmed_first):
    version = 1
    if confirmed_first:
        version = confirm_booking(actor=town.staff, booking_id=booking.pk, version=1).version
    done = withdraw_booking(actor=town.user, booking_id=booking.pk, version=version)
    assert (done.status, done.cancelled_by) == ("cancelled", "school")
    assert taken(town.session) == FREE
    told = OutgoingMessage.objects.filter(kind="booking.withdrawn")
    assert {message.recipient for message in told} == {town.user, town.staff, town.manager}
    make_booking(town.session, town.coordinator)


@pytest.mark.parametrize("side", ["base", "bureau"])
def test_base_and_bureau_must_say_why(town, booking, side):
    officer = make_member(Role.OFFICER, OrganisationFactory(kind="bureau"))
    actor = town.staff if side == "base" else officer
    values = {"actor": actor, "booking_id": booking.pk, "version": 1}
    assert code_of(withdraw_booking, **values, reason=" ") == "reason_missing"
    assert withdraw_booking(**values, reason="暴雨预警").cancelled_by == side


def test_stale_version_gets_the_fresh_state(town, booking):
    withdraw_booking(actor=town.user, booking_id=booking.pk, version=1)
    with pytest.raises(BookingRefused) as caught:
        confirm_booking(actor=town.staff, booking_id=booking.pk, version=1)
    assert caught.value.code == "changed"
    assert caught.value.booking.status == "cancelled"
    assert "已取消" in caught.value.message
    assert taken(town.session) == FREE


def test_decision_repeated_with_its_key_is_the_same_answer(town, booking):
    key = uuid.uuid4().hex
    values = {"actor": town.staff, "booking_id": booking.pk, "version": 1, "key": key}
    confirm_booking(**values)
    assert confirm_booking(**values).status == "confirmed"
    assert OutgoingMessage.objects.filter(kind="booking.confirmed").count() == 1


def test_nothing_but_declining_after_the_start(town, booking):
    town.session.starts_at = at(-1)
    town.session.save()
    assert code_of(confirm_booking, actor=town.staff, booking_id=booking.pk, version=1) == "started"
    assert code_of(withdraw_booking, actor=town.user, booking_id=booking.pk, version=1) == "started"
    decline_booking(actor=town.staff, booking_id=booking.pk, version=1, reason="没有及时处理，抱歉")


def test_reason_is_asked_and_checked(town, booking):
    values = {"actor": town.staff, "booking_id": booking.pk, "version": 1}
    assert code_of(decline_booking, **values, reason="") == "reason_missing"
    assert code_of(decline_booking, **values, reason="13800138000 13900139000") == "personal_data"


def test_nobody_else_decides_or_withdraws(town, booking):
    others = [
        UserFactory(),
        make_coordinator().user,
        make_member(Role.BASE_STAFF, OrganisationFactory()),
        make_member(Role.EDITOR, town.base),
    ]
    for actor in others:
        values = {"actor": actor, "booking_id": booking.pk, "version": 1}
        assert code_of(confirm_booking, **values) == "not_allowed"
        assert code_of(decline_booking, **values, reason="不行") == "not_allowed"
        assert code_of(withdraw_booking, **values, reason="不行") == "not_allowed"
    values = {"actor": town.user, "booking_id": booking.pk, "version": 1}
    assert code_of(confirm_booking, **values) == "not_allowed"
    assert code_of(confirm_booking, actor=town.staff, booking_id=0, version=1) == "not_allowed"


def trip_of(town, other_status="pending"):
    """Join two bookings of one school to a day at two bases and return both."""
    first = make_booking(town.session, town.coordinator)
    second = make_booking(make_session(starts_at=town.session.starts_at), town.coordinator)
    trip = Trip.objects.create(school=town.school, day=town.session.starts_at.date())
    Booking.objects.filter(pk__in=[first.pk, second.pk]).update(trip=trip)
    Booking.objects.filter(pk=second.pk).update(status=other_status)
    return first, second, trip


def test_declined_half_of_a_trip_leaves_the_other_and_asks_the_school(town):
    first, second, trip = trip_of(town)
    decline_booking(actor=town.staff, booking_id=first.pk, version=1, reason="布展")
    trip.refresh_from_db()
    second.refresh_from_db()
    assert second.status == "pending"
    assert timezone.now() < trip.decide_by <= second.session.starts_at
    message = OutgoingMessage.objects.get(kind="trip.choice")
    assert message.recipient == town.user
    assert second.reference in message.body and "换一馆" in message.body


def test_nothing_to_choose_when_both_halves_are_off(town):
    first, _, trip = trip_of(town, other_status="rejected")
    decline_booking(actor=town.staff, booking_id=first.pk, version=1, reason="布展")
    trip.refresh_from_db()
    assert trip.decide_by is None
    assert not OutgoingMessage.objects.filter(kind="trip.choice").exists()


def test_a_decision_stops_the_clock(town, booking):
    Booking.objects.filter(pk=booking.pk).update(decision_due_at=timezone.now())
    done = confirm_booking(actor=town.staff, booking_id=booking.pk, version=1)
    done.refresh_from_db()
    assert done.decision_due_at is None
