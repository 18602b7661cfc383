"""A guide or room is given to a session, taken back, or goes on leave.

The service says why not in words; behind it the database refuses an overlap by itself (overlap.py).
Managers of the base only.
"""

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_manage_sessions

from ..exceptions import BookingRefused
from ..models import Assignment, Resource, ResourceLeave, VisitSession
from ..overlap import is_overlap
from ..policies import check_texts
from ..selectors.resources import ASSIGNABLE, AssignedSession, assigned_sessions
from ..windows import span_words
from .resources import OUT_OF_USE, SessionsInTheWay, listed, lock_resource, managed_resource
from .short_writes import write

NOT_ASSIGNABLE = "只有讲解员和教室可以安排到场次或登记请假，没有改动。午餐座位和车位请改容量。"
OTHER_BASE = "这位讲解员或这间教室不属于本场次的基地，没有改动安排。请选本基地的资源。"
LEAVE_TIMES = "请假要有开始和结束，结束要晚于开始并且还没有过去，没有登记。请改正时间后再试。"
NOT_THERE = "这个场次现在没有这项安排，可能刚刚有人取消，没有改动。请看最新状态。"


def assign_resource(*, actor: User, session_id: int, resource_id: int, key: str = "") -> Assignment:
    """Give a guide or room to a session that has not begun; a repeat changes nothing.

    Raises BookingRefused ``not_allowed``, ``started``, ``resource_kind``, ``resource_base``,
    ``resource_retired``, ``resource_leave``, SessionsInTheWay ``resource_taken``, ``key_reused``, ``busy``.
    """

    def work() -> Assignment:
        session = coming_session(actor, session_id)
        if not Resource.objects.filter(pk=resource_id, organisation_id=session.organisation_id).exists():
            raise BookingRefused("resource_base", OTHER_BASE)
        resource = lock_resource(resource_id)
        check_free(resource, session)
        stored = Assignment.objects.filter(session=session, resource=resource, active=True).first()
        if stored is not None:
            return stored
        times = {"starts_at": session.starts_at, "ends_at": session.ends_at, "active": True}
        row, _ = Assignment.objects.update_or_create(session=session, resource=resource, defaults=times)
        record_event(action="session.assigned", target=session, actor=actor, resource=resource_id)
        return row

    body = {"session": session_id, "resource": resource_id}
    try:
        return write(work, actor=actor, action="session.assigned", key=key, body=body)
    except IntegrityError as error:
        if not is_overlap(error):
            raise
        message = "这位讲解员或这间教室刚刚被安排到同一时间的另一场，没有改动安排。请换一个，或看最新状态。"
        raise BookingRefused("resource_taken", message) from error


def check_free(resource: Resource, session: VisitSession) -> None:
    """Refuse a resource that cannot be given to the session at its time."""
    if resource.kind not in ASSIGNABLE:
        raise BookingRefused("resource_kind", NOT_ASSIGNABLE)
    if not resource.in_use:
        raise BookingRefused("resource_retired", OUT_OF_USE.format(name=resource.name))
    leave = resource.leaves.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at).first()
    if leave is not None:
        when = span_words(leave.starts_at, leave.ends_at)
        message = f"“{resource.name}”在 {when} 请假或停用，没有改动安排。请换一个，或先取消这段请假。"
        raise BookingRefused("resource_leave", message)
    rivals = assigned_sessions(resource.pk, session.starts_at, session.ends_at, besides=session.pk)
    if rivals:
        message = (
            f"“{resource.name}”同一时间已有 {listed(rivals)}，没有改动安排。请换一个，或先取消那一场的安排。"
        )
        raise SessionsInTheWay("resource_taken", message, rivals)


