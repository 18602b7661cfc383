"""Sessions as their base sees them: sizes, what is taken, how many bookings wait or stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ..enums import BookingStatus, BucketUnit
from ..models import VisitSession
from .sessions import NO_PLACES_SET


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
