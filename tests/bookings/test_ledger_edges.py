"""Corners of the ledger the races found: reserves that are over, other days' lunch, one wrong counter."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.organisations.models import Role, School
from studysites.bookings.enums import BookingStatus, ResourceKind
from studysites.bookings.models import Allocation, CapacityBucket
from studysites.bookings.services import ledger
from studysites.bookings.services.changes import change_parties
from studysites.bookings.services.hold_expiry import expire_holds
from studysites.bookings.services.moved_offers import offer_move
from studysites.bookings.services.offers import accept_offer
from studysites.bookings.services.reserves import set_reserve
from studysites.bookings.services.resources import window_bucket
from studysites.bookings.services.trips import hold_trip
from studysites.bookings.windows import lunch_windows
from tests.factories.flow import end_hold, make_confirmed, make_hold, make_submitted
from tests.factories.inventory import ahead, make_resource
from tests.factories.trips import make_day
from tests.factories.visits import at, make_coordinator, make_member, make_session, party

pytestmark = pytest.mark.django_db


def test_a_school_keeps_its_reserved_places_when_the_reserve_is_over():
    """The open places are gone by then; bringing fewer people must not be refused as full."""
    session = make_session(people=84, groups=2, starts_at=at(30))
    manager, rural = make_member(Role.BASE_MANAGER, session.organisation), make_coordinator()
    School.objects.filter(pk=rural.school_id).update(rural=True)
    now = timezone.now()
    set_reserve(
        actor=manager, session_id=session.pk, band="rural", people=42, groups=1,
        until=now + timedelta(days=3), now=now,
    )  # fmt: skip
    booking = make_submitted(session, rural)
    make_submitted(session)
    CapacityBucket.objects.filter(band="rural").update(reserve_until=now)
    change_parties(
        actor=rural.user, booking_id=booking.pk, version=booking.version, parties=[party(pupils=30)]
    )
    live = Allocation.objects.filter(booking=booking, released_at=None)
    assert set(live.values_list("bucket__band", "bucket__unit", "quantity")) == {
        ("rural", "people", 32),
        ("rural", "groups", 1),
    }


def test_a_moved_visit_leaves_the_lunch_seats_of_the_old_day():
    old = make_session(starts_at=at(30))
    new = make_session(old.programme, starts_at=at(31))
    staff, school = make_member(Role.BASE_STAFF, old.organisation), make_coordinator()
    booking = make_confirmed(staff, old, school)
    hall = make_resource(old.organisation, ResourceKind.LUNCH, "餐厅", 60)
    seats = window_bucket(hall, *lunch_windows(ahead(30))[0])
    ledger.apply_moves(ledger.take(booking, seats.pk, 42, timezone.now()))
    moved = offer_move(
        actor=staff, booking_id=booking.pk, version=booking.version, session_id=new.pk, reason="展厅检修"
    )
    accept_offer(actor=school.user, booking_id=booking.pk, version=moved.version)
    seats.refresh_from_db()
    assert seats.taken == 0
    assert not Allocation.objects.filter(bucket=seats, released_at=None).exists()


def test_one_wrong_counter_does_not_keep_other_holds_from_ending(caplog):
    wrong, right = make_hold(), make_hold()
    CapacityBucket.objects.filter(session=wrong.session).update(taken=0)
    now = timezone.now()
    for hold in (wrong, right):
        end_hold(hold, now)
    assert expire_holds(now) == 1
    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.status, right.status) == (BookingStatus.HELD, BookingStatus.EXPIRED)
    assert "reconcile_bookings" in caplog.text


def test_a_repeated_day_trip_gets_its_first_answer_though_the_day_is_full_by_now():
    morning, afternoon = make_day()
    school = make_coordinator()
    CapacityBucket.objects.filter(session=morning, unit="people").update(capacity=42)
    asked = {
        "actor": school.user,
        "school_id": school.school_id,
        "session_ids": (morning.pk, afternoon.pk),
        "parties": [party()],
        "key": uuid.uuid4().hex,
    }
    assert hold_trip(**asked).pk == hold_trip(**asked).pk
