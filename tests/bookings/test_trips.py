"""A day at two bases: both or none, each base decides its own, the school chooses what becomes of a half."""

import pytest
from django.db.models import F
from django.utils import timezone

from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, CapacityBucket, TravelTime, Trip
from studysites.bookings.services import (
    confirm_booking,
    decline_booking,
    trip_halves,
    trips,
    withdraw_booking,
)
from studysites.bookings.services.changes import change_session
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.trips import (
    cancel_trip,
    close_choices,
    hold_trip,
    keep_half,
    replace_half,
    settle_choice,
    submit_trip,
)
from tests.factories.flow import make_hold
from tests.factories.trips import make_day
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session, party

pytestmark = pytest.mark.django_db
CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000"}


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def coordinator():
    return make_coordinator()


def hold(coordinator, sessions, **values):
    filled = {"parties": [party()], "key": "trip"}
    return hold_trip(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_ids=tuple(session.pk for session in sessions),
        **{**filled, **values},
    )


def submitted(coordinator, sessions):
    booking = hold(coordinator, sessions)
    submit_trip(actor=coordinator.user, trip_id=booking.trip_id, key="send", **CONTACT)
    return Trip.objects.get()


def taken(*sessions):
    rows = CapacityBucket.objects.filter(unit="people")
    return [rows.get(session=session).taken for session in sessions]


def half_declined(coordinator, day):
    """A trip whose afternoon base said no."""
    trip = submitted(coordinator, day)
    second = trip.bookings.get(session=day[1])
    staff = make_member(Role.BASE_STAFF, day[1].organisation)
    decline_booking(actor=staff, booking_id=second.pk, version=second.version, reason="讲解员不足")
    trip.refresh_from_db()
    return trip


def refused_with(code, work, *args, **values):
    with pytest.raises(BookingRefused) as refused:
        work(*args, **values)
    assert refused.value.code == code


def test_both_are_held_in_one_go(coordinator, day):
    first = hold(coordinator, day)
    assert taken(*day) == [42, 42]
    assert (first.session, first.trip.bookings.count()) == (day[0], 2)
    assert set(first.trip.bookings.values_list("status", flat=True)) == {BookingStatus.HELD}


def test_order_of_the_sessions_does_not_matter(coordinator, day):
    assert hold(coordinator, day[::-1]).session == day[0]


def test_no_places_at_one_base_takes_none_at_the_other(coordinator, day):
    make_booking(day[1])
    refused_with("full", hold, coordinator, day)
    assert taken(*day) == [0, 42]
    assert not Trip.objects.exists()


def test_repeat_answers_with_the_same_trip(coordinator, day):
    assert hold(coordinator, day).pk == hold(coordinator, day).pk
    assert taken(*day) == [42, 42]


def test_a_day_counts_as_one_of_the_three_holds(coordinator, day):
    hold(coordinator, day)
    make_hold(make_session(starts_at=at(40)), coordinator)
    make_hold(make_session(starts_at=at(41)), coordinator)
    with pytest.raises(BookingRefused) as caught:
        make_hold(make_session(starts_at=at(42)), coordinator)
    assert caught.value.code == "too_many_holds" and "已有 3 个占位" in caught.value.message
    with pytest.raises(BookingRefused) as caught:
        hold(coordinator, make_day(), key="another")
    assert caught.value.code == "too_many_holds"
    assert Booking.objects.filter(trip__isnull=False).count() == 2


def test_a_full_half_is_named(coordinator, day):
    CapacityBucket.objects.filter(session=day[1], unit="people").update(taken=F("capacity"))
    with pytest.raises(BookingRefused) as caught:
        hold(coordinator, day)
    assert caught.value.code == "full"
    assert caught.value.message.startswith(f"{day[1].organisation.name} 14:00 的场次：")
    assert taken(*day)[0] == 0


def test_a_half_a_rival_filled_meanwhile_is_named_too(coordinator, day, monkeypatch):
    """The places go between the look and the transaction, which knows a bucket only."""
    buckets = CapacityBucket.objects.filter(session=day[1], unit="people")

    def plan_then_lose(actor, wish, session):
        plan = trip_halves.plan_half(actor, wish, session)
        if session == day[1]:
            buckets.update(taken=F("capacity"))
        return plan

    monkeypatch.setattr(trips, "plan_half", plan_then_lose)
    with pytest.raises(BookingRefused) as caught:
        hold(coordinator, day)
    assert caught.value.code == "full"
    assert caught.value.message.startswith(f"{day[1].organisation.name} 14:00 的场次：")
    assert not Trip.objects.exists()


def test_both_are_sent_or_none(coordinator, day):
    booking = hold(coordinator, day)
    Booking.objects.filter(session=day[1]).update(hold_expires_at=timezone.now())
    refused_with(
        "hold_expired", submit_trip, actor=coordinator.user, trip_id=booking.trip_id, key="s", **CONTACT
    )
    assert set(Booking.objects.values_list("status", flat=True)) == {BookingStatus.HELD}


