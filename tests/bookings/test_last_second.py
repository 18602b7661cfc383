"""A "by" lasts to the end of its last second: 23:59:59.5 is in time everywhere, 00:00 nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.selectors.clocks import overdue_decisions
from studysites.bookings.services.changes import change_parties
from studysites.bookings.services.decision_reminders import remind_of_decisions
from studysites.bookings.services.final_numbers import confirm_final_numbers
from studysites.bookings.services.visit_checks import load_session, terms_of
from studysites.bookings.services.waitlist import end_waiting, join_waitlist
from tests.factories.flow import make_confirmed, make_hold, make_submitted
from tests.factories.visits import at, make_session, party

SECOND = timedelta(seconds=1)


@pytest.fixture
def session(town):
    return make_session(town.programme, starts_at=at(40), people=300, groups=9)


def dates_of(session):
    return terms_of(load_session(session.pk)).dates


def half_past(by):
    """Return 23:59:59.5 of the day a "by" names."""
    assert (by.astimezone(ZONE).hour, by.astimezone(ZONE).second) == (23, 59)
    return by.replace(microsecond=500_000)


def stand_at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(("late", "code"), [(False, ""), (True, "too_late")])
def test_book_by(town, session, monkeypatch, late, code):
    by = dates_of(session).book_by
    stand_at(monkeypatch, half_past(by) + late * SECOND)
    answer = ""
    try:
        make_hold(session, town.coordinator)
    except BookingRefused as refused:
        answer = refused.code
    assert answer == code


@pytest.mark.parametrize(("late", "code"), [(False, ""), (True, "change_late")])
def test_change_by(town, session, monkeypatch, late, code):
    booking = make_confirmed(town.staff, session, town.coordinator)
    by = dates_of(session).change_by
    stand_at(monkeypatch, half_past(by) + late * SECOND)
    answer = ""
    try:
        change_parties(
            actor=town.user,
            booking_id=booking.pk,
            version=booking.version,
            parties=[party(pupils=44, adults=3)],
        )
    except BookingRefused as refused:
        answer = refused.code
    assert answer == code


@pytest.mark.parametrize("late", [False, True])
def test_final_numbers_by(town, session, monkeypatch, late):
    booking = make_confirmed(town.staff, session, town.coordinator)
    stand_at(monkeypatch, half_past(booking.final_numbers_due_at) + late * SECOND)
    confirm_final_numbers(actor=town.user, booking_id=booking.pk, version=booking.version)
    assert AuditEvent.objects.get(action="booking.numbers_confirmed").data["late"] is late


def test_a_base_answers_to_the_end_of_its_last_second(town, session, monkeypatch):
    booking = make_submitted(session, town.coordinator)
    remind_of_decisions(booking.decision_due_at - SECOND)
    booking.refresh_from_db()
    told = booking.reminders_sent
    moment = half_past(booking.decision_due_at)
    stand_at(monkeypatch, moment)
    assert remind_of_decisions(moment) == 0
    assert overdue_decisions() == ()
    assert told < 3
    stand_at(monkeypatch, moment + SECOND)
    assert [row.row.id for row in overdue_decisions()] == [booking.pk]
    assert remind_of_decisions(moment + SECOND) == 1


def test_waiting_ends_with_the_last_day_to_book(town):
    full = make_session(town.programme, starts_at=at(40), people=42, groups=1)
    make_submitted(full)
    join_waitlist(
        actor=town.user, school_id=town.school.pk, session_id=full.pk, parties=[party()], key="wait",
        contact_name="李老师", contact_phone="0377-63100000",
    )  # fmt: skip
    by = dates_of(full).book_by
    assert end_waiting(half_past(by)) == 0
    assert end_waiting(half_past(by) + SECOND) == 1
