"""One dated calendar: holidays, make-up working days, terms and the theme days of the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .models import CalendarDate, CalendarRule
from .rule_dates import span_in


@dataclass(frozen=True)
class CalendarDay:
    """One entry; both days belong to it. ``kind`` is a CalendarDate.Kind, ``unchecked`` says 待核."""

    kind: str
    kind_label: str
    name: str
    start: date
    end: date
    source: str
    unchecked: bool

    @property
    def is_span(self) -> bool:
        """Whether it lasts longer than a day."""
        return self.end > self.start


def calendar_days(first: date, last: date, *, kinds: Iterable[str] = ()) -> tuple[CalendarDay, ...]:
    """Return everything that touches the days from ``first`` to ``last``, earliest first.

    Holidays, working days and terms are rows of ``calendar_dates``; theme days are worked out from the
    rules of the moral-education calendar. ``kinds`` (CalendarDate.Kind values) narrows it. 2 queries.
    """
    wanted = set(kinds) or set(CalendarDate.Kind.values)
    dated = CalendarDate.objects.in_force().filter(kind__in=wanted, starts_on__lte=last, ends_on__gte=first)
    days = [day_of(row, row.kind, row.starts_on, row.ends_on) for row in dated]
    if CalendarDate.Kind.THEME in wanted:
        days += theme_days(first, last)
    return tuple(sorted(days, key=lambda day: (day.start, day.end, day.name)))


def theme_days(first: date, last: date) -> list[CalendarDay]:
    """Return the occurrences of the rules that touch a span. 1 query.

    The year before is looked at too: a span over the turn of the year may still last.
    """
    found = []
    for rule in CalendarRule.objects.in_force():
        for year in range(first.year - 1, last.year + 1):
            span = span_in(rule, year)
            if span is not None and span[0] <= last and span[1] >= first:
                found.append(day_of(rule, CalendarDate.Kind.THEME.value, *span))
    return found


def day_of(row: CalendarDate | CalendarRule, kind: str, start: date, end: date) -> CalendarDay:
    """Turn a stored row on its dates into an entry."""
    return CalendarDay(
        kind=kind,
        kind_label=CalendarDate.Kind(kind).label,
        name=row.zh,
        start=start,
        end=end,
        source=row.source,
        unchecked=row.is_unchecked,
    )