def unassign_resource(*, actor: User, session_id: int, resource_id: int, key: str = "") -> None:
    """Take a guide or room back from a session that has not begun.

    Raises BookingRefused ``not_allowed``, ``started``, ``not_assigned``, ``key_reused``, ``busy``.
    """

    def work() -> None:
        session = coming_session(actor, session_id)
        rows = Assignment.objects.filter(session=session, resource_id=resource_id, active=True)
        if not rows.update(active=False):
            raise BookingRefused("not_assigned", NOT_THERE)
        record_event(action="session.unassigned", target=session, actor=actor, resource=resource_id)

    body = {"session": session_id, "resource": resource_id}
    write(work, actor=actor, action="session.unassigned", key=key, body=body)


def add_leave(
    *,
    actor: User,
    resource_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str = "",
    release: bool = False,
    key: str = "",
) -> tuple[AssignedSession, ...]:
    """Note that a guide is away, or a room out of use, in ``[starts_at, ends_at)``.

    Sessions it is given to in that time stop the leave and are listed; with ``release`` they lose it
    instead and are returned, for the manager to find somebody else. Raises BookingRefused
    ``not_allowed``, ``resource_kind``, ``leave_times``, ``personal_data``, SessionsInTheWay
    ``leave_hits``, ``key_reused``, ``busy``.
    """

    def work() -> tuple[AssignedSession, ...]:
        resource = absent_resource(actor, resource_id, starts_at, ends_at)
        check_texts(reason=reason)
        lock_resource(resource_id)
        hit = assigned_sessions(resource_id, max(starts_at, timezone.now()), ends_at)
        if hit and not release:
            raise SessionsInTheWay("leave_hits", hit_words(resource, hit), hit)
        rows = Assignment.objects.filter(resource=resource, active=True)
        rows.filter(session_id__in=[row.session_id for row in hit]).update(active=False)
        ResourceLeave.objects.create(
            resource=resource, starts_at=starts_at, ends_at=ends_at, reason=reason.strip()[:100]
        )
        record_event(action="resource.leave_added", target=resource, actor=actor, released=len(hit))
        return hit

    when = {"start": starts_at, "end": ends_at, "reason": reason, "release": release}
    body = {"resource": resource_id, **when}
    return write(work, actor=actor, action="resource.leave_added", key=key, body=body, part=AssignedSession)


def absent_resource(actor: User, resource_id: int, starts_at: datetime, ends_at: datetime) -> Resource:
    """Return the guide or room that can be away in that time; refuse ``resource_kind``, ``leave_times``."""
    resource = managed_resource(actor, resource_id)
    if resource.kind not in ASSIGNABLE:
        raise BookingRefused("resource_kind", NOT_ASSIGNABLE)
    if ends_at <= starts_at or ends_at <= timezone.now():
        raise BookingRefused("leave_times", LEAVE_TIMES)
    return resource


def hit_words(resource: Resource, hit: tuple[AssignedSession, ...]) -> str:
    """Return the sentence of a leave that sessions stand against."""
    return (
        f"“{resource.name}”在这段时间里有 {listed(hit)}，请假没有登记，安排也没有变动。"
        "请先给这些场次换人或换场地，或选择“登记请假并取消这些安排”。"
    )


def remove_leave(*, actor: User, leave_id: int, key: str = "") -> None:
    """Take a leave back; sessions do not get the guide or room again by themselves.

    Raises BookingRefused ``not_allowed``, ``key_reused``, ``busy``.
    """

    def work() -> None:
        leave = ResourceLeave.objects.filter(pk=leave_id).first()
        if leave is None:
            raise BookingRefused("not_allowed")
        resource = managed_resource(actor, leave.resource_id)
        ResourceLeave.objects.filter(pk=leave_id).delete()
        record_event(action="resource.leave_removed", target=resource, actor=actor)

    write(work, actor=actor, action="resource.leave_removed", key=key, body={"leave": leave_id})


def coming_session(actor: User, session_id: int) -> VisitSession:
    """Return a session of a base the actor manages; refuse ``not_allowed`` or ``started``."""
    session = VisitSession.objects.filter(pk=session_id).first()
    if session is None or not can_manage_sessions(actor, session.organisation_id):
        raise BookingRefused("not_allowed")
    if session.starts_at <= timezone.now():
        raise BookingRefused("started")
    return session
