"""What a school tells of its group: every rule, the ledger behind lunch and coaches, and the doors."""

import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from portal.audit.models import AuditEvent
from studysites.bookings.dates import ZONE
from studysites.bookings.enums import ResourceKind
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, CapacityBucket, VisitDetails
from studysites.bookings.services.changes import change_session
from studysites.bookings.services.details import GroupDetails, save_details
from studysites.bookings.services.shared_places import LunchSlot
from studysites.bookings.services.withdrawals import withdraw_booking
from tests.factories.flow import end_hold, make_hold, start_session
from tests.factories.inventory import make_resource
from tests.factories.visits import at, make_booking, make_coordinator, make_session

pytestmark = pytest.mark.django_db
FULL = GroupDetails(
    safety_name="王老师",
    safety_phone="0377-63100001",
    wheelchair_count=1,
    other_needs_count=2,
    transport="coach",
    coach_count=1,
    plates="豫R12345",
    arrival_from=time(8, 30),
    arrival_to=time(8, 50),
    allergy_count=3,
    insurer="某保险公司",
    policy_number="PZAB2026000123",
    insured_count=42,
    consent_sent=40,
    consent_returned=38,
)


def insured(booking, first: int = -1, last: int = 1, **values) -> GroupDetails:
    day = booking.session.starts_at.astimezone(ZONE).date()
    days = {"insured_from": day + timedelta(days=first), "insured_to": day + timedelta(days=last)}
    return replace(FULL, **days, **values)


def save(town, booking, details, **values):
    return save_details(actor=town.user, booking_id=booking.pk, details=details, **values)


def code_of(*args, **values) -> str:
    with pytest.raises(BookingRefused) as refused:
        save(*args, **values)
    return refused.value.code


@pytest.fixture
def booking(town):
    return make_booking(town.session, town.coordinator)


def test_everything_is_kept_and_personal_values_only_as_digests(town, booking):
    saved = save(town, booking, insured(booking))
    row = VisitDetails.objects.get(booking=booking)
    assert (row.safety_name, row.coach_count, row.consent_returned) == ("王老师", 1, 38)
    assert saved.version == 2
    event = AuditEvent.objects.get(action="booking.details_saved")
    assert "safety_name" in event.data["fields"]
    for typed in ("王老师", "0377-63100001", "豫R12345"):
        assert typed not in str(event.data)


def test_a_hold_may_be_told_of_before_it_is_submitted(town):
    held = make_hold(town.session, town.coordinator)
    assert save(town, held, replace(FULL, arrival_to=None, arrival_from=None)).status == "held"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"wheelchair_count": 43}, "count_wrong"),
        ({"allergy_count": 43}, "count_wrong"),
        ({"insured_count": -1}, "count_wrong"),
        ({"lunch": "packed", "lunch_people": 43}, "count_wrong"),
        ({"consent_sent": 41, "consent_returned": 0}, "consent_wrong"),
        ({"consent_returned": 41}, "consent_wrong"),
        ({"coach_count": 0}, "coaches_wrong"),
        ({"coach_count": 31}, "coaches_wrong"),
        ({"arrival_to": None}, "arrival_wrong"),
        ({"arrival_from": time(8, 55)}, "arrival_wrong"),
        ({"arrival_to": time(9, 21)}, "arrival_wrong"),
        ({"insured_from": None}, "insurance_days"),
        ({"plates": "豫" * 121}, "too_long"),
        ({"insurer": "13800138000 13900139000"}, "personal_data"),
        ({"plates": "11010519491231002X"}, "personal_data"),
    ],
)
def test_refusals_keep_what_was_there(town, booking, changes, code):
    assert code_of(town, booking, replace(insured(booking), **changes)) == code
    assert not VisitDetails.objects.exists()


@pytest.mark.parametrize(("first", "last", "fits"), [(0, 0, True), (-3, -1, False), (1, 3, False)])
def test_insurance_must_cover_the_day(town, booking, first, last, fits):
    if fits:
        assert save(town, booking, insured(booking, first, last))
    else:
        assert code_of(town, booking, insured(booking, first, last)) == "insurance_days"


def test_only_the_school_and_only_while_it_may_come(town, booking):
    for stranger in (town.staff, town.manager, make_coordinator().user):
        with pytest.raises(BookingRefused) as refused:
            save_details(actor=stranger, booking_id=booking.pk, details=FULL)
        assert refused.value.code == "not_allowed"
    start_session(town.session, 1)
    assert code_of(town, booking, FULL) == "started"
    start_session(town.session, -600)
    withdraw_booking(actor=town.user, booking_id=booking.pk, version=1)
    assert code_of(town, booking, FULL) == "not_changeable"


