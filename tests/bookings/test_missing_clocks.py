"""Bookings made before there were clocks get them from the clock itself."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.taxonomy.working_days import working_calendar
from studysites.bookings.dates import ZONE, decision_due
from studysites.bookings.models import BaseRules, Booking
from studysites.bookings.selectors.clocks import overdue_decisions
from studysites.bookings.services.clocks import run_clocks
from studysites.bookings.services.decisions import confirm_booking
from studysites.bookings.services.missing_clocks import give, give_clocks, missing
from studysites.bookings.services.visit_checks import load_session, terms_of
from tests.factories.flow import make_confirmed, make_hold, make_submitted
from tests.factories.visits import at, make_session

NONE = {"submitted_at": None, "decision_due_at": None, "final_numbers_due_at": None}
DAY = timedelta(days=1)


@pytest.fixture
def session(town):
    return make_session(town.programme, starts_at=at(45), people=300, groups=9)


def aged(booking, days=20, **fields):
    """Let a booking have been made that many days ago, as the first release stored it."""
    made = timezone.now() - days * DAY
    Booking.objects.filter(pk=booking.pk).update(**{**NONE, "created_at": made, "updated_at": made, **fields})
    booking.refresh_from_db()
    return booking


def monday() -> datetime:
    today = timezone.localdate(timezone=ZONE)
    return datetime.combine(today + timedelta(days=7 - today.weekday()), time(10), tzinfo=ZONE)


def test_a_request_gets_its_whole_time_to_answer(town, session):
    booking = aged(make_submitted(session, town.coordinator))
    now = monday()
    assert give_clocks(now) == 1
    fresh = Booking.objects.get(pk=booking.pk)
    calendar = working_calendar(now.date(), now.date())
    final = terms_of(load_session(session.pk)).dates.final_numbers_by
    assert fresh.submitted_at == booking.created_at
    assert fresh.decision_due_at == decision_due(now, BaseRules(), calendar, final)
    assert fresh.final_numbers_due_at == final
    assert (fresh.version, fresh.status) == (booking.version, "pending")
    assert AuditEvent.objects.get(action="booking.clocks_given").actor is None
    assert give_clocks(now) == 0


def test_the_base_is_reminded_and_late_like_with_any_other(town, session):
    booking = aged(make_submitted(session, town.coordinator))
    now = monday()
    assert run_clocks(now)["dated"] == 1
    assert OutgoingMessage.objects.filter(kind="booking.overdue").count() == 0
    assert overdue_decisions() == ()
    booking.refresh_from_db()
    assert run_clocks(booking.decision_due_at + timedelta(seconds=1))["reminded"] == 1
    assert OutgoingMessage.objects.filter(kind="booking.overdue").exists()


def test_a_confirmed_visit_is_asked_for_its_final_numbers(town, session):
    booking = aged(make_confirmed(town.staff, session, town.coordinator))
    assert give_clocks(timezone.now()) == 1
    fresh = Booking.objects.get(pk=booking.pk)
    final = terms_of(load_session(session.pk)).dates.final_numbers_by
    assert (fresh.final_numbers_due_at, fresh.decision_due_at) == (final, None)
    assert run_clocks(final - DAY)["asked"] == 1


def test_nobody_is_late_for_a_day_that_was_over_before(town, session):
    booking = aged(make_confirmed(town.staff, session, town.coordinator))
    final = terms_of(load_session(session.pk)).dates.final_numbers_by
    assert give_clocks(final + DAY) == 0
    booking.refresh_from_db()
    assert booking.final_numbers_due_at is None


def test_what_is_over_or_needs_no_answer_stays_without(town, session):
    aged(make_hold(session, town.coordinator), hold_expires_at=timezone.now() + DAY)
    whole = make_submitted(make_session(town.programme, starts_at=at(46)))
    past = aged(make_submitted(make_session(town.programme, starts_at=at(47))))
    assert give_clocks(past.session.starts_at + timedelta(minutes=1)) == 0
    before = Booking.objects.values("decision_due_at").get(pk=whole.pk)
    assert give_clocks(timezone.now()) == 1  # past, which is still to come now
    assert Booking.objects.values("decision_due_at").get(pk=whole.pk) == before


def test_of_two_clocks_one_gives(town, session):
    booking = aged(make_submitted(session, town.coordinator))
    [(seen, fields)] = missing([booking], timezone.now())
    assert give(seen, fields)
    assert not give(seen, fields)
    assert AuditEvent.objects.filter(action="booking.clocks_given").count() == 1


def test_a_request_answered_meanwhile_keeps_no_time_to_answer(town, session):
    booking = aged(make_submitted(session, town.coordinator))
    [(seen, fields)] = missing([booking], timezone.now())
    confirm_booking(actor=town.staff, booking_id=booking.pk, version=booking.version)
    assert not give(seen, fields)
    booking.refresh_from_db()
    assert booking.decision_due_at is None
