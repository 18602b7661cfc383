"""All dates of one visit as a list a school can read."""

from ..date_words import date_lines
from ..models import VisitSession
from .rules import dates_of_session


def calendar_of(session: VisitSession) -> tuple[list[tuple[str, str]], str]:
    """Return (what, when) of every date, and a note when a year's holidays are unknown. 1 or 2 queries."""
    dates = dates_of_session(session)
    return date_lines(dates), dates.note