def test_two_tabs_and_a_double_click(town, booking):
    key = uuid.uuid4().hex
    first = save(town, booking, FULL, version=1, key=key)
    assert save(town, booking, FULL, version=1, key=key).version == first.version == 2
    assert code_of(town, booking, replace(FULL, allergy_count=1), version=1) == "changed"
    assert code_of(town, booking, replace(FULL, allergy_count=1), version=1, key=key) == "key_reused"


def noon(town, hour: int = 12, minute: int = 0) -> datetime:
    return town.session.starts_at.astimezone(ZONE).replace(hour=hour, minute=minute)


def taken(resource) -> dict[str, int]:
    rows = CapacityBucket.objects.filter(resource=resource, taken__gt=0)
    return {f"{row.window_start.astimezone(ZONE):%H:%M}": row.taken for row in rows}


def test_lunch_seats_are_taken_moved_and_given_back(town, booking):
    hall = make_resource(town.base, ResourceKind.LUNCH, "一楼餐区", 60)
    slot = LunchSlot(hall.pk, noon(town))
    eating = replace(FULL, lunch="provided", lunch_people=42, lunch_slot=slot)
    save(town, booking, eating)
    assert taken(hall) == {"12:00": 42}
    save(town, booking, replace(eating, lunch_people=40, lunch_slot=LunchSlot(hall.pk, noon(town, 11, 30))))
    assert taken(hall) == {"11:30": 40}
    save(town, booking, replace(eating, lunch=""))
    assert taken(hall) == {}
    assert VisitDetails.objects.get(booking=booking).lunch_people == 0


def test_a_full_lunch_hour_keeps_the_old_one(town, booking):
    hall = make_resource(town.base, ResourceKind.LUNCH, "一楼餐区", 60)
    eating = replace(FULL, lunch="packed", lunch_people=42, lunch_slot=LunchSlot(hall.pk, noon(town)))
    save(town, booking, eating)
    other = make_coordinator()
    second = make_booking(town.session, other)
    with pytest.raises(BookingRefused) as refused:
        save_details(actor=other.user, booking_id=second.pk, details=eating)
    assert refused.value.code == "lunch_full"
    assert "18 个午餐座位" in refused.value.message
    assert taken(hall) == {"12:00": 42}
    assert not VisitDetails.objects.filter(booking=second).exists()


def test_a_lunch_hour_of_another_base_or_time_is_refused(town, booking):
    elsewhere = make_resource(make_session().organisation, ResourceKind.LUNCH, "别处", 60)
    own = make_resource(town.base, ResourceKind.LUNCH, "一楼餐区", 60)
    for slot in (LunchSlot(elsewhere.pk, noon(town)), LunchSlot(own.pk, noon(town, 15))):
        wish = replace(FULL, lunch="packed", lunch_people=4, lunch_slot=slot)
        assert code_of(town, booking, wish) == "lunch_slot"


def test_coaches_take_a_bay_in_each_half_hour(town, booking):
    park = make_resource(town.base, ResourceKind.COACH_BAY, "南停车场", 2)
    save(town, booking, replace(FULL, coach_count=2))
    assert set(taken(park).values()) == {2}
    assert len(taken(park)) == 3
    assert code_of(town, booking, replace(FULL, coach_count=3)) == "bays_full"
    save(town, booking, replace(FULL, transport="walk"))
    assert taken(park) == {}
    assert VisitDetails.objects.get(booking=booking).plates == ""


def test_another_date_gives_lunch_and_bays_back(town, booking):
    hall = make_resource(town.base, ResourceKind.LUNCH, "一楼餐区", 60)
    wish = replace(FULL, lunch="packed", lunch_people=42, lunch_slot=LunchSlot(hall.pk, noon(town)))
    saved = save(town, booking, wish)
    other = make_session(town.programme, starts_at=at(35))
    change_session(actor=town.user, booking_id=booking.pk, version=saved.version, session_id=other.pk)
    assert taken(hall) == {}


def test_an_ended_booking_leaves_nothing_taken(town, booking):
    hall = make_resource(town.base, ResourceKind.LUNCH, "一楼餐区", 60)
    wish = replace(FULL, lunch="packed", lunch_people=42, lunch_slot=LunchSlot(hall.pk, noon(town)))
    saved = save(town, booking, wish)
    withdraw_booking(actor=town.user, booking_id=booking.pk, version=saved.version)
    assert not Allocation.objects.filter(released_at=None).exists()
    assert not CapacityBucket.objects.filter(taken__gt=0).exists()


def test_an_ended_hold_takes_no_details(town):
    held = end_hold(make_hold(town.session, town.coordinator), at(-1))
    assert code_of(town, held, FULL) == "hold_expired"
