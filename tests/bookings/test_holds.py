"""Holding places: what is taken for how long, what is refused, and that an end counts once."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking, CapacityBucket, IdempotencyRecord, Party
from studysites.bookings.services import holds
from studysites.bookings.services.holds import expire_holds, extend_hold, give_up_hold, hold_places
from tests.factories.flow import end_hold, make_hold
from tests.factories.people import UserFactory
from tests.factories.visits import at, make_booking, make_coordinator, make_session, party

from .test_requests import taken

FREE = {"people": 0, "groups": 0}
HALF_HOUR = timedelta(minutes=30)


def refused(code: str, service, **values) -> BookingRefused:
    """Expect the refusal, and that nothing at all was written."""
    models = (Booking, Party, Allocation, IdempotencyRecord, AuditEvent, OutgoingMessage)
    before = [model.objects.count() for model in models]
    with pytest.raises(BookingRefused) as caught:
        service(**values)
    assert caught.value.code == code
    assert [model.objects.count() for model in models] == before
    return caught.value


def ago(**parts):
    return timezone.now() - timedelta(**parts)


def test_hold_takes_places_for_half_an_hour(town):
    booking = make_hold(town.session, town.coordinator)
    booking.refresh_from_db()
    assert (booking.status, booking.contact_name, booking.contact_phone) == ("held", "", "")
    assert abs(booking.hold_expires_at - timezone.now() - HALF_HOUR) < timedelta(seconds=10)
    assert taken(town.session) == {"people": 42, "groups": 1}
    assert AuditEvent.objects.get(action="booking.held").data["people"] == 42
    refused("class_booked", make_hold, session=town.session, coordinator=town.coordinator)


def test_twelve_statements_for_two_buckets(town):
    values = {"actor": town.user, "school_id": town.school.pk, "session_id": town.session.pk}
    classes = [party()]
    reverse("bookings:desk")  # loads the admin, whose signals count too
    with CaptureQueriesContext(connection) as captured:
        hold_places(**values, parties=classes, key=uuid.uuid4().hex)
    # How long to wait for a lock is set as part of BEGIN on PostgreSQL.
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "SELECT set_config")
    statements = [row["sql"] for row in captured if not row["sql"].startswith(frame)]
    assert len(statements) <= 12, "\n".join(statements)


def test_full_session_is_refused_before_any_transaction(town, monkeypatch):
    tight = make_session(town.programme, starts_at=at(10), people=50)
    make_hold(tight)
    monkeypatch.setattr(holds, "run_once", None)
    with CaptureQueriesContext(connection) as captured:
        answer = refused("full", make_hold, session=tight, coordinator=town.coordinator)
    assert [row.id for row in answer.alternatives] == [town.session.pk]
    assert not any(row["sql"].startswith(("INSERT", "UPDATE", "DELETE", "SAVEPOINT")) for row in captured)


def test_rival_between_look_and_update_is_a_full_session_too(town, monkeypatch):
    tight = make_session(town.programme, starts_at=at(10), people=50)
    monkeypatch.setattr(holds, "check_room", lambda plan, now: None)
    make_hold(tight)
    answer = refused("full", make_hold, session=tight, coordinator=town.coordinator)
    assert answer.alternatives and taken(tight) == {"people": 42, "groups": 1}


def test_full_by_groups(town):
    session = make_session(town.programme, starts_at=at(9), groups=1)
    make_hold(session)
    refused("full", make_hold, session=session, coordinator=town.coordinator)


@pytest.mark.parametrize(
    ("parties", "code"),
    [
        ([], "no_classes"),
        ([("1班", 0, 2)], "no_pupils"),
        ([("1班", 40, 0)], "no_adults"),
        ([(" ", 40, 2)], "no_label"),
        ([("1班", 40, 2), ("１班", 30, 2)], "duplicate_class"),
        ([("很长" * 11, 40, 2)], "label_too_long"),
        ([("1班", 2, 1)], "too_few"),
        ([("1班", 130, 5)], "too_many"),
        ([("110101199003074610", 40, 2)], "personal_data"),
    ],
)
def test_rules_of_the_classes(town, parties, code):
    classes = [party(*row) for row in parties]
    refused(code, make_hold, session=town.session, coordinator=town.coordinator, parties=classes)


def test_sessions_that_take_nobody(town):
    values = {"coordinator": town.coordinator}
    refused("started", make_hold, session=make_session(town.programme, starts_at=at(-1)), **values)
    refused(
        "closed", make_hold, session=make_session(town.programme, starts_at=at(8), status="closed"), **values
    )
    bare = make_session(town.programme, starts_at=at(9))
    bare.buckets.filter(unit="groups").delete()
    refused("closed", make_hold, session=bare, **values)
    ballot = make_session(town.programme, starts_at=at(11), by_ballot=True)
    refused("by_ballot", make_hold, session=ballot, **values)


def test_unknown_grade(town):
    strange = [type(party())(999_999, "1班", 40, 2)]
    refused("grade_unknown", make_hold, session=town.session, coordinator=town.coordinator, parties=strange)


def test_only_the_schools_coordinator_holds(town):
    stranger = make_coordinator()
    stranger.school = town.school
    refused("not_allowed", make_hold, session=town.session, coordinator=stranger)


def test_repeat_gets_the_first_answer_even_when_full(town):
    session = make_session(town.programme, starts_at=at(9), people=45)
    key = uuid.uuid4().hex
    first = make_hold(session, town.coordinator, key=key)
    assert make_hold(session, town.coordinator, key=key) == first
    assert taken(session)["people"] == 42
    refused(
        "key_reused",
        make_hold,
        session=session,
        coordinator=town.coordinator,
        key=key,
        parties=[party("9班")],
    )


def test_three_holds_a_school(town):
    for days in (9, 10, 11):
        make_hold(make_session(town.programme, starts_at=at(days)), town.coordinator)
    answer = refused("too_many_holds", make_hold, session=town.session, coordinator=town.coordinator)
    assert "3 个占位" in answer.message
    make_hold(town.session)
    Booking.objects.filter(school=town.school).update(hold_expires_at=ago(minutes=1))
    make_hold(town.session, town.coordinator)


def test_a_rival_hold_between_look_and_write_counts_too(town, monkeypatch):
    """What was read before the transaction does not decide: the count inside it does."""
    for days in (9, 10, 11):
        make_hold(make_session(town.programme, starts_at=at(days)), town.coordinator)
    monkeypatch.setattr(holds, "check_limit", lambda running: None)
    answer = refused("too_many_holds", make_hold, session=town.session, coordinator=town.coordinator)
    assert "3 个占位" in answer.message


def test_ended_holds_of_the_session_make_room_first(town):
    session = make_session(town.programme, starts_at=at(9), people=45)
    ended = end_hold(make_hold(session), ago(seconds=1))
    mine = make_hold(session, town.coordinator)
    ended.refresh_from_db()
    assert (ended.status, mine.status) == ("expired", "held")
    assert taken(session) == {"people": 42, "groups": 1}


def test_reserve_is_no_room_for_others(town):
    session = make_session(town.programme, starts_at=at(9), people=20)
    CapacityBucket.objects.create(session=session, unit="people", band="rural", capacity=60)
    refused("full", make_hold, session=session, coordinator=town.coordinator)


def test_extend_once(town):
    booking = make_hold(town.session, town.coordinator)
    end = booking.hold_expires_at
    longer = extend_hold(actor=town.user, booking_id=booking.pk, version=1)
    longer.refresh_from_db()
    assert (longer.hold_expires_at - end, longer.version) == (HALF_HOUR, 2)
    values = {"actor": town.user, "booking_id": booking.pk}
    assert "只能延长一次" in refused("hold_extended", extend_hold, version=2, **values).message
    refused("not_allowed", extend_hold, actor=town.staff, booking_id=booking.pk, version=2)


def test_extend_with_a_stale_page_or_too_late(town):
    booking = make_hold(town.session, town.coordinator)
    values = {"actor": town.user, "booking_id": booking.pk}
    refused("changed", extend_hold, version=7, **values)
    end_hold(booking, ago(minutes=2))
    assert "名额已放回" in refused("hold_expired", extend_hold, version=1, **values).message


def test_expiry_gives_back_once_and_tells_the_school(town):
    booking = end_hold(make_hold(town.session, town.coordinator), ago(seconds=1))
    running = make_hold(make_session(town.programme, starts_at=at(9)))
    assert expire_holds(timezone.now()) == 1
    assert expire_holds(timezone.now()) == 0
    booking.refresh_from_db()
    assert booking.status == "expired"
    assert not booking.parties.filter(active=True).exists()
    assert taken(town.session) == FREE
    message = OutgoingMessage.objects.get(kind="booking.expired")
    assert message.recipient == town.user and "名额已经放回" in message.body
    assert AuditEvent.objects.get(action="booking.expired").actor is None
    running.refresh_from_db()
    assert running.status == "held"


def test_extension_saves_a_hold_the_sweeper_already_listed(town):
    booking = make_hold(town.session, town.coordinator)
    assert not holds.expire_hold(booking.pk, timezone.now())
    assert taken(town.session)["people"] == 42


def test_the_last_moment_is_too_late(town):
    booking = make_hold(town.session, town.coordinator)
    assert expire_holds(booking.hold_expires_at - timedelta(microseconds=1)) == 0
    assert expire_holds(booking.hold_expires_at) == 1


def test_give_up(town):
    booking = make_hold(town.session, town.coordinator)
    refused("not_allowed", give_up_hold, actor=UserFactory(), booking_id=booking.pk, version=1)
    done = give_up_hold(actor=town.user, booking_id=booking.pk, version=1)
    assert (done.status, done.cancelled_by) == ("cancelled", "school")
    assert taken(town.session) == FREE
    refused("changed", give_up_hold, actor=town.user, booking_id=booking.pk, version=2)
    pending = make_booking(town.session, town.coordinator)
    refused("changed", give_up_hold, actor=town.user, booking_id=pending.pk, version=pending.version)


def test_another_schools_booking_number(town):
    theirs = make_hold(town.session)
    refused("not_allowed", give_up_hold, actor=town.user, booking_id=theirs.pk, version=1)
    refused("not_allowed", extend_hold, actor=town.user, booking_id=theirs.pk, version=1)
    refused(
        "not_allowed", make_hold, session=town.session, coordinator=town.coordinator, booking_id=theirs.pk
    )


def test_second_coordinator_of_the_school_may_take_over(town):
    booking = make_hold(town.session, town.coordinator)
    colleague = make_coordinator(town.school)
    assert extend_hold(actor=colleague.user, booking_id=booking.pk, version=1).version == 2
