"""Submitting a hold: dates, messages, and that an ended hold is given back instead."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.taxonomy.working_days import working_calendar
from studysites.bookings.dates import dates_of, decision_due
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import BaseRules, Booking, ClosedDay, Trip
from studysites.bookings.services.holds import expire_holds, extend_hold, give_up_hold
from studysites.bookings.services.submissions import submit_booking
from tests.factories.flow import end_hold, make_hold
from tests.factories.visits import at, make_coordinator, make_session, party

from .test_holds import FREE, ago
from .test_requests import taken

GOOD = {"contact_name": " 李老师 ", "contact_phone": "０377-63100000", "note": "请安排无障碍通道"}


@pytest.fixture
def hold(town):
    return make_hold(town.session, town.coordinator)


def submit(town, booking, **values) -> Booking:
    return submit_booking(
        **{"actor": town.user, "booking_id": booking.pk, "version": booking.version, **GOOD, **values}
    )


def refusal(town, booking, code: str, **values) -> BookingRefused:
    messages = OutgoingMessage.objects.filter(kind="booking.submitted").count()
    with pytest.raises(BookingRefused) as caught:
        submit(town, booking, **values)
    assert caught.value.code == code
    assert OutgoingMessage.objects.filter(kind="booking.submitted").count() == messages
    return caught.value


def test_submission_starts_the_clock(town, hold):
    before = timezone.now()
    done = submit(town, hold)
    done.refresh_from_db()
    assert (done.status, done.version, done.hold_expires_at) == ("pending", 2, None)
    assert (done.contact_name, done.contact_phone) == ("李老师", "0377-63100000")
    calendar = working_calendar(before.date(), town.session.starts_at.date())
    final = dates_of(town.session, BaseRules(), calendar).final_numbers_by
    assert done.final_numbers_due_at == final
    assert done.decision_due_at == decision_due(done.submitted_at, BaseRules(), calendar, final)
    assert before <= done.submitted_at <= done.decision_due_at <= town.session.starts_at
    assert taken(town.session)["people"] == 42


def test_both_sides_are_told_the_day(town, hold):
    submit(town, hold)
    told = OutgoingMessage.objects.filter(kind="booking.submitted")
    assert {message.recipient for message in told} == {town.user, town.staff, town.manager}
    assert all("23:59" in message.body for message in told)
    event = AuditEvent.objects.get(action="booking.submitted")
    assert "李老师" not in str(event.data) and "63100000" not in str(event.data)


def test_submit_after_the_end_gives_the_places_back(town, hold):
    end_hold(hold, ago(minutes=3))
    message = refusal(town, hold, "hold_expired").message
    assert "到期" in message and "名额已放回" in message
    hold.refresh_from_db()
    assert hold.status == "expired"
    assert taken(town.session) == FREE
    assert "名额已放回" in refusal(town, hold, "hold_expired").message
    assert expire_holds(timezone.now()) == 0


def test_no_expiry_after_the_submission(town, hold):
    submit(town, hold)
    assert expire_holds(timezone.now() + timedelta(hours=2)) == 0
    assert taken(town.session)["people"] == 42


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"contact_phone": " "}, "contact_missing"),
        ({"note": "长" * 10_000}, "too_long"),
        ({"contact_name": "王" * 41}, "too_long"),
        ({"note": "13800138000，13900139000"}, "personal_data"),
        ({"version": 9}, "changed"),
    ],
)
def test_refusals_leave_the_hold_running(town, hold, values, code):
    message = refusal(town, hold, code, **values).message
    assert code == "changed" or "占位仍为您保留到" in message
    assert submit(town, hold).status == "pending"


def test_session_closed_or_day_closed_meanwhile(town, hold):
    closing = ClosedDay.objects.create(
        organisation=town.base, day=timezone.localdate(town.session.starts_at), reason="布展"
    )
    assert "布展" in refusal(town, hold, "closed_day").message
    closing.delete()
    town.session.status = "closed"
    town.session.save()
    refusal(town, hold, "closed")


def test_only_the_school(town, hold):
    refusal(town, hold, "not_allowed", actor=make_coordinator().user)
    refusal(town, hold, "not_allowed", actor=town.staff)


def test_repeat_and_reused_key(town, hold):
    key = uuid.uuid4().hex
    first = submit(town, hold, version=1, key=key)
    assert submit(town, hold, version=1, key=key) == first
    assert OutgoingMessage.objects.filter(kind="booking.submitted").count() == 3
    refusal(town, hold, "key_reused", version=1, key=key, note="另一份")


def test_two_tabs(town, hold):
    give_up_hold(actor=town.user, booking_id=hold.pk, version=1)
    assert "已取消" in refusal(town, hold, "changed").message


def test_adults_are_counted_at_the_submission(town):
    booking = make_hold(town.session, town.coordinator, parties=[party("1班", 90, 1)])
    assert "占位仍为您保留到" in refusal(town, booking, "ratio_short").message


def test_half_of_a_trip_is_submitted_with_the_other(town, hold):
    trip = Trip.objects.create(school=town.school, day=town.session.starts_at.date())
    Booking.objects.filter(pk=hold.pk).update(trip=trip)
    refusal(town, hold, "part_of_trip")
    with pytest.raises(BookingRefused) as caught:
        give_up_hold(actor=town.user, booking_id=hold.pk, version=1)
    assert caught.value.code == "part_of_trip"


def test_both_halves_of_a_trip_are_extended(town, hold):
    other = make_hold(make_session(starts_at=at(8)), town.coordinator)
    trip = Trip.objects.create(school=town.school, day=town.session.starts_at.date())
    Booking.objects.filter(pk__in=[hold.pk, other.pk]).update(trip=trip)
    extend_hold(actor=town.user, booking_id=other.pk, version=1)
    for half in (hold, other):
        half.refresh_from_db()
        assert (half.hold_extended, half.version) == (True, 2)
