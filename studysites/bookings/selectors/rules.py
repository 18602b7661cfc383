"""The rules of a base, and the dates they give its sessions."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from portal.taxonomy.working_days import WorkingCalendar, working_calendar

from ..dates import ZONE, VisitDates, dates_of
from ..models import BaseRules, VisitSession

# Sessions are planned at most about a year ahead.
PLANNED_DAYS = 400


def rules_of(organisation_id: int) -> BaseRules:
    """Return the base's rules; unsaved defaults when it never set any. 1 query."""
    found = BaseRules.objects.filter(organisation_id=organisation_id).first()
    return found or BaseRules(organisation_id=organisation_id)


def rules_of_bases(organisation_ids: Iterable[int]) -> dict[int, BaseRules]:
    """Return organisation id -> rules for several bases, defaults included. 1 query."""
    wanted = set(organisation_ids)
    found = {rules.organisation_id: rules for rules in BaseRules.objects.filter(organisation_id__in=wanted)}
    return {pk: found.get(pk) or BaseRules(organisation_id=pk) for pk in wanted}


def rules_of_session(session: VisitSession) -> BaseRules:
    """Return the rules of a session's base; no query when read with ``organisation__booking_rules``."""
    try:
        return session.organisation.booking_rules
    except ObjectDoesNotExist:
        return BaseRules(organisation_id=session.organisation_id)


def planning_calendar() -> WorkingCalendar:
    """Return the working days from a year ago to a year ahead. 1 query."""
    today = timezone.localdate(timezone=ZONE)
    return working_calendar(today - timedelta(days=PLANNED_DAYS), today + timedelta(days=PLANNED_DAYS))


def calendar_note(days: Iterable[date]) -> str:
    """Return the sentence about years among the days whose holidays are not known, or "". 1 query."""
    listed = sorted(days)
    return working_calendar(listed[0], listed[-1]).note(*listed) if listed else ""


def dates_of_session(session: VisitSession) -> VisitDates:
    """Return every date of one visit, in words a school can be told. 1 or 2 queries."""
    day = session.starts_at.astimezone(ZONE).date()
    return dates_of(session, rules_of_session(session), working_calendar(day, day))
