"""The bureau's desk: every visit ahead or going on, by base, day, school and state, with numbers."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.organisations.models import Role
from studysites.bookings.models import Booking
from studysites.bookings.selectors.bureau import BureauWish, bookings_of_bureau, counts_of_bureau
from studysites.bookings.services.moved_offers import offer_move
from tests.factories.flow import make_confirmed, make_submitted
from tests.factories.people import OrganisationFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session


@pytest.fixture
def officer(client, db):
    client.force_login(make_member(Role.OFFICER, OrganisationFactory(kind="bureau")))
    return client


@pytest.fixture
def visits(town):
    """A moved and an arrived visit at the town's base, a pending one at another base."""
    moved = make_confirmed(town.staff, town.session, town.coordinator)
    target = make_session(town.programme, starts_at=at(30))
    offer_move(
        actor=town.staff, booking_id=moved.pk, version=moved.version, session_id=target.pk, reason="检修"
    )
    arrived = make_submitted(town.session, make_coordinator())
    Booking.objects.filter(pk=arrived.pk).update(status="checked_in")
    return moved, arrived, make_booking(make_session(starts_at=at(25)))


def references(**wish) -> list[str]:
    return [row.reference for row in bookings_of_bureau(BureauWish(**wish)).object_list]


def test_moved_and_arrived_visits_are_listed_and_counted(officer, visits):
    moved, arrived, pending = visits
    assert references() == [pending.reference, moved.reference, arrived.reference]
    assert counts_of_bureau() == {"pending": 1, "confirmed": 0, "moved_offer": 1, "checked_in": 1}
    page = officer.get(reverse("bookings:bureau_desk")).content.decode()
    assert "改期待确认" in page and "已入馆" in page
    assert all(one.reference in page for one in visits)


def test_the_list_is_searched_by_base_day_school_and_state(officer, town, visits):
    moved, arrived, pending = visits
    day = timezone.localdate(pending.session.starts_at)
    assert references(base_id=town.base.pk) == [moved.reference, arrived.reference]
    assert references(day=day) == [pending.reference]
    assert references(school=moved.school.name) == [moved.reference]
    assert references(base_id=town.base.pk, status="checked_in") == [arrived.reference]
    url = reverse("bookings:bureau_desk")
    page = officer.get(url, {"day": f"{day:%Y-%m-%d}", "base": "", "school": " "}).content.decode()
    assert pending.reference in page and moved.reference not in page and "看全部" in page
    odd = officer.get(url, {"base": "nonsense", "day": "2026-99-99", "status": "draft"})
    assert odd.status_code == 200 and moved.reference in odd.content.decode()
    none = officer.get(url, {"school": "没有这所学校"}).content.decode()
    assert "没有符合的预约" in none
