"""The row of a session template: who may touch it, and the compare-and-swap every change goes through."""

from typing import Any

from django.db.models import F

from portal.accounts.models import User
from portal.organisations.policies import can_manage_sessions

from ..exceptions import BookingRefused
from ..models import SessionTemplate, VisitSession
from ..selectors.programmes import programme_owner
from ..timetable import NOTHING_SAVED, TemplatePlan
from .template_sessions import day_of

STORED = ("name", "rrule", "starts_on", "ends_on", "start_time", "minutes", "people", "groups", "note")
CHANGED = (
    "这个排期模板刚刚有人改动或停用，您的修改没有保存，场次也没有变动。请重新打开模板，看过最新内容后再改。"
)
OTHER_PROGRAMME = "已保存的排期模板不能换课程。" + NOTHING_SAVED + "请停用这个模板，再为另一个课程新建。"


def check_actor(actor: User, plan: TemplatePlan, template_id: int | None) -> int:
    """Return the base's id for its manager; refuse ``not_allowed`` or ``template_programme``."""
    if template_id is not None:
        template = managed_template(actor, template_id)
        if template.programme_id != plan.programme_id:
            raise BookingRefused("template_programme", OTHER_PROGRAMME)
        return template.organisation_id
    owner = programme_owner(plan.programme_id)
    if owner is None or not can_manage_sessions(actor, owner.organisation_id):
        raise BookingRefused("not_allowed")
    return owner.organisation_id


def managed_template(actor: User, template_id: int) -> SessionTemplate:
    """Return the template if the actor manages its base; refuse ``not_allowed`` otherwise."""
    template = SessionTemplate.objects.filter(pk=template_id).first()
    if template is None or not can_manage_sessions(actor, template.organisation_id):
        raise BookingRefused("not_allowed")
    return template


def fresh_template(template_id: int, version: int, *, lock: bool = False) -> SessionTemplate:
    """Return the template if it still has ``version``; refuse ``template_changed`` otherwise."""
    rows = SessionTemplate.objects.select_for_update() if lock else SessionTemplate.objects.all()
    template = rows.filter(pk=template_id).first()
    if template is None or template.version != version:
        raise BookingRefused("template_changed", CHANGED)
    return template


def swap(template: SessionTemplate, **fields: Any) -> None:
    """Write columns of a template whose row is held, and count its version up."""
    rows = SessionTemplate.objects.filter(pk=template.pk, version=template.version)
    if not rows.update(version=F("version") + 1, **fields):
        raise BookingRefused("template_changed", CHANGED)
    template.version += 1
    for name, value in fields.items():
        setattr(template, name, value)


def leave_out_day(session: VisitSession) -> None:
    """Except the day of a session that is removed by hand, so that its template does not make it again.

    For the transaction that removes the session; does nothing for a session without a template.
    """
    if session.template_id is None:
        return
    template = SessionTemplate.objects.select_for_update().get(pk=session.template_id)
    days = {*template.exdates, day_of(session).isoformat()}
    swap(template, exdates=sorted(days))


def columns(plan: TemplatePlan) -> dict[str, Any]:
    """Return the plan as the template's columns."""
    stored = {name: getattr(plan, name) for name in STORED}
    return {**stored, "by_ballot": plan.by_ballot, "exdates": [day.isoformat() for day in plan.exdates]}
