"""Turns the rules of the moral-education calendar into dated days. Pure: asks no clock and no database."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

WEEKDAY_RULE = re.compile(r"^(last|first|second|third|fourth)-(mon|tue|wed|thu|fri|sat|sun)-(1[0-2]|[1-9])$")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}


class Rule(Protocol):
    """The fields of a calendar rule that decide its dates (taxonomy.CalendarRule has them)."""

    @property
    def year(self) -> int | None: ...
    @property
    def month(self) -> int: ...
    @property
    def day(self) -> int | None: ...
    @property
    def month_end(self) -> int | None: ...
    @property
    def day_end(self) -> int | None: ...
    @property
    def weekday_rule(self) -> str: ...
    @property
    def lead_days(self) -> int: ...


@dataclass(frozen=True)
class Occurrence:
    """A rule on its dates; both days belong to it."""

    rule: Any
    start: date
    end: date

    def days_until(self, today: date) -> int:
        """Days from ``today`` to the first day; zero or less while it lasts."""
        return (self.start - today).days


def near(rules: Iterable[Any], today: date) -> list[Occurrence]:
    """Return what lasts today or begins within its own ``lead_days`` days, soonest first."""
    coming = upcoming(rules, today)
    return [occurrence for occurrence in coming if occurrence.days_until(today) <= occurrence.rule.lead_days]


def upcoming(rules: Iterable[Any], today: date) -> list[Occurrence]:
    """Return each rule's present or next occurrence, by first day; spent rules left out."""
    found = [occurrence for rule in rules if (occurrence := next_occurrence(rule, today)) is not None]
    return sorted(found, key=lambda occurrence: (occurrence.start, occurrence.end))


def next_occurrence(rule: Rule, today: date) -> Occurrence | None:
    """Return the first occurrence that ends today or later, or None when the rule has none left.

    Last year is looked at too: a span over the turn of the year may still last.
    """
    for year in range(today.year - 1, today.year + 9):
        span = span_in(rule, year)
        if span is not None and span[1] >= today:
            return Occurrence(rule, *span)
    return None


def span_in(rule: Rule, year: int) -> tuple[date, date] | None:
    """Return first and last day of ``rule`` when it begins in ``year``; None when it does not come then.

    A rule of one year comes in that year only; 29 February comes in leap years only; a rule that names
    no real day never comes.
    """
    if rule.year is not None and rule.year != year:
        return None
    if rule.weekday_rule:
        day = weekday_in(rule.weekday_rule, year)
        return None if day is None else (day, day)
    start = real_date(year, rule.month, rule.day or 1)
    if start is None:
        return None
    if rule.month_end is None and rule.day_end is None:
        whole_month = rule.day is None
        return start, last_of_month(start) if whole_month else start
    end = span_end(rule, start)
    return None if end is None else (start, end)


def span_end(rule: Rule, start: date) -> date | None:
    """Return the last day of a span; one that would end before it begins ends in the next year."""
    month = rule.month_end or start.month
    for year in (start.year, start.year + 1):
        end = real_date(year, month, rule.day_end) if rule.day_end else last_of_month(date(year, month, 1))
        if end is not None and end >= start:
            return end
    return None


def weekday_in(text: str, year: int) -> date | None:
    """Return the day that ``last-mon-3`` (the last Monday of March) and its like mean, or None."""
    match = WEEKDAY_RULE.match(text)
    if match is None:
        return None
    month, weekday = int(match[3]), WEEKDAYS.index(match[2])
    first = date(year, month, 1)
    days = [
        first + timedelta(days=offset)
        for offset in range(calendar.monthrange(year, month)[1])
        if (first + timedelta(days=offset)).weekday() == weekday
    ]
    return days[NTH[match[1]]]


def real_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_of_month(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
