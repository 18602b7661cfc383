"""A base's guides, rooms, lunch seats and coach bays: kept, resized, taken out of use, counted in windows.

Every change holds the resource's row, so that a leave and an assignment, or a resize and a new window,
never pass each other unseen. Managers of the base only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.models import Organisation, OrganisationKind
from portal.organisations.policies import can_manage_sessions

from ..enums import BucketUnit, ResourceKind
from ..exceptions import BookingRefused
from ..models import CapacityBucket, Resource
from ..policies import check_texts
from ..selectors.resources import ASSIGNABLE, AssignedSession, assigned_sessions
from ..windows import is_half_hour, span_words
from .short_writes import write

UNITS = {ResourceKind.LUNCH.value: BucketUnit.SEATS, ResourceKind.COACH_BAY.value: BucketUnit.BAYS}
MOST_PLACES = 5000
NAMED = 5
NAME_MISSING = "请写明名称，没有保存任何改动。"
NAME_TAKEN = "这个基地已有同类同名的资源，没有保存任何改动。请换一个名称，或到列表里恢复使用原来的那一个。"
KIND_UNKNOWN = "没有这种资源类型，没有保存任何改动。请重新选择。"
CAPACITY_WRONG = f"座位数或车位数要是 1 到 {MOST_PLACES} 的整数，没有保存任何改动。请改正后再试。"
ONE_AT_A_TIME = "讲解员和教室一次只接一场，没有容量可改，没有保存任何改动。"
OUT_OF_USE = "“{name}”已停用，没有改动任何安排。请先恢复使用，或换一个。"


class SessionsInTheWay(BookingRefused):
    """A refusal because of sessions a guide or room is given to; ``sessions`` lists them all."""

    def __init__(self, code: str, message: str, sessions: Sequence[AssignedSession]) -> None:
        self.sessions = tuple(sessions)
        super().__init__(code, message)


@dataclass(frozen=True)
class WindowKept:
    """A window whose capacity stayed because more is taken than the new number."""

    start: datetime
    end: datetime
    taken: int
    capacity: int


def add_resource(
    *, actor: User, organisation_id: int, kind: str, name: str, capacity: int = 1, key: str = ""
) -> Resource:
    """Add a guide, room, lunch area (``capacity`` seats) or coach park (``capacity`` bays).

    Raises BookingRefused ``not_allowed``, ``resource_kind``, ``resource_name``, ``personal_data``,
    ``resource_capacity``, ``resource_exists``, ``key_reused``, ``busy``.
    """

    def work() -> Resource:
        resource = planned_resource(actor, organisation_id, kind, name, capacity)
        resource.save(force_insert=True)
        size = resource.capacity
        record_event(action="resource.added", target=resource, actor=actor, kind=kind, capacity=size)
        return resource

    body = {"base": organisation_id, "kind": kind, "name": name, "capacity": capacity}
    return write_named(work, actor=actor, action="resource.added", key=key, body=body)


def planned_resource(actor: User, organisation_id: int, kind: str, name: str, capacity: int) -> Resource:
    """Return the resource as it would be; refuse who may not add it, its kind, name and number."""
    bases = Organisation.objects.filter(pk=organisation_id, kind=OrganisationKind.BASE)
    if not can_manage_sessions(actor, organisation_id) or not bases.exists():
        raise BookingRefused("not_allowed")
    if kind not in ResourceKind.values:
        raise BookingRefused("resource_kind", KIND_UNKNOWN)
    size = 1 if kind in ASSIGNABLE else checked_size(capacity)
    return Resource(organisation_id=organisation_id, kind=kind, name=checked_name(name), capacity=size)


def rename_resource(*, actor: User, resource_id: int, name: str, key: str = "") -> None:
    """Give a resource another name; the one it has changes nothing.

    Raises BookingRefused ``not_allowed``, ``resource_name``, ``personal_data``, ``resource_exists``,
    ``key_reused``, ``busy``.
    """

    def work() -> Resource:
        resource = managed_resource(actor, resource_id)
        wanted = checked_name(name)
        if Resource.objects.filter(pk=resource_id).exclude(name=wanted).update(name=wanted):
            record_event(action="resource.renamed", target=resource, actor=actor)
        return resource

    body = {"resource": resource_id, "name": name}
    write_named(work, actor=actor, action="resource.renamed", key=key, body=body)


def resize_resource(*, actor: User, resource_id: int, capacity: int, key: str = "") -> tuple[WindowKept, ...]:
    """Set the seats or bays of every window from now on and return the windows that could not follow.

    A window with more taken than the new number keeps its capacity (one guarded UPDATE a window).
    The number it has changes nothing. Raises BookingRefused ``not_allowed``, ``resource_kind``,
    ``resource_capacity``, ``key_reused``, ``busy``.
    """

    def work() -> tuple[WindowKept, ...]:
        resource = managed_resource(actor, resource_id)
        if resource.kind in ASSIGNABLE:
            raise BookingRefused("resource_kind", ONE_AT_A_TIME)
        size = checked_size(capacity)
        if lock_resource(resource_id).capacity == size:
            return ()
        Resource.objects.filter(pk=resource_id).update(capacity=size)
        record_event(action="resource.resized", target=resource, actor=actor, capacity=size)
        buckets = CapacityBucket.objects.filter(resource_id=resource_id, window_end__gt=timezone.now())
        ids = list(buckets.order_by("id").values_list("id", flat=True))
        return tuple(kept_window(bucket_id) for bucket_id in ids if not resize_window(bucket_id, size))

    body = {"resource": resource_id, "capacity": capacity}
    return write(work, actor=actor, action="resource.resized", key=key, body=body, part=WindowKept)


def retire_resource(*, actor: User, resource_id: int, key: str = "") -> None:
    """Take a resource out of use; what is past stays as it was.

    Raises BookingRefused ``not_allowed``, SessionsInTheWay ``resource_busy`` (guide or room given to coming
    sessions), ``resource_busy`` (seats or bays taken in coming windows), ``key_reused``, ``busy``.
    """

    def work() -> None:
        resource = managed_resource(actor, resource_id)
        lock_resource(resource_id)
        check_idle(resource)
        Resource.objects.filter(pk=resource_id).update(in_use=False)
        record_event(action="resource.retired", target=resource, actor=actor)

    write(work, actor=actor, action="resource.retired", key=key, body={"resource": resource_id})


def restore_resource(*, actor: User, resource_id: int, key: str = "") -> None:
    """Put a resource back in use. Raises BookingRefused ``not_allowed``, ``key_reused``, ``busy``."""

    def work() -> None:
        resource = managed_resource(actor, resource_id)
        Resource.objects.filter(pk=resource_id).update(in_use=True)
        record_event(action="resource.restored", target=resource, actor=actor)

    write(work, actor=actor, action="resource.restored", key=key, body={"resource": resource_id})


def window_bucket(resource: Resource, start: datetime, end: datetime) -> CapacityBucket:
    """Return the bucket of a lunch area or coach park in one half hour, made when it is first asked for.

    The window must be one of windows.half_hours (lunch_windows for lunch), so that windows never
    overlap; anything else is a ValueError. Safe in several processes, inside a transaction and outside.
    Raises BookingRefused ``resource_kind`` or ``resource_retired``.
    """
    if resource.kind not in UNITS:
        raise BookingRefused("resource_kind", KIND_UNKNOWN)
    if not is_half_hour(start, end):
        raise ValueError("a window is one half hour of the grid")
    window = {"resource": resource, "unit": UNITS[resource.kind], "window_start": start}
    found = CapacityBucket.objects.filter(**window).first()
    if found is not None:
        return found
    with transaction.atomic():
        held = lock_resource(resource.pk)
        if not held.in_use:
            raise BookingRefused("resource_retired", OUT_OF_USE.format(name=held.name))
        values = {"window_end": end, "capacity": held.capacity}
        return CapacityBucket.objects.get_or_create(**window, defaults=values)[0]


def resize_window(bucket_id: int, size: int) -> bool:
    """Set one window's capacity unless more is taken."""
    rows = CapacityBucket.objects.filter(pk=bucket_id, taken__lte=size + F("overbook_allowance"))
    return rows.update(capacity=size) == 1


