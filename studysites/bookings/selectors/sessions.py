"""Sessions with the places left at this moment (design decision 25: always with "as of HH:MM")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from ..enums import BookingStatus, BucketUnit, SessionStatus
from ..models import CapacityBucket, VisitSession

FEW_SHARE = 4
# A session nobody has given places to (both buckets) takes no request.
BOTH_UNITS = {BucketUnit.PEOPLE.value, BucketUnit.GROUPS.value}
NO_PLACES_SET = "暂不可约"
NEAREST = 3


@dataclass(frozen=True)
class SessionRow:
    """One session as lists show it (session_row.html); ``as_of`` is when its places were read.

    ``state`` is open, few (a quarter left), full or closed; capacity and places_left are people.
    """

    id: int
    programme_id: int
    organisation_id: int
    title: str
    site_title: str
    url: str
    book_url: str
    date: datetime
    start: datetime
    end: datetime
    capacity: int
    places_left: int
    groups_left: int
    state: str
    state_label: str
    note: str
    as_of: datetime


@dataclass(frozen=True)
class BaseSessionRow:
    """One session as its base sees it: sizes, what is taken, how many bookings wait or stand."""

    id: int
    organisation_id: int
    title: str
    start: datetime
    end: datetime
    status: str
    status_label: str
    closed_reason: str
    people: int
    people_taken: int
    groups: int
    groups_taken: int
    pending: int
    confirmed: int
    bookings: int


@dataclass(frozen=True)
class VisitPlan:
    """What the request form must know of a session; numbers are people and groups."""

    session: SessionRow
    min_party: int
    max_party: int
    group_size: int
    grade_ids: frozenset[int]
    price_note: str


def open_sessions(
    *,
    programme_id: int | None = None,
    site: Page | None = None,
    start: datetime | None = None,
    limit: int | None = None,
) -> tuple[SessionRow, ...]:
    """Return open sessions from ``start`` (default now), earliest first, full ones included.

    Of one programme, of one base's page (all programmes below it), or of everything. 2 queries.
    """
    rows = upcoming(start).filter(status=SessionStatus.OPEN)
    if programme_id is not None:
        rows = rows.filter(programme_id=programme_id)
    if site is not None:
        rows = rows.filter(programme__path__startswith=site.path)
    return as_rows(rows[:limit])


def next_sessions(limit: int = 6) -> tuple[SessionRow, ...]:
    """Return the earliest open sessions that still take people, at most ``limit``. 2 queries."""
    rows = with_room(upcoming(None).filter(status=SessionStatus.OPEN), people=1, groups=1)
    return tuple(row for row in as_rows(rows[: limit * 2]) if row.state in {"open", "few"})[:limit]


def sessions_that_fit(session: VisitSession, *, people: int, groups: int) -> tuple[SessionRow, ...]:
    """Return up to three other open sessions of the programme with room, nearest in time first."""
    rows = upcoming(None).filter(status=SessionStatus.OPEN, programme_id=session.programme_id)
    fitting = as_rows(with_room(rows.exclude(pk=session.pk), people=people, groups=groups))
    nearest = sorted(fitting, key=lambda row: abs(row.start - session.starts_at))
    return tuple(sorted(nearest[:NEAREST], key=lambda row: row.start))


def visit_plan(session_id: int) -> VisitPlan | None:
    """Return one session of a live programme with the programme's limits, whatever its state."""
    rows = VisitSession.objects.filter(pk=session_id, programme__live=True)
    session = with_related(rows).first()
    if session is None:
        return None
    programme = session.programme
    return VisitPlan(
        session=row_of(session, timezone.now()),
        min_party=programme.min_party,
        max_party=programme.max_party,
        group_size=programme.group_size,
        grade_ids=frozenset(programme.grades.values_list("id", flat=True)),
        price_note=programme.price_note,
    )


def sessions_of_base(organisation_id: int, *, days_back: int = 1) -> tuple[BaseSessionRow, ...]:
    """Return a base's sessions from yesterday on, earliest first, with bookings counted. 2 queries."""
    rows = VisitSession.objects.filter(
        organisation_id=organisation_id, starts_at__gte=timezone.now() - timedelta(days=days_back)
    )
    return tuple(base_row(session) for session in counted(rows))


def session_of_base(organisation_id: int, session_id: int) -> BaseSessionRow | None:
    """Return one session of a base, or None when it belongs to another."""
    rows = VisitSession.objects.filter(organisation_id=organisation_id, pk=session_id)
    return next((base_row(session) for session in counted(rows)), None)


def upcoming(start: datetime | None) -> QuerySet[VisitSession]:
    """Sessions of live programmes that begin after ``start`` and after now, earliest first."""
    now = timezone.now()
    return with_related(
        VisitSession.objects.filter(starts_at__gt=max(start or now, now), programme__live=True)
    )


