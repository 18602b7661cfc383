"""Working days: the notice of 2026, a year nobody announced yet, counting over holidays."""

from datetime import date

import pytest

from portal.taxonomy.models import CalendarDate
from portal.taxonomy.services import load_vocabularies
from portal.taxonomy.working_days import WorkingCalendar, working_calendar

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def loaded(db):
    """The calendar of 2026 as the repository ships it."""
    load_vocabularies()
    return working_calendar(*YEAR)


def test_the_days_of_the_notice(loaded):
    """33 days off on the notice's seven feasts, six make-up days, and one query for all of them."""
    assert len(loaded.holidays) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert sorted(loaded.workdays) == [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ]
    assert not loaded.is_working(date(2026, 10, 1))
    assert not loaded.is_working(date(2026, 10, 11))
    assert loaded.is_working(date(2026, 10, 10))
    assert loaded.is_working(date(2026, 10, 8))
    assert loaded.unknown_years == ()
    assert all("2026年部分节假日安排" in source for source in sources())


def sources():
    """What each row names as its source."""
    return CalendarDate.objects.values_list("source", flat=True)


def test_counting_over_the_national_day(loaded):
    """Five working days before 13 October: 12, 10 (a Saturday), 9, 8 October and 30 September."""
    assert loaded.back(date(2026, 10, 13), 5) == date(2026, 9, 30)
    assert loaded.add(date(2026, 9, 30), 5) == date(2026, 10, 13)
    assert loaded.add(date(2026, 9, 30), 0) == date(2026, 9, 30)


def test_a_year_without_rows_counts_monday_to_friday_and_says_so(loaded):
    """2027 is not announced: the note names it, and only when one of its days is asked about."""
    calendar = working_calendar(date(2026, 12, 1), date(2027, 3, 1))
    assert calendar.unknown_years == (2027,)
    assert calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_working(date(2027, 1, 2))
    assert "2027 年的放假安排尚未录入" in calendar.note(date(2026, 12, 30), date(2027, 1, 5))
    assert "2027 年" in calendar.note()
    assert calendar.note(date(2026, 12, 1)) == ""


def test_the_turn_of_a_year_reads_the_year_before(loaded, django_assert_num_queries):
    """A calendar built for one January day knows December's holidays."""
    with django_assert_num_queries(1):
        calendar = working_calendar(date(2027, 1, 4), date(2027, 1, 4))
    assert date(2026, 10, 1) in calendar.holidays


def test_a_make_up_day_stands_over_a_holiday():
    """When both rows name a day, it is worked."""
    day = date(2026, 5, 9)
    assert WorkingCalendar(holidays=frozenset([day]), workdays=frozenset([day])).is_working(day)
