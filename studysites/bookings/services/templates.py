"""Session templates: a rule makes dated sessions with their places, up to 120 days ahead.

Saving, making and retiring hold the template's row, so that two processes never work on one template
at once; the unique (programme, start) stands behind that. Bookings are never touched.
"""

import logging
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.jobs.periodic import register_periodic
from portal.organisations.models import Organisation

from ..exceptions import BookingRefused
from ..models import SessionTemplate, VisitSession
from ..recurrence import parse_rule
from ..selectors.templates import PlannedDay, horizon_of, open_slots, plan_of, planned_days
from ..timetable import TemplatePlan, check_number, check_plan
from . import template_sessions
from .short_writes import write
from .template_rows import check_actor, columns, fresh_template, managed_template, swap
from .template_sessions import Sorting

logger = logging.getLogger(__name__)
DAY_SECONDS = 24 * 3600
EXISTS = (
    "这个课程已有一个同名的排期模板在使用，没有再保存一个，场次也没有变动。"
    "如果您连点了两次，第一次已经保存；否则请换一个名称。"
)


@dataclass(frozen=True)
class TemplateResult:
    """What one saving or retiring did to the coming sessions, as numbers of sessions."""

    template_id: int
    made: int = 0
    renewed: int = 0
    removed: int = 0
    kept: int = 0
    kept_booked: int = 0
    kept_by_hand: int = 0

    @property
    def sentence(self) -> str:
        """The numbers in plain Chinese."""
        numbers = (("新增", self.made), ("更新", self.renewed), ("删除", self.removed), ("保留", self.kept))
        done = "，".join(f"{word} {number} 场" for word, number in numbers if number) or "场次没有变动"
        why = [
            f"{word} {number} 场"
            for word, number in (("有预约记录的", self.kept_booked), ("手工改过的", self.kept_by_hand))
            if number
        ]
        return f"{done}（其中{'、'.join(why)}没有改动）。" if why else f"{done}。"


@dataclass(frozen=True)
class TemplatePreview:
    """What saving would do: every day of the plan, the rule in words, and the numbers for the sessions."""

    words: str
    days: tuple[PlannedDay, ...]
    result: TemplateResult

    @property
    def total(self) -> int:
        """Sessions of the whole plan, closed days not counted."""
        return sum(not row.closed for row in self.days)


def preview_template(
    *, actor: User, plan: TemplatePlan, template_id: int | None = None, version: int = 0
) -> TemplatePreview:
    """Return what save_template would do with the same arguments; nothing is written.

    Raises BookingRefused as save_template does.
    """
    now = timezone.now()
    organisation_id = check_actor(actor, plan, template_id)
    wanted, days = checked(plan, organisation_id, now)
    slots = open_slots(wanted, organisation_id, now)
    sorting, template = Sorting(), SessionTemplate(pk=template_id or 0)
    if template_id is not None:
        template = fresh_template(template_id, version)
        slots = open_slots(wanted, organisation_id, now, last_day(template, now))
        sorting = template_sessions.sort_sessions(template, wanted, slots, now)
    made = sum(slot.day not in sorting.kept_days for slot in slots)
    return TemplatePreview(parse_rule(wanted.rrule).words, days, result_of(template, sorting, made))


def save_template(
    *, actor: User, plan: TemplatePlan, template_id: int | None = None, version: int = 0, key: str = ""
) -> TemplateResult:
    """Save a new template, or the one named if it still has ``version``, and bring its sessions in line.

    Coming sessions nobody used or changed by hand follow the new plan or go; all others stay as they are
    and no second session is made on their day. A retired template is in use again. Managers of the
    programme's base only. Raises BookingRefused ``not_allowed``, ``template_name``, ``template_dates``,
    ``template_times``, ``session_capacity``, ``personal_data``, ``template_rule``, ``template_empty``,
    ``template_too_many``, ``template_exists``, ``template_programme``, ``template_changed``,
    ``key_reused``, ``busy``.
    """
    now = timezone.now()

    def work() -> TemplateResult:
        organisation_id = check_actor(actor, plan, template_id)
        wanted, _ = checked(plan, organisation_id, now)
        if template_id is None:
            return add(actor, wanted, organisation_id, now)
        return edit(actor, wanted, template_id, version, now)

    body = {"plan": asdict(plan), "template": template_id, "version": version}
    return write(work, actor=actor, action="template.saved", key=key, body=body, part=TemplateResult)


def add(actor: User, plan: TemplatePlan, organisation_id: int, now: datetime) -> TemplateResult:
    """Write a new template with its sessions; the base's row keeps a double click from making two."""
    Organisation.objects.select_for_update().get(pk=organisation_id)
    rivals = SessionTemplate.objects.filter(programme_id=plan.programme_id, name=plan.name, in_use=True)
    if rivals.exists():
        raise BookingRefused("template_exists", EXISTS)
    template = SessionTemplate.objects.create(
        programme_id=plan.programme_id, organisation_id=organisation_id, **columns(plan)
    )
    made = template_sessions.write_sessions(template, open_slots(plan, organisation_id, now))
    return told("template.added", actor, result_of(template, Sorting(), made), template)