def with_related(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Join what a row shows; buckets come in one more query."""
    return rows.select_related("programme", "organisation").prefetch_related("buckets")


def with_room(rows: QuerySet[VisitSession], *, people: int, groups: int) -> QuerySet[VisitSession]:
    """Keep sessions whose ledger has that many people and groups left."""
    for unit, quantity in ((BucketUnit.PEOPLE, people), (BucketUnit.GROUPS, groups)):
        rows = rows.filter(pk__in=roomy_ids(unit, quantity))
    return rows


def roomy_ids(unit: BucketUnit, quantity: int) -> QuerySet:
    """Ids of sessions with at least ``quantity`` of one unit left."""
    room = Q(unit=unit, band="") & Q(taken__lte=F("capacity") + F("overbook_allowance") - quantity)
    return CapacityBucket.objects.filter(room).values("session_id")


def as_rows(sessions: Iterable[VisitSession]) -> tuple[SessionRow, ...]:
    """Turn sessions into rows read at one moment; a programme's address is worked out once."""
    now = timezone.now()
    addresses: dict[int, str] = {}
    rows = []
    for session in sessions:
        if session.programme_id not in addresses:
            addresses[session.programme_id] = session.programme.url or ""
        rows.append(row_of(session, now, addresses[session.programme_id]))
    return tuple(rows)


def row_of(session: VisitSession, now: datetime, url: str | None = None) -> SessionRow:
    """Turn one session (buckets prefetched) into a row."""
    buckets = [bucket for bucket in session.buckets.all() if not bucket.band]
    left = {bucket.unit: bucket.left for bucket in buckets}
    size = {bucket.unit: bucket.capacity + bucket.overbook_allowance for bucket in buckets}
    places, groups = left.get(BucketUnit.PEOPLE.value, 0), left.get(BucketUnit.GROUPS.value, 0)
    state, label = state_of(session, places, groups, size.get(BucketUnit.PEOPLE.value, 0), now)
    if state != "closed" and not left.keys() >= BOTH_UNITS:
        state, label = "closed", NO_PLACES_SET
    return SessionRow(
        id=session.pk,
        programme_id=session.programme_id,
        organisation_id=session.organisation_id,
        title=session.programme.title,
        site_title=session.organisation.short_name,
        url=(session.programme.url or "") if url is None else url,
        book_url=reverse("bookings:visit", args=[session.pk]) if state in {"open", "few"} else "",
        date=session.starts_at,
        start=session.starts_at,
        end=session.ends_at,
        capacity=size.get(BucketUnit.PEOPLE.value, 0),
        places_left=places,
        groups_left=groups,
        state=state,
        state_label=label,
        note=session.note,
        as_of=now,
    )


def state_of(
    session: VisitSession, places: int, groups: int, capacity: int, now: datetime
) -> tuple[str, str]:
    """Return state and its words; too few places for the smallest party is full."""
    if session.starts_at <= now:
        return "closed", "已开始"
    if session.status != SessionStatus.OPEN:
        return "closed", session.closed_reason or "停止预约"
    if groups < 1 or places < max(session.programme.min_party, 1):
        return "full", "已约满" if groups < 1 or not places else f"余下 {places} 人，不够一个团队"
    return ("few", "名额不多") if places * FEW_SHARE <= capacity else ("open", "可预约")


def counted(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Add the numbers of bookings that wait, stand and ever were."""
    return (
        rows.select_related("programme")
        .prefetch_related("buckets")
        .annotate(
            pending_count=Count("bookings", filter=Q(bookings__status=BookingStatus.PENDING)),
            confirmed_count=Count("bookings", filter=Q(bookings__status=BookingStatus.CONFIRMED)),
            booking_count=Count("bookings"),
        )
        .order_by("starts_at", "id")
    )


def base_row(session: VisitSession) -> BaseSessionRow:
    """Turn a counted session into a row."""
    buckets = {bucket.unit: bucket for bucket in session.buckets.all() if not bucket.band}
    people, groups = buckets.get(BucketUnit.PEOPLE.value), buckets.get(BucketUnit.GROUPS.value)
    return BaseSessionRow(
        id=session.pk,
        organisation_id=session.organisation_id,
        title=session.programme.title,
        start=session.starts_at,
        end=session.ends_at,
        status=session.status,
        status_label=session.get_status_display() if people and groups else NO_PLACES_SET,
        closed_reason=session.closed_reason,
        people=people.capacity if people else 0,
        people_taken=people.taken if people else 0,
        groups=groups.capacity if groups else 0,
        groups_taken=groups.taken if groups else 0,
        pending=session.pending_count,  # type: ignore[attr-defined]
        confirmed=session.confirmed_count,  # type: ignore[attr-defined]
        bookings=session.booking_count,  # type: ignore[attr-defined]
    )
