"""Too late, too early, closed days: refused by the service, shown by lists, never offered."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from portal.taxonomy.working_days import WorkingCalendar
from studysites.bookings import selectors
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import BaseRules, Booking, ClosedDay, VisitSession
from studysites.bookings.selectors.bookable import first_day, in_window
from studysites.bookings.selectors.rules import dates_of_session, planning_calendar
from studysites.bookings.services.visit_checks import check_visit, load_session
from tests.factories.visits import at, make_booking, make_session


def refusal(town, session, **values) -> BookingRefused:
    """Request and return the refusal; nothing is written."""
    with pytest.raises(BookingRefused) as caught:
        make_booking(session, town.coordinator, **values)
    assert not Booking.objects.filter(session=session).exists()
    return caught.value


def code_at(session, moment: datetime) -> str:
    """Return what the session answers at a moment."""
    try:
        check_visit(load_session(session.pk), moment)
    except BookingRefused as refused:
        return refused.code
    return "open"


def test_the_last_second_of_the_last_day_is_in_time(town):
    """23:59:59 is in time, 00:00 is not; the same in any zone the moment is written in."""
    book_by = dates_of_session(town.session).book_by
    assert book_by.timetz().replace(tzinfo=None) == time(23, 59, 59)
    last = book_by + timedelta(microseconds=999_999)
    assert code_at(town.session, book_by) == code_at(town.session, last) == "open"
    assert code_at(town.session, book_by + timedelta(seconds=1)) == "too_late"
    assert code_at(town.session, (book_by + timedelta(seconds=1)).astimezone(None)) == "too_late"


def test_the_condition_of_lists_changes_at_the_same_second(town):
    """What SQL keeps and what the policy lets pass is one rule."""
    book_by, calendar = dates_of_session(town.session).book_by, planning_calendar()
    for moment, kept in ((book_by, True), (book_by + timedelta(seconds=1), False)):
        assert VisitSession.objects.filter(in_window(moment, calendar)).exists() is kept


def test_too_late_names_the_last_day_and_the_next_session(town):
    late = make_session(town.programme, starts_at=at(1))
    answer = refusal(town, late)
    assert answer.code == "too_late"
    assert f"{dates_of_session(late).book_by:%-m月%-d日}" in answer.message
    assert "下一个装得下您的团队的场次是" in answer.message and "09:00" in answer.message
    assert [row.id for row in answer.alternatives] == [town.session.pk]


def test_too_late_without_another_session_says_so(town):
    late = make_session(town.programme, starts_at=at(1))
    town.session.delete()
    assert "近期没有装得下" in refusal(town, late).message


def test_a_base_sets_its_own_notice(town):
    """Three working days instead of five let a nearer session in; twenty keep a far one out."""
    BaseRules.objects.create(organisation=town.base, create_notice=20)
    assert refusal(town, make_session(town.programme, starts_at=at(25))).code == "too_late"
    BaseRules.objects.update(create_notice=3)
    near = make_session(town.programme, starts_at=at(6))
    make_booking(near, town.coordinator)


def test_not_open_yet_names_the_opening_day(town):
    far = make_session(town.programme, starts_at=at(120))
    answer = refusal(town, far)
    opening = (far.starts_at.astimezone(ZONE) - timedelta(days=90)).date()
    assert answer.code == "not_open_yet"
    assert f"{opening.year}年{opening.month}月{opening.day}日" in answer.message
    row = next(row for row in selectors.open_sessions() if row.id == far.pk)
    assert row.state == "closed" and row.state_label.endswith("起可约") and not row.book_url
    midnight = datetime.combine(opening, time.min, tzinfo=ZONE)
    assert code_at(far, midnight) == "open"
    assert code_at(far, midnight - timedelta(seconds=1)) == "not_open_yet"


def test_an_own_opening_stands_over_the_rule(town):
    far = make_session(town.programme, starts_at=at(120), opens_at=timezone.now() - timedelta(days=1))
    near = make_session(town.programme, starts_at=at(30), opens_at=timezone.now() + timedelta(days=1))
    make_booking(far, town.coordinator)
    assert refusal(town, near).code == "not_open_yet"
    assert {row.id for row in selectors.next_sessions()} == {town.session.pk, far.pk}


def test_a_closed_day_is_refused_shown_and_not_offered(town):
    day = town.session.starts_at.astimezone(ZONE).date()
    ClosedDay.objects.create(organisation=town.base, day=day, reason="馆内布展")
    other = make_session(town.programme, starts_at=at(30))
    answer = refusal(town, town.session)
    assert (answer.code, [row.id for row in answer.alternatives]) == ("closed_day", [other.pk])
    assert "馆内布展" in answer.message
    row = selectors.open_sessions()[0]
    assert (row.state, row.state_label, row.book_url) == ("closed", "当天不接待：馆内布展", "")
    assert [row.id for row in selectors.next_sessions()] == [other.pk]
    assert selectors.next_visits_of_programmes([town.programme.pk])[town.programme.pk].starts_at == (
        other.starts_at
    )


def test_a_closed_day_is_that_of_shanghai_and_of_one_base(town):
    """A session at 07:00 belongs to its own day, though it is still yesterday in UTC."""
    early = make_session(town.programme, starts_at=at(30, 7))
    day = early.starts_at.astimezone(ZONE).date()
    elsewhere = make_session(starts_at=at(30, 7))
    ClosedDay.objects.create(organisation=town.base, day=day, reason="检修")
    states = {row.id: row.state for row in selectors.open_sessions()}
    assert states[early.pk] == "closed"
    assert states[elsewhere.pk] == states[town.session.pk] == "open"


def test_late_sessions_are_shown_and_never_offered(town):
    late = make_session(town.programme, starts_at=at(1))
    row = selectors.open_sessions()[0]
    assert (row.id, row.state, row.state_label, row.book_url) == (late.pk, "closed", "已过预约期限", "")
    assert [row.id for row in selectors.next_sessions()] == [town.session.pk]
    fitting = selectors.sessions_that_fit(make_session(town.programme, starts_at=at(40)), people=1, groups=1)
    assert [row.id for row in fitting] == [town.session.pk]


def test_the_first_day_is_the_first_with_enough_working_days_before_it():
    """From any weekday, the day before the answer would be late."""
    calendar = WorkingCalendar()
    for offset in range(7):
        today = datetime(2026, 3, 2).date() + timedelta(days=offset)
        first = first_day(today, 5, calendar)
        assert calendar.back(first, 5) >= today > calendar.back(first - timedelta(days=1), 5)


def test_a_request_starts_its_clocks(town):
    """The answer is due after three working days, the numbers at the date of the visit."""
    booking = make_booking(town.session, town.coordinator)
    dates = dates_of_session(town.session)
    assert booking.submitted_at is not None
    assert booking.decision_due_at > booking.submitted_at
    assert booking.decision_due_at <= booking.final_numbers_due_at == dates.final_numbers_by


def test_a_ballot_is_no_place_for_a_plain_request(town):
    town.session.by_ballot = True
    town.session.save()
    assert refusal(town, town.session).code == "by_ballot"