def test_each_base_decides_its_own(coordinator, day):
    trip = submitted(coordinator, day)
    first = trip.bookings.get(session=day[0])
    staff = make_member(Role.BASE_STAFF, day[0].organisation)
    confirm_booking(actor=staff, booking_id=first.pk, version=first.version)
    assert sorted(trip.bookings.values_list("status", flat=True)) == ["confirmed", "pending"]


def test_cancel_frees_both(coordinator, day):
    trip = submitted(coordinator, day)
    cancel_trip(actor=coordinator.user, trip_id=trip.pk, key="c")
    assert taken(*day) == [0, 0]
    refused_with("trip_settled", cancel_trip, actor=coordinator.user, trip_id=trip.pk, key="c2")


def test_cancel_of_a_held_day_frees_both(coordinator, day):
    booking = hold(coordinator, day)
    cancel_trip(actor=coordinator.user, trip_id=booking.trip_id, key="c")
    assert taken(*day) == [0, 0]


def test_other_half_stands_when_one_base_declines(coordinator, day):
    trip = half_declined(coordinator, day)
    assert trip.decide_by > timezone.now()
    assert taken(*day) == [42, 0]


def test_school_keeps_the_half(coordinator, day):
    trip = half_declined(coordinator, day)
    keep_half(actor=coordinator.user, trip_id=trip.pk, key="k")
    trip.refresh_from_db()
    assert (trip.decide_by, taken(*day)) == (None, [42, 0])
    refused_with("trip_settled", keep_half, actor=coordinator.user, trip_id=trip.pk, key="k2")


def test_school_replaces_the_half(coordinator, day):
    trip = half_declined(coordinator, day)
    other = make_session(starts_at=at(30, hour=15), people=60, groups=2)
    refused_with(
        "trip_no_way", replace_half, actor=coordinator.user, trip_id=trip.pk, session_id=other.pk, key="r"
    )
    TravelTime.objects.create(origin=day[0].organisation, destination=other.organisation, minutes=20)
    booking = replace_half(actor=coordinator.user, trip_id=trip.pk, session_id=other.pk, key="r")
    assert (booking.status, booking.trip_id, taken(other)) == (BookingStatus.PENDING, trip.pk, [42])


def test_school_drops_the_rest(coordinator, day):
    trip = half_declined(coordinator, day)
    cancel_trip(actor=coordinator.user, trip_id=trip.pk, key="drop")
    assert taken(*day) == [0, 0]


def test_choice_ends_with_its_time_and_the_half_stands(coordinator, day):
    trip = half_declined(coordinator, day)
    assert (close_choices(timezone.now()), close_choices(trip.decide_by)) == (0, 1)
    assert taken(*day) == [42, 0]


def test_days_nobody_could_make_are_refused(coordinator, day):
    morning, afternoon = day
    same_base = make_session(morning.programme, starts_at=at(30, hour=15))
    other_day = make_session(afternoon.programme, starts_at=at(31, hour=14))
    for pair, code in (
        ((morning, same_base), "trip_same_base"),
        ((morning, other_day), "trip_other_day"),
    ):
        refused_with(code, hold, coordinator, pair)
    TravelTime.objects.update(minutes=211)
    refused_with("trip_too_close", hold, coordinator, day)
    TravelTime.objects.all().delete()
    refused_with("trip_no_way", hold, coordinator, day)
    assert taken(*day) == [0, 0]


def test_another_school_finds_no_trip(coordinator, day):
    trip = submitted(coordinator, day)
    stranger = make_coordinator().user
    for work in (cancel_trip, keep_half):
        refused_with("trip_unknown", work, actor=stranger, trip_id=trip.pk, key="x")
    refused_with("trip_unknown", submit_trip, actor=stranger, trip_id=trip.pk, key="x", **CONTACT)


def test_one_half_is_not_called_off_or_moved_alone(coordinator, day):
    trip = submitted(coordinator, day)
    half = trip.bookings.get(session=day[1])
    other = make_session(day[1].programme, starts_at=at(33))
    mine = {"actor": coordinator.user, "booking_id": half.pk, "version": half.version}
    refused_with("part_of_trip", withdraw_booking, **mine)
    refused_with("part_of_trip", change_session, **mine, session_id=other.pk)
    staff = make_member(Role.BASE_STAFF, day[1].organisation)
    refused_with(
        "part_of_trip", offer_move, actor=staff, booking_id=half.pk, version=half.version,
        session_id=other.pk, reason="检修",
    )  # fmt: skip


def test_choice_is_made_once(coordinator, day):
    trip = half_declined(coordinator, day)
    settle_choice(trip.pk)
    refused_with("trip_settled", settle_choice, trip.pk)


def test_silence_is_told(coordinator, day):
    trip = half_declined(coordinator, day)
    close_choices(trip.decide_by)
    assert OutgoingMessage.objects.get(kind="trip.choice_closed").recipient == coordinator.user
