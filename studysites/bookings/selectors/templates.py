"""Session templates as their base sees them, and the days a plan would make."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from portal.taxonomy.models import CalendarDate

from ..models import ClosedDay, SessionTemplate
from ..recurrence import ZONE, parse_rule
from ..timetable import HORIZON_DAYS, Slot, TemplatePlan, slots_of


@dataclass(frozen=True)
class PlannedDay:
    """One day of a plan: ``closed`` and ``holiday`` are words, empty where there is nothing to say.

    A closed day gets no session; a holiday gets one and is named, so that people can except it.
    ``soon`` says that the session is made at once; later days follow from day to day.
    """

    day: date
    start: datetime
    end: datetime
    closed: str
    holiday: str
    soon: bool


@dataclass(frozen=True)
class TemplateRow:
    """One template of a base; ``coming`` counts its sessions from now on."""

    id: int
    organisation_id: int
    programme_title: str
    plan: TemplatePlan
    words: str
    in_use: bool
    version: int
    coming: int


def planned_days(plan: TemplatePlan, organisation_id: int, now: datetime) -> tuple[PlannedDay, ...]:
    """Return the plan's days that begin after ``now``, closed ones included and marked. 2 queries."""
    slots = [slot for slot in slots_of(plan) if slot.starts_at > now]
    if not slots:
        return ()
    first, last = slots[0].day, slots[-1].day
    closed, holidays = closed_days(organisation_id, first, last), holidays_between(first, last)
    edge = horizon_of(now)
    return tuple(
        PlannedDay(
            day=slot.day,
            start=slot.starts_at,
            end=slot.ends_at,
            closed=closed.get(slot.day, ""),
            holiday=holidays.get(slot.day, ""),
            soon=slot.day <= edge,
        )
        for slot in slots
    )


def open_slots(
    plan: TemplatePlan, organisation_id: int, now: datetime, until: date | None = None
) -> list[Slot]:
    """Return the sessions to be made from ``now`` to ``until`` (default the horizon), no closed day."""
    edge = until or horizon_of(now)
    return [
        Slot(row.day, row.start, row.end)
        for row in planned_days(plan, organisation_id, now)
        if not row.closed and row.day <= edge
    ]


def horizon_of(now: datetime) -> date:
    """Return the last day sessions are made for: 120 days ahead."""
    return now.astimezone(ZONE).date() + timedelta(days=HORIZON_DAYS)


def closed_days(organisation_id: int, first: date, last: date) -> dict[date, str]:
    """Return day -> reason of a base's closed days."""
    rows = ClosedDay.objects.filter(organisation_id=organisation_id, day__range=(first, last))
    return {day: reason or "闭馆" for day, reason in rows.values_list("day", "reason")}


def holidays_between(first: date, last: date) -> dict[date, str]:
    """Return day -> name of the public holidays that touch the span."""
    spans = CalendarDate.objects.filter(
        kind=CalendarDate.Kind.HOLIDAY, starts_on__lte=last, ends_on__gte=first
    ).values_list("zh", "starts_on", "ends_on")
    return {
        start + timedelta(days=number): name
        for name, start, end in spans
        for number in range((end - start).days + 1)
    }


def templates_of_base(organisation_id: int) -> tuple[TemplateRow, ...]:
    """Return a base's templates, those in use first. 1 query."""
    return rows_of(organisation_id=organisation_id)


def template_of_base(organisation_id: int, template_id: int) -> TemplateRow | None:
    """Return one template of a base, or None when it belongs to another."""
    return next(iter(rows_of(organisation_id=organisation_id, pk=template_id)), None)


def rows_of(**conditions: int) -> tuple[TemplateRow, ...]:
    """Return templates as rows."""
    coming = Count("sessions", filter=Q(sessions__starts_at__gt=timezone.now()))
    templates = (
        SessionTemplate.objects.filter(**conditions)
        .select_related("programme")
        .annotate(coming=coming)
        .order_by("-in_use", "name", "id")
    )
    return tuple(row_of(template) for template in templates)


def row_of(template: SessionTemplate) -> TemplateRow:
    """Turn one counted template into a row."""
    return TemplateRow(
        id=template.pk,
        organisation_id=template.organisation_id,
        programme_title=template.programme.title,
        plan=plan_of(template),
        words=parse_rule(template.rrule).words,
        in_use=template.in_use,
        version=template.version,
        coming=template.coming,  # type: ignore[attr-defined]
    )


def plan_of(template: SessionTemplate) -> TemplatePlan:
    """Return what a stored template plans."""
    return TemplatePlan(
        name=template.name,
        programme_id=template.programme_id,
        rrule=template.rrule,
        starts_on=template.starts_on,
        ends_on=template.ends_on,
        start_time=template.start_time,
        minutes=template.minutes,
        people=template.people,
        groups=template.groups,
        exdates=tuple(date.fromisoformat(day) for day in template.exdates),
        note=template.note,
        by_ballot=template.by_ballot,
    )
