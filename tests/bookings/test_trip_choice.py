"""One base of a day at two cannot receive the group: the school decides on the trip's page."""

import pytest
from django.urls import reverse

from portal.organisations.models import Role
from studysites.bookings.models import TravelTime, Trip
from studysites.bookings.services import decline_booking
from tests.factories.journeys import KEY, held, press, taken, text_of
from tests.factories.trips import make_day
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


@pytest.fixture
def coordinator():
    return make_coordinator()


@pytest.fixture
def school(client, coordinator):
    client.force_login(coordinator.user)
    return client


def half_declined(school, coordinator, day) -> Trip:
    """A trip sent whole whose afternoon base said no."""
    trip = held(school, coordinator, day)
    press(school, trip, "submit")
    second = trip.bookings.get(session=day[1])
    staff = make_member(Role.BASE_STAFF, day[1].organisation)
    decline_booking(actor=staff, booking_id=second.pk, version=second.version, reason="讲解员不足")
    trip.refresh_from_db()
    return trip


def test_a_declined_half_asks_the_school_with_a_deadline(school, coordinator, day):
    trip = half_declined(school, coordinator, day)
    page = text_of(school.get(reverse("bookings:trip", args=[trip.pk])))
    for words in ("有一馆不能接待，请您决定", "讲解员不足", "只去这一馆", "都不去，取消", "没有别的场次"):
        assert words in page


def test_the_half_is_kept(school, coordinator, day):
    trip = half_declined(school, coordinator, day)
    for _ in range(2):
        assert "只去仍然有效的一馆" in text_of(press(school, trip, "keep"))
    trip.refresh_from_db()
    assert (trip.decide_by, taken(*day)) == (None, [42, 0])


def test_the_half_is_replaced_by_a_session_that_fits(school, coordinator, day):
    trip = half_declined(school, coordinator, day)
    other = make_session(starts_at=at(30, hour=15), people=60, groups=2)
    small = make_session(starts_at=at(30, hour=15), people=20, groups=2)
    for session in (other, small):
        TravelTime.objects.create(origin=day[0].organisation, destination=session.organisation, minutes=20)
    page = text_of(school.get(reverse("bookings:trip", args=[trip.pk])))
    assert f'value="{other.pk}"' in page
    assert f'value="{small.pk}"' not in page
    assert press(school, trip, "replace").status_code == 422
    for _ in range(2):
        assert "已向新选的基地提交申请" in text_of(press(school, trip, "replace", session=other.pk))
    assert taken(day[0], other) == [42, 42]


def test_a_replacement_gone_meanwhile_keeps_the_choice(school, coordinator, day):
    trip = half_declined(school, coordinator, day)
    other = make_session(starts_at=at(30, hour=15), people=60, groups=2)
    TravelTime.objects.create(origin=day[0].organisation, destination=other.organisation, minutes=20)
    make_booking(other)
    answer = press(school, trip, "replace", session=other.pk)
    assert answer.status_code == 422
    assert "只去这一馆" in text_of(answer)


def test_all_is_dropped(school, coordinator, day):
    trip = half_declined(school, coordinator, day)
    school.post(reverse("bookings:trip_cancel", args=[trip.pk]), {"key": KEY})
    assert taken(*day) == [0, 0]
    assert "这次两馆一日已经取消" in text_of(school.get(reverse("bookings:trip", args=[trip.pk])))
