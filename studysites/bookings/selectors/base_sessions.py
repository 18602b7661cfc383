"""Sessions as their base sees them: state, sizes, what is taken, and by bookings in which states."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from portal.taxonomy.working_days import WorkingCalendar

from ..dates import ZONE, VisitDates, dates_of
from ..enums import BookingStatus, BucketUnit, OfferKind, OfferOutcome
from ..models import CapacityBucket, VisitSession
from ..session_state import Room, SessionState, state_of
from .bookable import closed_reason, midnight, with_closing
from .rules import planning_calendar, rules_of_session

# Bookings that take places, in the order and the words of the list.
COUNTED = (
    ("pending", BookingStatus.PENDING, "待答复"),
    ("confirmed", BookingStatus.CONFIRMED, "已确认"),
    ("checked_in", BookingStatus.CHECKED_IN, "已入馆"),
    ("moving", BookingStatus.MOVED_OFFER, "改期待答复"),
    ("offered", BookingStatus.OFFERED, "候补待答复"),
    ("held", BookingStatus.HELD, "占位中"),
)
DAYS_BACK = 1


@dataclass(frozen=True)
class BaseSessionRow:
    """One session as its base sees it: sizes, what is taken, how many bookings wait or stand.

    Sizes and what is taken are of the whole session; ``people_kept`` and ``groups_kept`` are the part of it
    that waits for schools of a priority band. ``arriving`` are visits of other sessions whose school was
    asked to move here; ``deletable`` when nobody ever booked it and it was never offered to anybody.
    """

    id: int
    organisation_id: int
    title: str
    start: datetime
    end: datetime
    status: str
    state: SessionState
    dates: VisitDates
    people: int
    people_taken: int
    people_kept: int
    groups: int
    groups_taken: int
    groups_kept: int
    pending: int
    confirmed: int
    counts: tuple[tuple[str, int], ...]
    arriving: int
    deletable: bool

    @property
    def kept_words(self) -> str:
        """Return how many places wait for schools of a priority band; empty for none."""
        if not self.people_kept and not self.groups_kept:
            return ""
        return f"其中 {self.people_kept} 人、{self.groups_kept} 组预留着"

    @property
    def bookings_words(self) -> str:
        """Return how many bookings in which states take the places; empty for none."""
        words = [f"{label} {count}" for label, count in self.counts if count]
        return "，".join(words + ([f"改来待答复 {self.arriving}"] if self.arriving else []))


@dataclass(frozen=True)
class MonthOfBase:
    """A month with sessions; ``first`` is its first day."""

    first: date
    sessions: int

    @property
    def value(self) -> str:
        """Return the month as addresses carry it, 2026-12."""
        return f"{self.first:%Y-%m}"


def sessions_of_base(
    organisation_id: int, *, month: date | None = None, programme_id: int | None = None
) -> tuple[BaseSessionRow, ...]:
    """Return a base's sessions from yesterday on, earliest first, with bookings counted.

    Of one month (any day of it) and one programme where given. 3 queries.
    """
    rows = from_yesterday(organisation_id)
    if month is not None:
        start = month.replace(day=1)
        after = (start + timedelta(days=32)).replace(day=1)
        rows = rows.filter(starts_at__gte=midnight(start), starts_at__lt=midnight(after))
    if programme_id is not None:
        rows = rows.filter(programme_id=programme_id)
    return rows_of(rows)


def months_of_base(organisation_id: int, *, programme_id: int | None = None) -> tuple[MonthOfBase, ...]:
    """Return the months from yesterday's on in which the base has sessions. 1 query."""
    rows = from_yesterday(organisation_id)
    if programme_id is not None:
        rows = rows.filter(programme_id=programme_id)
    months = rows.order_by().annotate(month=TruncMonth("starts_at", tzinfo=ZONE)).values("month")
    counted = months.annotate(count=Count("id")).order_by("month").values_list("month", "count")
    return tuple(MonthOfBase(month.date(), count) for month, count in counted)


def session_of_base(organisation_id: int, session_id: int) -> BaseSessionRow | None:
    """Return one session of a base, or None when it belongs to another. 3 queries."""
    rows = VisitSession.objects.filter(organisation_id=organisation_id, pk=session_id)
    return next(iter(rows_of(rows)), None)


def from_yesterday(organisation_id: int) -> QuerySet[VisitSession]:
    """Sessions of a base that begin after this time of yesterday."""
    since = timezone.now() - timedelta(days=DAYS_BACK)
    return VisitSession.objects.filter(organisation_id=organisation_id, starts_at__gte=since)


def rows_of(sessions: QuerySet[VisitSession]) -> tuple[BaseSessionRow, ...]:
    """Turn sessions into rows read at one moment."""
    now, calendar = timezone.now(), planning_calendar()
    return tuple(base_row(session, calendar, now) for session in counted(sessions))


def counted(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Join what a row shows and count bookings by state; ``ever`` counts all there ever were."""
    numbers = {
        f"{name}_count": Count("bookings", filter=Q(bookings__status=status), distinct=True)
        for name, status, _ in COUNTED
    }
    open_moves = Q(offers__kind=OfferKind.MOVED, offers__outcome=OfferOutcome.OPEN)
    return (
        with_closing(rows)
        .select_related("programme", "organisation__booking_rules")
        .prefetch_related("buckets")
        .annotate(
            **numbers,
            arriving_count=Count("offers", filter=open_moves, distinct=True),
            ever=Count("bookings", distinct=True) + Count("offers", distinct=True),
        )
        .order_by("starts_at", "id")
    )


def base_row(session: VisitSession, calendar: WorkingCalendar, now: datetime) -> BaseSessionRow:
    """Turn a counted session into a row."""
    buckets = list(session.buckets.all())
    opened = {bucket.unit: bucket for bucket in buckets if not bucket.band}
    people, groups = opened.get(BucketUnit.PEOPLE.value), opened.get(BucketUnit.GROUPS.value)
    room = Room(bool(people and groups), bool(people and groups and not (people.left and groups.left)))
    dates = dates_of(session, rules_of_session(session), calendar)
    numbers = {name: getattr(session, f"{name}_count") for name, _, _ in COUNTED}
    return BaseSessionRow(
        id=session.pk,
        organisation_id=session.organisation_id,
        title=session.programme.title,
        start=session.starts_at,
        end=session.ends_at,
        status=session.status,
        state=state_of(session, dates, session.ends_at, closed_reason(session), room, now),
        dates=dates,
        **sizes_of(buckets, BucketUnit.PEOPLE),
        **sizes_of(buckets, BucketUnit.GROUPS),
        pending=numbers["pending"],
        confirmed=numbers["confirmed"],
        counts=tuple((label, numbers[name]) for name, _, label in COUNTED),
        arriving=session.arriving_count,  # type: ignore[attr-defined]
        deletable=not session.ever,  # type: ignore[attr-defined]
    )


def sizes_of(buckets: Iterable[CapacityBucket], unit: BucketUnit) -> dict[str, int]:
    """Return size, taken and what is kept in reserve of one unit, as fields of a row."""
    rows = [bucket for bucket in buckets if bucket.unit == unit]
    return {
        unit.value: sum(row.capacity for row in rows),
        f"{unit.value}_taken": sum(row.taken for row in rows),
        f"{unit.value}_kept": sum(row.left for row in rows if row.band),
    }
