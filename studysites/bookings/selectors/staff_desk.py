"""What a base's staff must see beside the queue: who comes, who waits, who was asked to move."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..enums import BookingStatus, OfferKind, OfferOutcome, PriorityBand
from ..models import Booking, CapacityBucket, Offer
from .bookings import BookingRow, as_rows, listed, row_of
from .rules import planning_calendar
from .sessions import SessionRow, bookable, upcoming
from .sessions import as_rows as session_rows

COMING_DAYS = 60
# A visit that takes place, or took place already today.
VISITING = (BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN, BookingStatus.COMPLETED)
WAITING = (BookingStatus.WAITLISTED, BookingStatus.OFFERED, BookingStatus.APPLIED)


@dataclass(frozen=True)
class VisitsAhead:
    """Groups of today, those already gone included, and of the next 60 days."""

    today: tuple[BookingRow, ...]
    coming: tuple[BookingRow, ...]


@dataclass(frozen=True)
class WaitingCount:
    """How many schools and people wait for one session; ``people`` are pupils plus adults of all."""

    session_id: int
    title: str
    start: datetime
    waiting: int
    offered: int
    applied: int
    people: int

    @property
    def words(self) -> str:
        """Return how many schools wait, and how."""
        counts = (
            ("候补", self.waiting),
            ("已请答复", self.offered),
            ("报名抽签", self.applied),
        )
        return "，".join(f"{label} {count} 所" for label, count in counts if count)


@dataclass(frozen=True)
class MoveOffered:
    """A visit the base asked to move, until the school answers."""

    row: BookingRow
    start: datetime
    end: datetime
    title: str
    expires_at: datetime


@dataclass(frozen=True)
class Application:
    """One school entered for the draw of a session; ``band`` is its priority in words, may be empty."""

    row: BookingRow
    band: str


@dataclass(frozen=True)
class ReserveRow:
    """Places of a session kept for the schools of one band until a moment."""

    band: str
    label: str
    people: int
    people_taken: int
    groups: int
    groups_taken: int
    until: datetime | None


def visits_ahead(organisation_id: int) -> VisitsAhead:
    """Return a base's visits of today and of the next 60 days, earliest first. 1 query."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    rows = Booking.objects.filter(
        session__organisation_id=organisation_id,
        session__starts_at__gte=midnight,
        session__starts_at__lt=midnight + timedelta(days=COMING_DAYS),
        status__in=VISITING,
    )
    visits = as_rows(listed(rows).order_by("session__starts_at", "id"))
    return VisitsAhead(
        today=tuple(row for row in visits if row.start < tomorrow),
        coming=tuple(row for row in visits if row.start >= tomorrow),
    )


def bookable_of_base(organisation_id: int) -> tuple[SessionRow, ...]:
    """Return a base's sessions that take requests now, full ones included, those by ballot left out.

    4 queries.
    """
    calendar = planning_calendar()
    rows = bookable(upcoming(None), calendar).filter(organisation_id=organisation_id, by_ballot=False)
    return session_rows(rows, calendar)


def waiting_of_base(organisation_id: int, *, session_id: int | None = None) -> tuple[WaitingCount, ...]:
    """Return for each coming session somebody waits for how many do; counts only, no names. 1 query."""
    rows = Booking.objects.filter(
        session__organisation_id=organisation_id, session__starts_at__gt=timezone.now(), status__in=WAITING
    )
    if session_id is not None:
        rows = rows.filter(session_id=session_id)
    grouped = rows.order_by().values("session_id", "session__programme__title", "session__starts_at")
    counted = grouped.annotate(
        waiting=number_of(BookingStatus.WAITLISTED),
        offered=number_of(BookingStatus.OFFERED),
        applied=number_of(BookingStatus.APPLIED),
        people=Coalesce(Sum(F("parties__pupils") + F("parties__adults")), 0),
    )
    return tuple(
        WaitingCount(*fields)
        for fields in counted.order_by("session__starts_at", "session_id").values_list(
            "session_id", "session__programme__title", "session__starts_at",
            "waiting", "offered", "applied", "people",
        )
    )  # fmt: skip


def number_of(status: BookingStatus) -> Count:
    """Count the bookings of one status, each once however many classes it has."""
    return Count("pk", filter=Q(status=status), distinct=True)


def moves_offered(organisation_id: int) -> tuple[MoveOffered, ...]:
    """Return a base's open offers of another date, the first to end first. 2 queries."""
    return move_rows(Q(session__organisation_id=organisation_id))


def move_offered(booking_id: int) -> MoveOffered | None:
    """Return the open offer of another date of one booking, if there is one. 2 queries."""
    return next(iter(move_rows(Q(booking_id=booking_id))), None)


def moves_to_session(session_id: int) -> tuple[MoveOffered, ...]:
    """Return the visits of other sessions whose school was asked to come to this one. 2 queries."""
    return move_rows(Q(session_id=session_id))


def move_rows(condition: Q) -> tuple[MoveOffered, ...]:
    """Return open moves with both dates."""
    offers = Offer.objects.filter(condition, kind=OfferKind.MOVED, outcome=OfferOutcome.OPEN)
    found = list(offers.select_related("session__programme").order_by("expires_at", "id"))
    bookings = listed(Booking.objects.all()).in_bulk([offer.booking_id for offer in found])
    return tuple(
        MoveOffered(
            row=row_of(bookings[offer.booking_id]),
            start=offer.session.starts_at,
            end=offer.session.ends_at,
            title=offer.session.programme.title,
            expires_at=offer.expires_at,
        )
        for offer in found
    )


def applications_of(session_id: int) -> tuple[Application, ...]:
    """Return the schools entered for the draw of a session, in order of entry. 1 query."""
    rows = listed(Booking.objects.filter(session_id=session_id, status=BookingStatus.APPLIED))
    return tuple(
        Application(row_of(booking), booking.get_band_display() if booking.band else "")
        for booking in rows.order_by("id")
    )


def reserves_of(session_id: int) -> tuple[ReserveRow, ...]:
    """Return what of a session is kept for which band, empty reserves left out. 1 query."""
    buckets: dict[str, dict[str, CapacityBucket]] = {}
    for bucket in CapacityBucket.objects.filter(session_id=session_id).exclude(band=""):
        buckets.setdefault(bucket.band, {})[bucket.unit] = bucket
    rows = []
    for band, units in buckets.items():
        people, groups = units.get("people"), units.get("groups")
        if people and groups and people.capacity:
            rows.append(
                ReserveRow(
                    band=band,
                    label=str(PriorityBand(band).label),
                    people=people.capacity,
                    people_taken=people.taken,
                    groups=groups.capacity,
                    groups_taken=groups.taken,
                    until=people.reserve_until,
                )
            )
    return tuple(rows)
