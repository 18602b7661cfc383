"""Places kept for schools the city wants to reach first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.organisations.models import Role, School
from studysites.bookings.enums import BookingStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import CapacityBucket
from studysites.bookings.services import ledger
from studysites.bookings.services.reserves import band_for, bands_of, release_reserves, set_reserve
from tests.factories.visits import at, make_booking, make_coordinator, make_member, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session(people=120, groups=4, starts_at=at(30))


@pytest.fixture
def manager(session):
    return make_member(Role.BASE_MANAGER, session.organisation)


def keep(session, manager, people=40, groups=1, band="rural", days=8):
    now = timezone.now()
    set_reserve(
        actor=manager, session_id=session.pk, band=band, people=people, groups=groups,
        until=now + timedelta(days=days), now=now,
    )  # fmt: skip


def sizes(session):
    rows = CapacityBucket.objects.filter(session=session).order_by("id")
    return {f"{row.unit} {row.band}".strip(): row.capacity for row in rows}


def test_reserve_comes_out_of_the_open_places_and_can_be_changed(session, manager):
    keep(session, manager)
    assert sizes(session) == {"people": 80, "groups": 3, "people rural": 40, "groups rural": 1}
    keep(session, manager, people=60, groups=2)
    assert sizes(session) == {"people": 60, "groups": 2, "people rural": 60, "groups rural": 2}


def test_school_of_the_band_takes_its_reserve_first(session, manager):
    keep(session, manager)
    booking = make_booking(session)
    booking.band = "rural"
    moves = ledger.shares(session.pk, ledger.Needs(people=60, groups=2), "rural", {})
    named = {
        CapacityBucket.objects.get(pk=pk).band: quantity for pk, quantity in moves.items() if quantity > 2
    }
    assert named == {"rural": 40, "": 20}


def test_other_schools_never_draw_from_it(session, manager):
    keep(session, manager)
    moves = ledger.shares(session.pk, ledger.Needs(people=42, groups=1), "", {})
    assert set(CapacityBucket.objects.filter(pk__in=moves).values_list("band", flat=True)) == {""}


def test_end_of_a_reserve_opens_what_is_left(session, manager):
    keep(session, manager)
    CapacityBucket.objects.filter(session=session, band="rural", unit="people").update(taken=30)
    later = timezone.now() + timedelta(days=21)
    assert release_reserves(later) == 2
    assert sizes(session) == {"people": 90, "groups": 4, "people rural": 30, "groups rural": 0}
    assert release_reserves(later) == 0


def test_reserve_before_its_end_stays(session, manager):
    keep(session, manager)
    assert release_reserves(timezone.now()) == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"people": 0}, "reserve_none"),
        ({"band": ""}, "reserve_none"),
        ({"band": "rich"}, "reserve_none"),
        ({"days": 31}, "reserve_late"),
        ({"days": 29}, "reserve_late"),
        ({"days": -1}, "reserve_late"),
        ({"people": 121}, "reserve_too_large"),
        ({"groups": 5}, "reserve_too_large"),
    ],
)
def test_wrong_reserve_is_refused_and_changes_nothing(session, manager, change, code):
    with pytest.raises(BookingRefused) as refused:
        keep(session, manager, **change)
    assert refused.value.code == code
    assert sizes(session).get("people") == 120


def test_reserve_never_shrinks_below_what_its_schools_took(session, manager):
    keep(session, manager)
    CapacityBucket.objects.filter(session=session, band="rural", unit="people").update(taken=30)
    with pytest.raises(BookingRefused) as refused:
        keep(session, manager, people=20)
    assert refused.value.code == "reserve_in_use"
    assert sizes(session)["people"] == 80


def test_only_the_bases_manager_keeps_places(session):
    stranger = make_member(Role.BASE_STAFF, session.organisation)
    with pytest.raises(BookingRefused) as refused:
        keep(session, stranger)
    assert refused.value.code == "not_allowed"


def test_bands_of_a_school_strongest_first(session):
    school = make_coordinator().school
    School.objects.filter(pk=school.pk).update(rural=True, small=True, kind=School.Kind.SPECIAL)
    school.refresh_from_db()
    assert bands_of(school) == ("special", "rural", "small", "first_timer")


def test_school_that_visited_is_no_first_timer(session):
    booking = make_booking(session)
    assert bands_of(booking.school) == ("first_timer",)
    booking.status = BookingStatus.COMPLETED
    booking.save(update_fields=["status"])
    assert bands_of(booking.school) == ()


def test_band_is_asked_only_where_a_reserve_waits(session, manager, django_assert_num_queries):
    school = make_coordinator().school
    with django_assert_num_queries(1):
        assert band_for(school.pk, session.pk, timezone.now()) == ""
    keep(session, manager, band="first_timer")
    assert band_for(school.pk, session.pk, timezone.now()) == "first_timer"
    assert band_for(school.pk, session.pk, timezone.now() + timedelta(days=25)) == ""