def edit(actor: User, plan: TemplatePlan, template_id: int, version: int, now: datetime) -> TemplateResult:
    """Compare and swap, then sort the coming sessions by what may happen to them."""
    template = fresh_template(template_id, version, lock=True)
    template_sessions.lock_buckets(template, now)
    slots = open_slots(plan, template.organisation_id, now, last_day(template, now))
    sorting = template_sessions.sort_sessions(template, plan, slots, now)
    swap(template, **columns(plan), in_use=True)
    template_sessions.remove_sessions(sorting.remove)
    template_sessions.renew_sessions(sorting.renew, plan)
    missing = [slot for slot in slots if slot.day not in sorting.kept_days]
    made = template_sessions.write_sessions(template, missing)
    return told("template.edited", actor, result_of(template, sorting, made), template)


def make_sessions(
    *, template_id: int, until: date | None = None, now: datetime | None = None
) -> TemplateResult:
    """Make what is missing of one template up to ``until`` (default 120 days ahead); a repeat makes nothing.

    Only adds. Closed days, days that have a session of the template and starts the programme already
    has are passed over. A template out of use makes nothing.
    """
    moment = now or timezone.now()
    if not missing_slots(SessionTemplate.objects.get(pk=template_id), until, moment):
        return TemplateResult(template_id)

    def work() -> TemplateResult:
        template = SessionTemplate.objects.select_for_update().get(pk=template_id)
        made = template_sessions.write_sessions(template, missing_slots(template, until, moment))
        result = result_of(template, Sorting(), made)
        return told("template.sessions_made", None, result, template) if made else result

    return write(work)


def make_coming_sessions() -> int:
    """Make the sessions of every template in use and return how many are new; one fault stops no other."""
    made = 0
    templates = SessionTemplate.objects.filter(
        in_use=True, ends_on__gte=timezone.localdate(), programme__live=True
    )
    for template_id in templates.values_list("pk", flat=True):
        try:
            made += make_sessions(template_id=template_id).made
        except BookingRefused as refused:
            logger.warning("template %s made no sessions: %s", template_id, refused.code)
    return made


def retire_template(
    *, actor: User, template_id: int, version: int, remove_unused: bool = False, key: str = ""
) -> TemplateResult:
    """Make no more sessions of a template; with ``remove_unused`` its coming sessions go that nobody used.

    Sessions with any booking record, or changed by hand, always stay. Managers of its base only.
    Raises BookingRefused ``not_allowed``, ``template_changed``, ``key_reused``, ``busy``.
    """
    now = timezone.now()

    def work() -> TemplateResult:
        managed_template(actor, template_id)
        template = fresh_template(template_id, version, lock=True)
        template_sessions.lock_buckets(template, now)
        sorting = template_sessions.sort_sessions(template, None, (), now)
        if not remove_unused:
            sorting.same, sorting.remove = sorting.remove, []
        swap(template, in_use=False)
        template_sessions.remove_sessions(sorting.remove)
        return told("template.retired", actor, result_of(template, sorting, 0), template)

    body = {"template": template_id, "version": version, "remove": remove_unused}
    return write(work, actor=actor, action="template.retired", key=key, body=body, part=TemplateResult)


def register() -> None:
    """Have the worker make coming sessions once a day."""
    register_periodic("bookings.templates", DAY_SECONDS, make_coming_sessions)


def missing_slots(template: SessionTemplate, until: date | None, now: datetime) -> list[Any]:
    """Return the planned sessions of days that have none of this template yet."""
    if not template.in_use:
        return []
    starts = VisitSession.objects.filter(
        template=template, starts_at__date__gte=timezone.localdate(now)
    ).values_list("starts_at", flat=True)
    days = {timezone.localdate(start) for start in starts}
    slots = open_slots(plan_of(template), template.organisation_id, now, until)
    return [slot for slot in slots if slot.day not in days]


def checked(
    plan: TemplatePlan, organisation_id: int, now: datetime
) -> tuple[TemplatePlan, tuple[PlannedDay, ...]]:
    """Return the plan in one spelling and its days; refuse one that breaks a rule."""
    check_plan(plan, timezone.localdate(now))
    span = {day for day in plan.exdates if plan.starts_on <= day <= plan.ends_on}
    wanted = replace(
        plan,
        name=plan.name.strip()[:60],
        note=plan.note.strip()[:200],
        rrule=parse_rule(plan.rrule).text,
        exdates=tuple(sorted(span)),
    )
    days = planned_days(wanted, organisation_id, now)
    check_number(sum(not row.closed for row in days))
    return wanted, days


def last_day(template: SessionTemplate, now: datetime) -> date:
    """Return the last day an edit looks at: the horizon, or the template's last session beyond it."""
    latest = template.sessions.order_by("-starts_at").first()
    return max(horizon_of(now), template_sessions.day_of(latest)) if latest else horizon_of(now)


def result_of(template: SessionTemplate, sorting: Sorting, made: int) -> TemplateResult:
    """Return the numbers of one piece of work."""
    booked, by_hand = len(sorting.booked), len(sorting.by_hand)
    return TemplateResult(
        template_id=template.pk or 0,
        made=made,
        renewed=len(sorting.renew),
        removed=len(sorting.remove),
        kept=booked + by_hand + len(sorting.same),
        kept_booked=booked,
        kept_by_hand=by_hand,
    )


def told(
    action: str, actor: User | None, result: TemplateResult, template: SessionTemplate
) -> TemplateResult:
    """Write the audit event of a piece of work and return its numbers."""
    record_event(
        action=action,
        target=template,
        actor=actor,
        version=template.version,
        made=result.made,
        renewed=result.renewed,
        removed=result.removed,
        kept=result.kept,
    )
    return result
