"""The dates a submitted request gets: until when the base answers, until when numbers are final."""

from datetime import datetime

from portal.taxonomy.working_days import WorkingCalendar, working_calendar

from ..dates import ZONE, dates_of, decision_due
from ..models import VisitSession
from ..selectors.rules import rules_of_session


def decision_clock(session: VisitSession, now: datetime) -> dict[str, datetime]:
    """Return ``submitted_at``, ``decision_due_at`` and ``final_numbers_due_at`` of a request made at ``now``.

    The base answers within its working days (3 unless it set another number), at the latest when final
    numbers are due. 1 query for a session read with its base's rules.
    """
    calendar = working_calendar(now.astimezone(ZONE).date(), session.starts_at.astimezone(ZONE).date())
    rules = rules_of_session(session)
    final = dates_of(session, rules, calendar).final_numbers_by
    return {
        "submitted_at": now,
        "decision_due_at": decision_due(now, rules, calendar, latest=final),
        "final_numbers_due_at": final,
    }


def after_working_days(moment: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """Return the same time of day so many working days later; 24 working hours are one of them."""
    local = moment.astimezone(ZONE)
    return datetime.combine(calendar.add(local.date(), days), local.timetz())