def kept_window(bucket_id: int) -> WindowKept:
    """Return what a window kept."""
    bucket = CapacityBucket.objects.get(pk=bucket_id)
    if bucket.window_start is None or bucket.window_end is None:
        raise ValueError("not the bucket of a window")
    return WindowKept(bucket.window_start, bucket.window_end, bucket.taken, bucket.capacity)


def check_idle(resource: Resource) -> None:
    """Refuse ``resource_busy`` while something to come relies on the resource."""
    now = timezone.now()
    sessions = assigned_sessions(resource.pk, now)
    if sessions:
        message = f"“{resource.name}”以后还有 {listed(sessions)}，没有停用。请先给这些场次换人或换场地。"
        raise SessionsInTheWay("resource_busy", message, sessions)
    taken = CapacityBucket.objects.filter(resource=resource, window_end__gt=now, taken__gt=0)
    first = taken.order_by("window_start").first()
    if first is not None and first.window_start and first.window_end:
        when = span_words(first.window_start, first.window_end)
        raise BookingRefused(
            "resource_busy",
            f"“{resource.name}”以后有 {taken.count()} 个时段已被预约占用（最早 {when}），没有停用。"
            "请先与学校商量改动，或等这些时段过去。",
        )


def listed(sessions: Sequence[AssignedSession]) -> str:
    """Return how many sessions, and the first of them by time and title."""
    named = "、".join(row.words for row in sessions[:NAMED])
    return f"{len(sessions)} 场安排：{named}{'等' if len(sessions) > NAMED else ''}"


def managed_resource(actor: User, resource_id: int) -> Resource:
    """Return the resource if the actor manages its base; refuse ``not_allowed`` otherwise."""
    resource = Resource.objects.filter(pk=resource_id).first()
    if resource is None or not can_manage_sessions(actor, resource.organisation_id):
        raise BookingRefused("not_allowed")
    return resource


def lock_resource(resource_id: int) -> Resource:
    """Hold the resource's row until the end of the transaction."""
    return Resource.objects.select_for_update().get(pk=resource_id)


def checked_name(name: str) -> str:
    """Return the trimmed name (40 characters at most); refuse an empty one or personal data."""
    trimmed = name.strip()[:40]
    if not trimmed:
        raise BookingRefused("resource_name", NAME_MISSING)
    check_texts(name=trimmed)
    return trimmed


def checked_size(capacity: int) -> int:
    """Return seats or bays from 1 to 5000."""
    if not 1 <= capacity <= MOST_PLACES:
        raise BookingRefused("resource_capacity", CAPACITY_WRONG)
    return capacity


def write_named(work: Callable[[], Resource], **press: Any) -> Resource:
    """Run ``work`` as ``write`` does; a name the base has already is refused ``resource_exists``."""
    try:
        return write(work, **press)
    except IntegrityError as error:
        raise BookingRefused("resource_exists", NAME_TAKEN) from error
