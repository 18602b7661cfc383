"""One visit's whole calendar of dates: printed, in order, none contradicting another."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

import pytest

from portal.taxonomy.services import load_vocabularies
from portal.taxonomy.working_days import WorkingCalendar, working_calendar
from studysites.bookings.dates import ZONE, VisitDates, dates_of, decision_due, end_of_day
from studysites.bookings.models import BaseRules

WORDS = {
    "opens_at": "开放预约",
    "book_by": "最晚预约",
    "change_by": "最晚增加人数或改期",
    "final_numbers_by": "最晚确认人数",
    "cancel_by": "最晚取消",
    "starts_at": "开始",
    "no_show_at": "未到登记",
    "feedback_until": "评价截止",
}
ORDINARY = [date(2026, 3, 19), date(2026, 6, 2), date(2026, 11, 7)]
AFTER_THE_HOLIDAY = date(2026, 10, 13)


@dataclass
class Slot:
    """A session without a database."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None = None


def slot(day: date, hour: int = 9) -> Slot:
    """Return a visit of 90 minutes."""
    start = datetime.combine(day, time(hour), tzinfo=ZONE)
    return Slot(start, start + timedelta(minutes=90))


@pytest.fixture
def calendar(db) -> WorkingCalendar:
    """The working days of 2026."""
    load_vocabularies()
    return working_calendar(date(2026, 1, 1), date(2026, 12, 31))


def listed(dates: VisitDates) -> list[tuple[str, datetime]]:
    """Return name and moment of every date, in the order of the fields."""
    return [(field.name, getattr(dates, field.name)) for field in fields(dates) if field.name != "note"]


def say(dates: VisitDates) -> str:
    """Return the calendar of a visit in words, one date a line."""
    return "\n".join(f"{moment:%Y-%m-%d %H:%M:%S} {WORDS[name]}" for name, moment in listed(dates))


@pytest.mark.parametrize("day", [*ORDINARY, AFTER_THE_HOLIDAY])
def test_no_date_contradicts_another(day, calendar):
    """Three ordinary weeks (one visit on a Saturday) and one after the National Day."""
    dates = dates_of(slot(day), BaseRules(), calendar)
    print(f"\n来访 {day:%Y-%m-%d}\n{say(dates)}")
    moments = [moment for _, moment in listed(dates)]
    assert moments == sorted(moments)
    assert dates.opens_at < dates.book_by < dates.final_numbers_by < dates.starts_at < dates.no_show_at
    assert dates.no_show_at < slot(day).ends_at < dates.feedback_until
    for submitted in (dates.opens_at, dates.book_by - timedelta(days=1), dates.book_by):
        due = decision_due(submitted, BaseRules(), calendar, latest=dates.final_numbers_by)
        assert submitted <= due <= dates.final_numbers_by
    assert dates.note == ""


def test_the_dates_of_an_ordinary_week(calendar):
    """A visit on Thursday 19 March, day by day."""
    assert say(dates_of(slot(date(2026, 3, 19)), BaseRules(), calendar)).splitlines() == [
        "2025-12-19 00:00:00 开放预约",
        "2026-03-12 23:59:59 最晚预约",
        "2026-03-12 23:59:59 最晚增加人数或改期",
        "2026-03-16 23:59:59 最晚确认人数",
        "2026-03-19 09:00:00 最晚取消",
        "2026-03-19 09:00:00 开始",
        "2026-03-19 09:20:00 未到登记",
        "2026-04-02 23:59:59 评价截止",
    ]


def test_the_dates_after_the_national_day(calendar):
    """The week off does not count, the Saturday worked for it does."""
    dates = dates_of(slot(AFTER_THE_HOLIDAY), BaseRules(), calendar)
    assert dates.book_by == end_of_day(date(2026, 9, 30))
    assert dates.final_numbers_by == end_of_day(date(2026, 10, 9))


def test_a_visit_of_an_unknown_year_says_so(calendar):
    """2027 has no rows: counted Monday to Friday."""
    dates = dates_of(slot(date(2027, 1, 12)), BaseRules(), calendar)
    assert dates.book_by == end_of_day(date(2027, 1, 5))
    assert "2027 年" in dates.note


def test_answers_are_due_by_the_day_of_submission(calendar):
    """One second between 23:59:59 and 00:00 is a working day more; a weekend counts from Monday."""
    before = datetime(2026, 3, 12, 23, 59, 59, tzinfo=ZONE)
    after = datetime(2026, 3, 13, 0, 0, 0, tzinfo=ZONE)
    assert decision_due(before, BaseRules(), calendar) == end_of_day(date(2026, 3, 17))
    assert decision_due(after, BaseRules(), calendar) == end_of_day(date(2026, 3, 18))
    saturday = datetime(2026, 3, 14, 12, 0, tzinfo=ZONE)
    assert decision_due(saturday, BaseRules(), calendar) == end_of_day(date(2026, 3, 18))


def test_the_day_is_that_of_shanghai_whatever_the_zone(calendar):
    """16:00 UTC is midnight there."""
    from_utc = datetime.fromisoformat("2026-03-12T16:00:00+00:00")
    assert decision_due(from_utc, BaseRules(), calendar) == end_of_day(date(2026, 3, 18))


def test_an_own_opening_and_a_long_late_limit(calendar):
    """A session may open at its own moment; nobody is missing after the end."""
    own = datetime(2026, 3, 1, 8, 0, tzinfo=ZONE)
    session = slot(date(2026, 3, 19))
    session.opens_at = own
    dates = dates_of(session, BaseRules(late_limit_minutes=120), calendar)
    assert dates.opens_at == own
    assert dates.no_show_at == session.ends_at


def test_a_notice_of_cancelling_is_a_day_like_the_others(calendar):
    """With two working days the date is the end of the second day before."""
    dates = dates_of(slot(date(2026, 3, 19)), BaseRules(cancel_notice=2), calendar)
    assert dates.cancel_by == end_of_day(date(2026, 3, 17))
