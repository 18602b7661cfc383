"""Asking for a visit: what is written, what is refused, and that a repeat changes nothing."""

import uuid

import pytest
from django.db import OperationalError

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking, CapacityBucket, IdempotencyRecord, Party
from studysites.bookings.services import transactions
from tests.factories.people import SchoolFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_session, party


def taken(session) -> dict[str, int]:
    return dict(CapacityBucket.objects.filter(session=session).values_list("unit", "taken"))


def refused(town, code: str, **values) -> BookingRefused:
    """Request, expect the refusal, and that nothing at all was written."""
    values.setdefault("session", town.session)
    models = (Booking, Party, Allocation, IdempotencyRecord, AuditEvent, OutgoingMessage)
    before = [model.objects.count() for model in models]
    with pytest.raises(BookingRefused) as caught:
        make_booking(coordinator=values.pop("coordinator", town.coordinator), **values)
    assert caught.value.code == code
    assert [model.objects.count() for model in models] == before
    return caught.value


def test_request_takes_places_and_tells_both_sides(town):
    booking = make_booking(town.session, town.coordinator, parties=[party("1班", 44, 3), party("2班", 37, 2)])
    assert (booking.status, booking.version) == ("pending", 1)
    assert taken(town.session) == {"people": 86, "groups": 3}
    assert sorted(booking.allocations.values_list("quantity", flat=True)) == [3, 86]
    assert AuditEvent.objects.get(action="booking.requested").data["people"] == 86
    messages = OutgoingMessage.objects.filter(kind="booking.requested")
    assert {message.recipient for message in messages} == {town.user, town.staff, town.manager}


def test_messages_name_the_facts_and_nobody_else(town):
    other = make_booking(town.session, make_coordinator())
    booking = make_booking(town.session, town.coordinator)
    for message in OutgoingMessage.objects.filter(body__contains=booking.reference):
        for fact in (town.base.name, town.programme.title, "09:00", "星期", "42 人", "http"):
            assert fact in message.body
        assert other.school.name not in message.body
        assert other.reference not in message.body


def test_base_without_staff_is_no_obstacle(town):
    town.staff.memberships.update(state="ended")
    town.manager.memberships.update(state="ended")
    make_booking(town.session, town.coordinator)
    assert OutgoingMessage.objects.count() == 1


def test_no_personal_field_in_audit(town):
    make_booking(town.session, town.coordinator, note="请安排无障碍通道")
    text = str(AuditEvent.objects.get(action="booking.requested").data)
    assert "李老师" not in text and "63100000" not in text and "无障碍" not in text


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"parties": []}, "no_classes"),
        ({"contact_name": " "}, "contact_missing"),
        ({"note": "13800138000，13900139000"}, "personal_data"),
        ({"contact_name": "李 13800138000 王 13900139000"}, "personal_data"),
    ],
)
def test_rules_are_asked_by_the_service(town, values, code):
    refused(town, code, **values)


def test_size_limits_of_the_programme(town):
    refused(town, "too_few", parties=[party(pupils=5, adults=1)])
    refused(town, "too_many", parties=[party(str(number), 40, 1) for number in range(3)])


def test_unknown_grade(town):
    strange = party()
    refused(town, "grade_unknown", parties=[type(strange)(999_999, "1班", 40, 2)])


def test_past_closed_and_unpublished_sessions(town):
    refused(town, "started", session=make_session(town.programme, starts_at=at(-1)))
    refused(town, "closed", session=make_session(town.programme, starts_at=at(24), status="closed"))
    town.programme.live = False
    town.programme.save()
    refused(town, "closed")


def test_only_the_schools_coordinator_may_ask(town):
    stranger = make_coordinator()
    stranger.school = town.school
    refused(town, "not_allowed", coordinator=stranger)
    pending = make_coordinator(SchoolFactory())
    pending.state = "pending"
    pending.save()
    refused(town, "not_allowed", coordinator=pending)


def test_same_class_cannot_book_twice(town):
    make_booking(town.session, town.coordinator)
    refused(town, "class_booked", parties=[party("１ 班")])
    make_booking(town.session, town.coordinator, parties=[party("2班")])


def test_full_by_people_offers_the_nearest_that_fit(town):
    tight = make_session(town.programme, starts_at=at(31), people=50)
    make_session(town.programme, starts_at=at(32), people=41)
    fitting = [make_session(town.programme, starts_at=at(days)) for days in (30, 33, 35, 51)]
    make_session(starts_at=at(31))
    make_booking(tight, make_coordinator())
    answer = refused(town, "full", session=tight)
    nearest = [town.session, *fitting[:2]]
    assert [row.id for row in answer.alternatives] == [row.pk for row in nearest]
    assert taken(tight) == {"people": 42, "groups": 1}


def test_full_by_groups_takes_no_people(town):
    session = make_session(town.programme, starts_at=at(26), groups=1)
    make_booking(session, make_coordinator())
    refused(town, "full", session=session)
    assert taken(session) == {"people": 42, "groups": 1}


def test_refused_key_stays_usable(town):
    key = uuid.uuid4().hex
    session = make_session(town.programme, starts_at=at(26), people=41)
    refused(town, "full", session=session, key=key)
    assert make_booking(town.session, town.coordinator, key=key).status == "pending"


def test_allowance_counts_as_room(town):
    session = make_session(town.programme, starts_at=at(26), people=40)
    CapacityBucket.objects.filter(session=session, unit="people").update(overbook_allowance=2)
    make_booking(session, town.coordinator)
    assert taken(session)["people"] == 42


def test_repeat_gets_the_first_answer(town):
    key = uuid.uuid4().hex
    first = make_booking(town.session, town.coordinator, key=key)
    messages = OutgoingMessage.objects.count()
    town.session.status = "closed"
    town.session.save()
    assert make_booking(town.session, town.coordinator, key=key) == first
    assert taken(town.session)["people"] == 42
    assert OutgoingMessage.objects.count() == messages


def test_same_key_with_another_body_is_refused(town):
    key = uuid.uuid4().hex
    make_booking(town.session, town.coordinator, key=key)
    refused(town, "key_reused", key=key, parties=[party("9班")])


def test_key_of_another_person_is_another_key(town):
    key = uuid.uuid4().hex
    make_booking(town.session, town.coordinator, key=key)
    make_booking(town.session, make_coordinator(), key=key)
    assert Booking.objects.count() == 2


def test_busy_database_is_told_after_three_tries(town, monkeypatch):
    tries = []

    def locked(attempt, work):
        tries.append(attempt)
        raise OperationalError("database is locked")

    monkeypatch.setattr(transactions, "commit", locked)
    monkeypatch.setattr(transactions, "FIRST_PAUSE", 0)
    refused(town, "busy")
    assert len(tries) == 3
