"""Rules of the moral-education calendar on their dates."""

from dataclasses import dataclass
from datetime import date

import pytest

from portal.taxonomy.rule_dates import near, next_occurrence, span_in, upcoming, weekday_in


@dataclass(frozen=True)
class Rule:
    month: int
    day: int | None = None
    year: int | None = None
    month_end: int | None = None
    day_end: int | None = None
    weekday_rule: str = ""
    lead_days: int = 14
    name: str = ""


CONSTITUTION = Rule(12, 4, name="constitution")
DROWNING = Rule(5, 1, month_end=8, day_end=31, name="drowning")
WINTER = Rule(12, 20, month_end=2, day_end=10, name="winter")
SAFETY = Rule(3, weekday_rule="last-mon-3", name="safety")
SPRING = Rule(2, 6, year=2027, name="spring")


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [
        ("last-mon-3", 2026, date(2026, 3, 30)),
        ("last-mon-3", 2027, date(2027, 3, 29)),
        ("first-sun-5", 2026, date(2026, 5, 3)),
        ("fourth-thu-2", 2026, date(2026, 2, 26)),
        ("last-sat-12", 2026, date(2026, 12, 26)),
    ],
)
def test_weekday_rules(text, year, day):
    assert weekday_in(text, year) == day


@pytest.mark.parametrize("text", ["last-mon-13", "fifth-mon-3", "monday", "last-mon-0"])
def test_a_rule_that_cannot_be_read_never_comes(text):
    assert weekday_in(text, 2026) is None
    assert next_occurrence(Rule(3, weekday_rule=text), date(2026, 1, 1)) is None


def test_a_span_over_months_lasts_from_its_first_to_its_last_day():
    assert span_in(DROWNING, 2026) == (date(2026, 5, 1), date(2026, 8, 31))
    for today in (date(2026, 5, 1), date(2026, 7, 20), date(2026, 8, 31)):
        assert next_occurrence(DROWNING, today).start == date(2026, 5, 1)
    assert next_occurrence(DROWNING, date(2026, 9, 1)).start == date(2027, 5, 1)


def test_a_span_over_the_turn_of_the_year_still_lasts_in_january():
    found = next_occurrence(WINTER, date(2027, 1, 15))
    assert (found.start, found.end) == (date(2026, 12, 20), date(2027, 2, 10))
    assert found.days_until(date(2027, 1, 15)) < 0
    assert next_occurrence(WINTER, date(2027, 2, 11)).start == date(2027, 12, 20)


def test_a_day_that_is_over_comes_again_next_year():
    assert next_occurrence(CONSTITUTION, date(2026, 12, 4)).start == date(2026, 12, 4)
    assert next_occurrence(CONSTITUTION, date(2026, 12, 5)).start == date(2027, 12, 4)


def test_a_row_of_one_year_comes_in_that_year_only():
    assert next_occurrence(SPRING, date(2026, 11, 23)).start == date(2027, 2, 6)
    assert next_occurrence(SPRING, date(2027, 2, 7)) is None


def test_leap_day_and_days_that_are_none():
    assert next_occurrence(Rule(2, 29), date(2026, 1, 1)).start == date(2028, 2, 29)
    assert next_occurrence(Rule(2, 30), date(2026, 1, 1)) is None
    assert span_in(Rule(6, 5, month_end=2, day_end=30), 2026) is None


def test_a_rule_without_a_day_means_the_whole_month():
    assert span_in(Rule(9), 2026) == (date(2026, 9, 1), date(2026, 9, 30))
    assert span_in(Rule(9, 10, month_end=10), 2026) == (date(2026, 9, 10), date(2026, 10, 31))


def test_near_keeps_to_each_rules_own_lead_days():
    today = date(2026, 11, 23)
    traffic = Rule(12, 2, lead_days=9, name="traffic")
    memorial = Rule(12, 13, lead_days=19, name="memorial")
    rules = [memorial, CONSTITUTION, traffic, SAFETY, SPRING]
    assert [found.rule.name for found in near(rules, today)] == ["traffic", "constitution"]
    assert [found.rule.name for found in near(rules, date(2026, 11, 24))] == [
        "traffic",
        "constitution",
        "memorial",
    ]


def test_upcoming_is_sorted_by_first_day():
    days = upcoming([SPRING, SAFETY, CONSTITUTION, DROWNING], date(2026, 11, 23))
    assert [day.rule.name for day in days] == ["constitution", "spring", "safety", "drowning"]


def test_near_over_the_turn_of_the_year():
    new_year = Rule(1, 1, lead_days=7)
    assert near([new_year], date(2026, 12, 27))[0].start == date(2027, 1, 1)
    assert near([new_year], date(2026, 12, 24)) == []
