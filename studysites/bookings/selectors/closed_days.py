"""Days a base receives nobody, with what still stands on them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from ..dates import ZONE
from ..enums import STANDING, BookingStatus
from ..models import Booking, ClosedDay, VisitSession
from .bookings import BookingRow, as_rows, listed

# A hold is the school's own matter until it is submitted.
HIT = STANDING - {BookingStatus.HELD}


@dataclass(frozen=True)
class DayHits:
    """What lies on one day of a base: sessions, and bookings nobody has moved or cancelled."""

    day: date
    sessions: int
    bookings: tuple[BookingRow, ...]


@dataclass(frozen=True)
class ClosedDayRow:
    """One closed day with the number of bookings that still stand on it."""

    day: date
    reason: str
    bookings: int


def hits_of_day(organisation_id: int, day: date) -> DayHits:
    """Return what closing the day hits: every booking that stands, waiting ones too, by time. 2 queries."""
    return DayHits(
        day=day,
        sessions=VisitSession.objects.filter(organisation_id=organisation_id, starts_at__date=day).count(),
        bookings=as_rows(listed(standing_on(organisation_id, day)).order_by("session__starts_at", "id")),
    )


def closed_days_of(organisation_id: int) -> tuple[ClosedDayRow, ...]:
    """Return a base's closed days from today on, with what stands on each. 2 queries."""
    today = timezone.localdate(timezone=ZONE)
    rows = ClosedDay.objects.filter(organisation_id=organisation_id, day__gte=today)
    days = list(rows.order_by("day"))
    standing: dict[date, int] = {}
    booked = Booking.objects.filter(
        session__organisation_id=organisation_id,
        session__starts_at__date__in=[row.day for row in days],
        status__in=HIT,
    )
    for starts_at in booked.values_list("session__starts_at", flat=True):
        day = starts_at.astimezone(ZONE).date()
        standing[day] = standing.get(day, 0) + 1
    return tuple(ClosedDayRow(row.day, row.reason, standing.get(row.day, 0)) for row in days)


def standing_on(organisation_id: int, day: date) -> QuerySet[Booking]:
    """Bookings of a base that stand on one day."""
    return Booking.objects.filter(
        session__organisation_id=organisation_id, session__starts_at__date=day, status__in=HIT
    )
