"""One look at a wanted session before anything is written: rules, places and who asks, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from portal.accounts.models import User
from portal.organisations.models import Organisation, School
from portal.organisations.policies import coordinated_schools
from portal.shared.prepared import PreparedRows
from portal.taxonomy.models import Grade

from ..dates import ZONE
from ..enums import BookingStatus, BucketUnit
from ..models import BaseRules, Booking, CapacityBucket, ClosedDay, VisitSession

BUCKET = ("id", "unit", "band", "reserve_until", "capacity", "overbook_allowance", "taken")
SESSION = (
    "id", "programme_id", "organisation_id", "starts_at", "ends_at", "status", "closed_reason", "opens_at",
    "by_ballot",
)  # fmt: skip
RULES = tuple(field.attname for field in BaseRules._meta.concrete_fields)
RULES_PATH = "session__organisation__booking_rules__"
LIMITS = tuple(f"session__programme__{name}" for name in ("min_party", "max_party", "group_size"))
NAMES = (
    *BUCKET,
    *(f"session__{name}" for name in SESSION),
    *(f"{RULES_PATH}{name}" for name in RULES),
    *LIMITS,
    *("day_closed", "stale", "mine", "running", "queued", "school_name"),
)


@dataclass
class ProgrammeLimits:
    """The numbers of people a programme sets."""

    min_party: int
    max_party: int
    group_size: int


@dataclass(frozen=True)
class SessionLook:
    """A session with its buckets as they were read a moment ago; the ledger alone is the truth.

    ``live_holds`` are the school's running holds anywhere, see ``running_holds``;
    ``is_coordinator`` says whether the actor books for the school, ``school`` is its name,
    ``has_queue`` whether somebody waits for places.
    """

    session: VisitSession
    limits: ProgrammeLimits
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
    rows = [
        dict(zip(NAMES, row, strict=True))
        for row in LOOK.rows(session=session_id, actor=actor.pk, school=school_id, now=now)
    ]
    if not rows:
        return None
    first = rows[0]
    return SessionLook(
        session=session_from(first),
        limits=ProgrammeLimits(*(first[name] for name in LIMITS)),
        buckets=tuple(CapacityBucket(**{name: row[name] for name in BUCKET}) for row in rows),
        has_stale_holds=first["stale"],
        live_holds=first["running"],
        is_coordinator=first["mine"] and actor.is_active,
        school=first["school_name"] or "",
        has_queue=first["queued"],
    )


def session_from(row: dict[str, Any]) -> VisitSession:
    """Return the session with base and rules, as far as the rules of a visit look at them."""
    session = VisitSession(**{name: row[f"session__{name}"] for name in SESSION})
    session.day_closed = row["day_closed"]  # type: ignore[attr-defined]
    organisation = Organisation(pk=session.organisation_id)
    own = {name: row[f"{RULES_PATH}{name}"] for name in RULES}
    known = own if own["id"] is not None else {}
    organisation.booking_rules = BaseRules(  # type: ignore[attr-defined]
        **{**known, "organisation_id": session.organisation_id}
    )
    session.organisation = organisation
    return session


def rows_of_look(session: int, actor: int, school: int, now: datetime) -> QuerySet:
    """Return the query behind ``look_at_session``: a row a bucket, everything else repeated."""
    held = Booking.objects.filter(status=BookingStatus.HELD)
    closing = ClosedDay.objects.filter(
        organisation=OuterRef("session__organisation"), day=OuterRef("visit_day")
    )
    # A closed account is looked at by look_at_session.
    own = coordinated_schools(User(pk=actor))
    waiting = Booking.objects.filter(session_id=session, status=BookingStatus.WAITLISTED)
    return (
        CapacityBucket.objects.filter(session_id=session, session__programme__live=True)
        .alias(visit_day=TruncDate("session__starts_at", tzinfo=ZONE))
        .annotate(
            day_closed=Subquery(closing.values("reason")[:1]),
            stale=Exists(held.filter(session_id=session, hold_expires_at__lte=now)),
            mine=Exists(own.filter(pk=school)),
            running=number_of(running_holds(school, now)),
            queued=Exists(waiting),
            school_name=Subquery(School.objects.filter(pk=school).values("name")[:1]),
        )
        .values_list(*NAMES)
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
    wanted = set(asked)
    choices = [GradeChoice(*row) for row in GRADES.rows(programme=programme_id)]
    return {choice.id: choice for choice in choices if choice.fits or choice.id in wanted}


def rows_of_grades(programme: int) -> QuerySet:
    """Return the query behind ``grades_for``: every grade, and whether the programme names it."""
    named = Grade.objects.filter(programmes=programme, pk=OuterRef("pk"))
    marked = Grade.objects.annotate(fits=Exists(named)).order_by("sort")
    return marked.values_list("pk", "code", "sort", "zh", "fits")


def waits(bucket: CapacityBucket, now: datetime) -> bool:
    """Say whether a reserve still waits for its schools."""
    return bucket.reserve_until is None or bucket.reserve_until > now


def running_holds(school_id: int, now: datetime) -> QuerySet[Booking]:
    """Return the holds that count towards a school's limit: a two-base day once, a grade plan not at all."""
    held = Booking.objects.filter(status=BookingStatus.HELD)
    first_half = held.filter(trip=OuterRef("trip"), pk__lt=OuterRef("pk"))
    running = held.filter(school_id=school_id, hold_expires_at__gt=now, grade_plan=None)
    return running.exclude(Exists(first_half))


def number_of(rows: QuerySet) -> Coalesce:
    """Return the number of rows as a subquery."""
    counted = rows.order_by().annotate(all_of_them=Value(1)).values("all_of_them")
    return Coalesce(Subquery(counted.annotate(number=Count("*")).values("number")), 0)


# Numbers and a moment nothing real has, by which values are found in the SQL.
LOOK = PreparedRows(
    rows_of_look,
    session=999_000_001,
    actor=999_000_002,
    school=999_000_003,
    now=datetime(1999, 12, 31, 23, 59, 58, tzinfo=ZONE),
)
GRADES = PreparedRows(rows_of_grades, programme=999_000_004)
