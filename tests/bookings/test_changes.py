"""Changes of numbers and date: the new before the old, or nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.enums import BookingStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking, CapacityBucket, VisitSession
from studysites.bookings.services import confirm_booking, withdraw_booking
from studysites.bookings.services.changes import change_parties, change_session, give_back
from tests.factories.flow import end_hold, make_hold
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session, party

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session(people=120, groups=4, starts_at=at(40))


@pytest.fixture
def other(session):
    return make_session(session.programme, people=60, groups=2, starts_at=at(41))


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def booking(session, coordinator):
    return make_booking(session, coordinator)


def taken(session):
    return dict(CapacityBucket.objects.filter(session=session).values_list("unit", "taken"))


def change(booking, coordinator, *parties, **values):
    return change_parties(
        actor=coordinator.user,
        booking_id=booking.pk,
        parties=list(parties),
        **{"version": booking.version, **values},
    )


def refused_with(code, work, *args, **values):
    with pytest.raises(BookingRefused) as refused:
        work(*args, **values)
    assert refused.value.code == code
    return refused.value.message


def test_more_people_take_only_the_difference(booking, coordinator, session):
    change(booking, coordinator, party("1班"), party("2班", pupils=30))
    assert taken(session) == {"people": 74, "groups": 2}
    live = Allocation.objects.filter(booking=booking, released_at=None)
    assert sorted(live.values_list("quantity", flat=True)) == [2, 74]


def test_class_that_stays_keeps_its_row(booking, coordinator):
    first = booking.parties.get().pk
    change(booking, coordinator, party("1班", pupils=35), party("3班", pupils=20))
    assert dict(booking.parties.values_list("class_label", "pupils")) == {"1班": 35, "3班": 20}
    assert booking.parties.get(class_label="1班").pk == first


def test_raising_over_the_rest_fails_and_leaves_the_booking_whole(booking, coordinator, session):
    make_booking(session, parties=[party("1班")])
    make_booking(session, parties=[party("1班", pupils=20)])
    refused_with("full", change, booking, coordinator, party("1班"), party("2班"))
    assert taken(session) == {"people": 106, "groups": 3}
    assert booking.parties.get().pupils == 40
    booking.refresh_from_db()
    assert booking.version == 1


def test_both_sides_are_told_the_numbers(booking, coordinator, session):
    make_member(Role.BASE_STAFF, session.organisation)
    change(booking, coordinator, party("1班", pupils=35))
    bodies = OutgoingMessage.objects.filter(kind="booking.parties_changed").values_list("body", flat=True)
    assert len(bodies) == 2
    assert all("42 人改为 37 人" in body for body in bodies)


@pytest.mark.parametrize(("days", "fewer"), [(3, False), (3, True)])
def test_late_change_takes_fewer_people_only(booking, coordinator, session, days, fewer):
    VisitSession.objects.filter(pk=session.pk).update(starts_at=at(days), ends_at=at(days, hour=11))
    if fewer:
        assert change(booking, coordinator, party("1班", pupils=30)).parties.get().pupils == 30
    else:
        message = refused_with("change_late", change, booking, coordinator, party("1班", pupils=43, adults=3))
        assert "仍然有效" in message


def test_change_after_the_start_is_refused(booking, coordinator, session):
    now = timezone.now()
    VisitSession.objects.filter(pk=session.pk).update(starts_at=now - timedelta(minutes=1), ends_at=at(1))
    refused_with("started", change, booking, coordinator, party("1班", pupils=30))


def test_stale_page_and_strangers_change_nothing(booking, coordinator):
    refused_with("changed", change, booking, coordinator, party("1班", pupils=30), version=7)
    refused_with("not_allowed", change, booking, make_coordinator(), party("1班", pupils=30))


def test_cancelled_booking_is_not_changed(booking, coordinator):
    withdraw_booking(actor=coordinator.user, booking_id=booking.pk, version=1)
    refused_with("not_changeable", change, booking, coordinator, party("1班", pupils=30), version=2)


def test_repeat_of_a_change_changes_once(booking, coordinator, session):
    for _ in range(2):
        change(booking, coordinator, party("1班", pupils=30), key="again", version=1)
    assert taken(session)["people"] == 32
    refused_with("key_reused", change, booking, coordinator, party("1班", pupils=31), key="again", version=1)


def test_give_back_frees_places_at_once(session, coordinator):
    booking = make_booking(session, coordinator, parties=[party("1班"), party("2班")])
    first, second = booking.parties.order_by("id")
    give_back(
        actor=coordinator.user,
        booking_id=booking.pk,
        version=1,
        numbers={first.pk: (30, 2), second.pk: (0, 0)},
    )
    assert taken(session) == {"people": 32, "groups": 1}
    assert booking.parties.get().class_label == "1班"


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((41, 2), "not_fewer"),
        ((40, 3), "not_fewer"),
        ((0, 0), "nothing_left"),
        ((-1, 1), "not_fewer"),
        ((5, 1), "too_few"),
    ],
)
def test_give_back_only_lowers(booking, coordinator, numbers, code):
    row = booking.parties.get()
    refused_with(
        code, give_back, actor=coordinator.user, booking_id=booking.pk, version=1, numbers={row.pk: numbers}
    )
    assert booking.parties.get().pupils == 40


def test_other_date_takes_new_and_frees_old_in_one(booking, coordinator, session, other):
    staff = make_member(Role.BASE_STAFF, session.organisation)
    confirm_booking(actor=staff, booking_id=booking.pk, version=1)
    moved = change_session(actor=coordinator.user, booking_id=booking.pk, version=2, session_id=other.pk)
    assert (taken(session), taken(other)) == ({"people": 0, "groups": 0}, {"people": 42, "groups": 1})
    assert (moved.status, moved.session_id, moved.reference) == (
        BookingStatus.CONFIRMED, other.pk, booking.reference,
    )  # fmt: skip
    assert booking.parties.get().session_id == other.pk


def test_full_new_date_leaves_the_old_booking(booking, coordinator, session, other):
    make_booking(other)
    refused_with(
        "full", change_session, actor=coordinator.user, booking_id=booking.pk, version=1, session_id=other.pk
    )
    assert (taken(session)["people"], taken(other)["people"]) == (42, 42)
    assert Booking.objects.get(pk=booking.pk).session_id == session.pk


def test_date_where_the_class_comes_already_is_refused(booking, coordinator, session, other):
    make_booking(other, coordinator, parties=[party("1班", pupils=10, adults=1)])
    refused_with(
        "class_booked", change_session, actor=coordinator.user, booking_id=booking.pk, version=1,
        session_id=other.pk,
    )  # fmt: skip
    assert taken(session)["people"] == 42


def test_date_must_be_another_one_of_the_same_base(booking, coordinator, session):
    foreign = make_session(make_programme(), starts_at=at(42))
    for target, code in ((session, "same_session"), (foreign, "other_base")):
        refused_with(
            code,
            change_session,
            actor=coordinator.user,
            booking_id=booking.pk,
            version=1,
            session_id=target.pk,
        )


def test_date_change_is_late_after_the_notice(booking, coordinator, session, other):
    VisitSession.objects.filter(pk=session.pk).update(starts_at=at(3), ends_at=at(3, hour=11))
    refused_with(
        "change_late", change_session, actor=coordinator.user, booking_id=booking.pk, version=1,
        session_id=other.pk,
    )  # fmt: skip


def test_hold_that_is_over_is_not_changed_before_the_tick_comes_by(session, coordinator):
    hold = end_hold(make_hold(session, coordinator), timezone.now())
    message = refused_with("hold_expired", change, hold, coordinator, party("1班", pupils=30))
    assert "名额已放回" in message
