"""A part of a two-base day leads to its whole."""

import uuid

import pytest
from django.urls import reverse

from studysites.bookings.services.trips import hold_trip
from tests.factories.trips import make_day
from tests.factories.visits import make_coordinator, party

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(client):
    coordinator = make_coordinator()
    first, second = make_day()
    client.force_login(coordinator.user)
    return hold_trip(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_ids=(first.pk, second.pk),
        parties=[party()],
        key=uuid.uuid4().hex,
    )


@pytest.mark.parametrize("page", ["hold", "give_up"])
def test_pages_of_a_single_hold_lead_to_the_day(client, trip, page):
    answer = client.get(reverse(f"bookings:{page}", args=[trip.reference]))
    assert (answer.status_code, answer.url) == (302, reverse("bookings:trip", args=[trip.trip_id]))


@pytest.mark.parametrize("page", ["detail", "desk"])
def test_booking_and_desk_name_the_day(client, trip, page):
    address = (
        reverse("bookings:school_desk")
        if page == "desk"
        else reverse("bookings:detail", args=[trip.reference])
    )
    assert reverse("bookings:trip", args=[trip.trip_id]) in client.get(address).content.decode()


def test_desk_names_the_day_once_with_its_deadline(client, trip):
    html = client.get(reverse("bookings:school_desk")).content.decode()
    assert html.count("占位还没有提交") == 1
    assert "等您办理（1）" in html
    assert "还没有将要进行的预约" not in html


def test_desk_offers_both_journeys(client, trip):
    html = client.get(reverse("bookings:school_desk")).content.decode()
    assert reverse("bookings:trip_day") in html
    assert reverse("bookings:grade_programmes") in html
