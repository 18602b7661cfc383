"""Working days of the mainland: Monday to Friday, less public holidays, plus make-up working days.

The days come from the vocabulary ``calendar_dates`` (the yearly notice of the State Council). A year
without holiday rows counts Monday to Friday, and ``note`` says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.shared.prepared import PreparedRows

from .models import CalendarDate

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked; pure, built by ``working_calendar``.

    ``known_years`` are the years whose holidays have been announced, ``unknown_years`` those of the
    span asked for that have not.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()
    unknown_years: tuple[int, ...] = ()

    def is_working(self, day: date) -> bool:
        """Say whether ``day`` is worked; a make-up day stands over a holiday."""
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def add(self, day: date, days: int) -> date:
        """Return the ``days``-th working day after ``day``; ``day`` itself for none."""
        return self._step(day, days, ONE_DAY)

    def back(self, day: date, days: int) -> date:
        """Return the ``days``-th working day before ``day``; ``day`` itself for none."""
        return self._step(day, days, -ONE_DAY)

    def _step(self, day: date, days: int, step: timedelta) -> date:
        while days > 0:
            day += step
            days -= self.is_working(day)
        return day

    def note(self, *days: date) -> str:
        """Return the sentence about years among ``days`` without announced holidays, or nothing.

        Without days it speaks of the whole span the calendar was built for.
        """
        years = {day.year for day in days} - self.known_years if days else set(self.unknown_years)
        if not years:
            return ""
        named = "、".join(f"{year} 年" for year in sorted(years))
        return f"{named}的放假安排尚未录入，工作日按周一至周五计算；录入后日期可能变化。"


def working_calendar(first: date, last: date) -> WorkingCalendar:
    """Return the calendar for counting from any day between ``first`` and ``last``. 1 query.

    The years before and after are read too, so that counting over the turn of a year is right.
    """
    spans = SPANS.rows(
        today=timezone.localdate(), first=date(first.year - 1, 1, 1), last=date(last.year + 1, 12, 31)
    )
    holidays = days_of(spans, CalendarDate.Kind.HOLIDAY)
    known = frozenset(day.year for day in holidays)
    return WorkingCalendar(
        holidays=holidays,
        workdays=days_of(spans, CalendarDate.Kind.WORKDAY),
        known_years=known,
        unknown_years=tuple(year for year in range(first.year, last.year + 1) if year not in known),
    )


def rows_of_span(today: date, first: date, last: date) -> QuerySet:
    """Return the query behind ``working_calendar``, asked at every look at a session."""
    rows = CalendarDate.objects.in_force(today).filter(
        kind__in=[CalendarDate.Kind.HOLIDAY, CalendarDate.Kind.WORKDAY],
        starts_on__lte=last,
        ends_on__gte=first,
    )
    return rows.order_by().values_list("kind", "starts_on", "ends_on")


SPANS = PreparedRows(rows_of_span, today=date(1901, 1, 1), first=date(1902, 1, 1), last=date(1903, 1, 1))


def days_of(spans: Iterable[Sequence[Any]], kind: str) -> frozenset[date]:
    """Return every day of the spans of one kind."""
    return frozenset(
        start + timedelta(days=offset)
        for span_kind, start, end in spans
        if span_kind == kind
        for offset in range((end - start).days + 1)
    )
