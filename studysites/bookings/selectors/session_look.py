"""One look at a wanted session before anything is written: rules, places and who asks, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from portal.accounts.models import User
from portal.organisations.models import School
from portal.organisations.policies import coordinated_schools
from portal.taxonomy.models import Grade

from ..dates import ZONE
from ..enums import BookingStatus, BucketUnit
from ..models import Booking, CapacityBucket, ClosedDay, VisitSession


@dataclass(frozen=True)
class SessionLook:
    """A session with its buckets as they were read a moment ago; the ledger alone is the truth.

    ``live_holds`` are the school's running holds anywhere (those of a grade plan not counted);
    ``is_coordinator`` says whether the actor books for the school, ``school`` is its name,
    ``has_queue`` whether somebody waits for places.
    """

    session: VisitSession
    buckets: tuple[CapacityBucket, ...]
    has_stale_holds: bool
    live_holds: int
    is_coordinator: bool
    school: str
    has_queue: bool

    @property
    def has_reserves(self) -> bool:
        """Whether some places wait for schools of a priority band."""
        return any(bucket.band for bucket in self.buckets)

    @property
    def is_complete(self) -> bool:
        """Whether both open buckets are there; a session without them takes nobody."""
        units = {bucket.unit for bucket in self.buckets if not bucket.band}
        return units >= {BucketUnit.PEOPLE.value, BucketUnit.GROUPS.value}

    def left(self, unit: BucketUnit, band: str, now: datetime) -> int:
        """Return how many of one unit a school of ``band`` may still take: open places and its reserve."""
        return sum(
            bucket.left
            for bucket in self.buckets
            if bucket.unit == unit and (not bucket.band or (bucket.band == band and waits(bucket, now)))
        )


def look_at_session(session_id: int, *, actor: User, school_id: int, now: datetime) -> SessionLook | None:
    """Return the session of a live programme with all that decides a hold; None when there is none.

    1 query, programme, base, its rules and closed day joined. Takes no lock.
    """
    held = Booking.objects.filter(status=BookingStatus.HELD)
    running = held.filter(school_id=school_id, hold_expires_at__gt=now, grade_plan=None)
    closing = ClosedDay.objects.filter(
        organisation=OuterRef("session__organisation"), day=OuterRef("visit_day")
    )
    rows = (
        CapacityBucket.objects.filter(session_id=session_id, session__programme__live=True)
        .select_related("session__programme", "session__organisation__booking_rules")
        .alias(visit_day=TruncDate("session__starts_at", tzinfo=ZONE))
        .annotate(
            day_closed=Subquery(closing.values("reason")[:1]),
            stale=Exists(held.filter(session_id=session_id, hold_expires_at__lte=now)),
            mine=Exists(coordinated_schools(actor).filter(pk=school_id)),
            running=number_of(running),
            queued=Exists(Booking.objects.filter(session_id=session_id, status=BookingStatus.WAITLISTED)),
            school_name=Subquery(School.objects.filter(pk=school_id).values("name")[:1]),
        )
    )
    buckets = tuple(rows)
    session = buckets[0].session if buckets else None
    if session is None:
        return None
    first = buckets[0]
    session.day_closed = first.day_closed  # type: ignore[attr-defined]
    return SessionLook(
        session=session,
        buckets=buckets,
        has_stale_holds=first.stale,
        live_holds=first.running,
        is_coordinator=first.mine,
        school=first.school_name or "",
        has_queue=first.queued,
    )


@dataclass(frozen=True)
class GradeChoice:
    """One grade that was asked for or that the programme names; ``fits`` says the latter."""

    id: int
    code: str
    sort: int
    name: str
    fits: bool


def grades_for(programme_id: int, asked: Iterable[int]) -> dict[int, GradeChoice]:
    """Return id -> grade for the grades asked for and those the programme names, in their order. 1 query."""
    named = Grade.objects.filter(programmes=programme_id)
    rows = Grade.objects.filter(Q(pk__in=set(asked)) | Q(pk__in=named.values("pk")))
    fitting = rows.annotate(fits=Exists(named.filter(pk=OuterRef("pk")))).order_by("sort")
    fields = fitting.values_list("pk", "code", "sort", "zh", "fits")
    return {row[0]: GradeChoice(*row) for row in fields}


def waits(bucket: CapacityBucket, now: datetime) -> bool:
    """Say whether a reserve still waits for its schools."""
    return bucket.reserve_until is None or bucket.reserve_until > now


def number_of(rows: QuerySet) -> Coalesce:
    """Return the number of rows as a subquery."""
    counted = rows.order_by().annotate(all_of_them=Value(1)).values("all_of_them")
    return Coalesce(Subquery(counted.annotate(number=Count("*")).values("number")), 0)
