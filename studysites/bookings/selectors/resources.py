"""What a base shares between its sessions: who is free, who is away, how many seats and bays are left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from ..enums import ResourceKind
from ..models import Assignment, CapacityBucket, Resource, ResourceLeave, VisitSession
from ..windows import Window, half_hours, lunch_windows, span_words

# Given to one session at a time; the other kinds are counted in windows.
ASSIGNABLE = frozenset({ResourceKind.GUIDE.value, ResourceKind.ROOM.value})


@dataclass(frozen=True)
class LeaveRow:
    """A time a guide is away or a room out of use."""

    id: int
    start: datetime
    end: datetime
    reason: str

    @property
    def words(self) -> str:
        """The time in words."""
        return span_words(self.start, self.end)


@dataclass(frozen=True)
class ResourceRow:
    """One resource of a base; ``capacity`` counts seats or bays, ``coming`` its sessions from now on."""

    id: int
    organisation_id: int
    kind: str
    kind_label: str
    name: str
    capacity: int
    in_use: bool
    coming: int
    leaves: tuple[LeaveRow, ...]

    @property
    def is_assignable(self) -> bool:
        """Say whether it is given to one session at a time."""
        return self.kind in ASSIGNABLE


@dataclass(frozen=True)
class AssignedSession:
    """A session that has a certain guide or room."""

    session_id: int
    title: str
    start: datetime
    end: datetime

    @property
    def words(self) -> str:
        """Time and title for a sentence."""
        return f"{span_words(self.start, self.end)}“{self.title}”"


@dataclass(frozen=True)
class Candidate:
    """A guide or room beside one session: given to it, free, or why not."""

    resource_id: int
    kind: str
    kind_label: str
    name: str
    assigned: bool
    hindrance: str


@dataclass(frozen=True)
class WindowRow:
    """Places of one resource in one half hour; ``left`` is read at this moment."""

    resource_id: int
    name: str
    start: datetime
    end: datetime
    capacity: int
    left: int


def resources_of_base(organisation_id: int) -> tuple[ResourceRow, ...]:
    """Return a base's resources by kind and name, those in use first. 2 queries."""
    return resource_rows(organisation_id=organisation_id)


def resource_of_base(organisation_id: int, resource_id: int) -> ResourceRow | None:
    """Return one resource of a base, or None when it belongs to another."""
    return next(iter(resource_rows(organisation_id=organisation_id, pk=resource_id)), None)


def resource_rows(**conditions: int) -> tuple[ResourceRow, ...]:
    """Return resources with their leaves that are not over."""
    now = timezone.now()
    coming = Count("assignments", filter=Q(assignments__active=True, assignments__ends_at__gt=now))
    leaves = Prefetch("leaves", ResourceLeave.objects.filter(ends_at__gt=now).order_by("starts_at", "id"))
    resources = Resource.objects.filter(**conditions).annotate(coming=coming).prefetch_related(leaves)
    order = list(ResourceKind.values)
    rows = [
        ResourceRow(
            id=resource.pk,
            organisation_id=resource.organisation_id,
            kind=resource.kind,
            kind_label=resource.get_kind_display(),
            name=resource.name,
            capacity=resource.capacity,
            in_use=resource.in_use,
            coming=resource.coming,  # type: ignore[attr-defined]
            leaves=tuple(
                LeaveRow(leave.pk, leave.starts_at, leave.ends_at, leave.reason)
                for leave in resource.leaves.all()
            ),
        )
        for resource in resources
    ]
    return tuple(sorted(rows, key=lambda row: (order.index(row.kind), not row.in_use, row.name)))


