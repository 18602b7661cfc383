"""What contradicts itself in the ledger: counters, what bookings hold, what classes repeat of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..enums import CONSUMING, STANDING, BookingStatus, BucketUnit, OfferOutcome
from ..models import Allocation, Booking, CapacityBucket, Party


@dataclass(frozen=True)
class Drift:
    """One contradiction: its kind, what it is about in words, what is written and what should be.

    ``bucket_id`` is set for counters only, which can be repaired; the others need a person.
    """

    kind: str
    about: str
    found: int
    expected: int
    bucket_id: int = 0

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}: {self.found}, expected {self.expected}"


def find_drift() -> list[Drift]:
    """Return every contradiction, counters first.

    What is seen in the middle of somebody's change is looked at again: only what both looks find counts.
    10 queries at most, each reading what is live or standing.
    """
    first = list(look())
    return [drift for drift in look() if drift in first] if first else []


def look() -> Iterator[Drift]:
    """Look once at everything."""
    for bucket in drifted_buckets():
        yield Drift("counter", name_of_bucket(bucket), bucket.taken, bucket.live, bucket.pk)
    yield from held_by_ended()
    yield from held_by_standing()
    yield from repeated_wrongly()


def drifted_buckets() -> QuerySet[Any]:
    """Buckets whose ``taken`` is not the sum of their live allocations, which is annotated as ``live``.

    One statement, so that both numbers are of one moment.
    """
    live = Allocation.objects.filter(bucket=OuterRef("pk"), released_at=None).order_by().values("bucket")
    summed = Coalesce(Subquery(live.annotate(sum=Sum("quantity")).values("sum")), 0)
    related = ("session__programme", "resource")
    return CapacityBucket.objects.select_related(*related).annotate(live=summed).exclude(taken=F("live"))


def held_by_ended() -> Iterator[Drift]:
    """Bookings in a state without places that hold some all the same."""
    ended = Booking.objects.exclude(status__in=CONSUMING)
    live = Sum("allocations__quantity", filter=Q(allocations__released_at=None))
    for booking in ended.annotate(live=live).filter(live__gt=0).order_by("id"):
        yield Drift("ended booking holds places", name_of_booking(booking), booking.live, 0)


def held_by_standing() -> Iterator[Drift]:
    """Bookings whose places are not those of their classes.

    People are exact; an offer may hold fewer than the whole party. Groups are only held to one a class
    at least: the size of a group may have been edited since. A moved visit holds its people twice.
    """
    held, offered = live_by_session(), open_offers()
    people = Sum("parties__pupils", filter=Q(parties__active=True)) + Sum(
        "parties__adults", filter=Q(parties__active=True)
    )
    classes = Count("parties", filter=Q(parties__active=True))
    rows = Booking.objects.filter(status__in=CONSUMING).annotate(people=people, classes=classes)
    for booking in rows.order_by("id"):
        sessions = {booking.session_id}
        if booking.status == BookingStatus.MOVED_OFFER:
            sessions |= {offered.get(booking.pk, 0)}
        wanted = booking.people or 0
        for session_id in sorted(sessions | {key[1] for key in held.get(booking.pk, {})}):
            units = held.get(booking.pk, {})
            found = units.get((BucketUnit.PEOPLE, session_id), 0)
            expected = wanted if session_id in sessions else 0
            fewer = booking.status == BookingStatus.OFFERED and 0 < found <= expected
            if found != expected and not fewer:
                yield Drift("people held", name_of_booking(booking), found, expected)
            groups = units.get((BucketUnit.GROUPS, session_id), 0)
            least = booking.classes if session_id in sessions else 0
            if groups < least and not fewer or (groups and not expected):
                yield Drift("groups held", name_of_booking(booking), groups, least)


def live_by_session() -> dict[int, dict[tuple[str, int], int]]:
    """Return booking id -> (unit, session id) -> quantity of live people and groups. 1 query."""
    live = Allocation.objects.filter(released_at=None, bucket__session__isnull=False).order_by()
    sums = live.values_list("booking", "bucket__unit", "bucket__session").annotate(sum=Sum("quantity"))
    held: dict[int, dict[tuple[str, int], int]] = {}
    for booking_id, unit, session_id, quantity in sums:
        held.setdefault(booking_id, {})[unit, session_id] = quantity
    return held


def open_offers() -> dict[int, int]:
    """Return booking id -> session id of offers that wait for an answer. 1 query."""
    rows = Booking.objects.filter(offers__outcome=OfferOutcome.OPEN)
    return dict(rows.values_list("pk", "offers__session"))


def repeated_wrongly() -> Iterator[Drift]:
    """Classes whose session, school or ``active`` is not their booking's."""
    elsewhere = ~Q(session=F("booking__session")) | ~Q(school=F("booking__school"))
    idle = Q(active=False, booking__status__in=STANDING) | Q(active=True) & ~Q(booking__status__in=STANDING)
    wrong = Party.objects.filter(elsewhere | idle).order_by().values_list("booking").annotate(Count("pk"))
    numbers = dict(wrong)
    for booking in Booking.objects.filter(pk__in=numbers).order_by("id"):
        yield Drift("classes unlike their booking", name_of_booking(booking), numbers[booking.pk], 0)


def name_of_bucket(bucket: CapacityBucket) -> str:
    """Name a bucket by what it counts and when."""
    start = bucket.session.starts_at if bucket.session else bucket.window_start
    of = bucket.session.programme if bucket.session else bucket.resource.audit_label  # type: ignore[union-attr]
    when = f"{timezone.localtime(start):%Y-%m-%d %H:%M}" if start else ""
    return f"bucket {bucket.pk} {of} {when} {bucket.unit} {bucket.band}".strip()


def name_of_booking(booking: Booking) -> str:
    """Name a booking by its number and state; no school, no person."""
    return f"booking {booking.reference} ({booking.status})"