def assigned_sessions(
    resource_id: int, start: datetime, end: datetime | None = None, *, besides: int = 0
) -> tuple[AssignedSession, ...]:
    """Return the sessions a resource is given to that touch ``[start, end)``, earliest first.

    Without ``end`` all from ``start`` on; ``besides`` is a session that does not count.
    """
    rows = Assignment.objects.filter(resource_id=resource_id, active=True, ends_at__gt=start)
    if end is not None:
        rows = rows.filter(starts_at__lt=end)
    rows = rows.exclude(session_id=besides).select_related("session__programme").order_by("starts_at", "id")
    return tuple(
        AssignedSession(row.session_id, row.session.programme.title, row.starts_at, row.ends_at)
        for row in rows
    )


def candidates(organisation_id: int, session: VisitSession) -> tuple[Candidate, ...]:
    """Return the base's guides and rooms beside one session, with what stands in the way. 4 queries."""
    span = {"starts_at__lt": session.ends_at, "ends_at__gt": session.starts_at}
    resources = Resource.objects.filter(organisation_id=organisation_id, kind__in=ASSIGNABLE)
    here = set(session.assignments.filter(active=True).values_list("resource_id", flat=True))
    taken = Assignment.objects.filter(active=True, resource__in=resources, **span).exclude(session=session)
    busy = {row.resource_id: row for row in taken.select_related("session__programme")}
    away = {row.resource_id: row for row in ResourceLeave.objects.filter(resource__in=resources, **span)}
    rows = []
    for resource in resources.order_by("kind", "name"):
        if not resource.in_use and resource.pk not in here:
            continue
        rows.append(
            Candidate(
                resource_id=resource.pk,
                kind=resource.kind,
                kind_label=resource.get_kind_display(),
                name=resource.name,
                assigned=resource.pk in here,
                hindrance=hindrance_of(busy.get(resource.pk), away.get(resource.pk)),
            )
        )
    return tuple(rows)


def hindrance_of(busy: Assignment | None, away: ResourceLeave | None) -> str:
    """Return why a guide or room is not free, empty when it is."""
    if busy is not None:
        return f"已安排在 {span_words(busy.starts_at, busy.ends_at)}“{busy.session.programme.title}”"
    if away is not None:
        return f"请假或停用：{span_words(away.starts_at, away.ends_at)}"
    return ""


def lunch_slots(organisation_id: int, day: date) -> tuple[WindowRow, ...]:
    """Return a base's lunch half hours on one day with the seats left; nothing is written.

    Empty for a base that keeps no lunch seats. 2 queries.
    """
    return window_rows(organisation_id, ResourceKind.LUNCH, lunch_windows(day))


def bays_left(organisation_id: int, session: VisitSession) -> int | None:
    """Return how many coaches one coach park of the base still takes during the whole session.

    None for a base that keeps no coach bays: nothing limits it. 2 queries.
    """
    rows = window_rows(
        organisation_id, ResourceKind.COACH_BAY, half_hours(session.starts_at, session.ends_at)
    )
    least: dict[int, int] = {}
    for row in rows:
        least[row.resource_id] = min(row.left, least.get(row.resource_id, row.left))
    return max(least.values()) if least else None


def window_rows(organisation_id: int, kind: ResourceKind, windows: Iterable[Window]) -> tuple[WindowRow, ...]:
    """Return each window of each resource in use; one without a bucket yet is wholly free."""
    listed = list(windows)
    resources = list(resources_in_use(organisation_id, kind))
    buckets = CapacityBucket.objects.filter(
        resource__in=resources, window_start__in=[start for start, _ in listed]
    )
    known = {(bucket.resource_id, bucket.window_start): bucket for bucket in buckets}
    rows = []
    for start, end in listed:
        for resource in resources:
            bucket = known.get((resource.pk, start))
            capacity = bucket.capacity if bucket else resource.capacity
            left = bucket.left if bucket else resource.capacity
            rows.append(WindowRow(resource.pk, resource.name, start, end, capacity, left))
    return tuple(rows)


def resources_in_use(organisation_id: int, kind: ResourceKind) -> QuerySet[Resource]:
    """Return the base's resources of one kind that are in use, by name."""
    return Resource.objects.filter(organisation_id=organisation_id, kind=kind, in_use=True).order_by("name")
