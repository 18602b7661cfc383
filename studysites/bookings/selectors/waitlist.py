"""The queue of a session: who stands where, what is free, and whom the rule serves next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from ..enums import BookingStatus, BucketUnit
from ..models import Booking, CapacityBucket, Party, VisitSession, WaitlistEntry
from ..policies import Needs, PartyInput, needs_of

# Until then freed places gather for the head of the queue (booking.md 3.1).
GATHERING = timedelta(days=21)


@dataclass(frozen=True)
class Waiting:
    """One party in the queue; ``min_people`` is what it would still come with, its all when unset."""

    booking_id: int
    band: str
    needs: Needs
    min_people: int


@dataclass(frozen=True)
class Queue:
    """A session's waiting parties in order, and its free places by (unit, band) as just read."""

    session_id: int
    starts_at: datetime
    group_size: int
    waiting: tuple[Waiting, ...]
    free: dict[tuple[str, str], int]

    def left(self, unit: BucketUnit, band: str) -> int:
        """Return the free places a party of ``band`` may take: open ones and its reserve."""
        reserve = self.free.get((unit.value, band), 0) if band else 0
        return self.free.get((unit.value, ""), 0) + reserve

    def fits(self, needs: Needs, band: str) -> bool:
        """Say whether there is room for all of a party."""
        people, groups = self.left(BucketUnit.PEOPLE, band), self.left(BucketUnit.GROUPS, band)
        return people >= needs.people and groups >= needs.groups

    def offer_to(self, party: Waiting) -> Needs | None:
        """Return what can be offered: all it asked for, or less when it would come with less."""
        if self.fits(party.needs, party.band):
            return party.needs
        people = min(self.left(BucketUnit.PEOPLE, party.band), party.needs.people)
        groups = min(self.left(BucketUnit.GROUPS, party.band), party.needs.groups)
        enough = people >= party.min_people and groups * self.group_size >= people > 0
        return Needs(people, groups) if enough and party.min_people < party.needs.people else None


def queue_of(session_id: int, now: datetime) -> Queue:
    """Return the queue of a session. 4 queries."""
    session = VisitSession.objects.select_related("programme").get(pk=session_id)
    entries = (
        WaitlistEntry.objects.filter(booking__session_id=session_id, booking__status=BookingStatus.WAITLISTED)
        .select_related("booking")
        .prefetch_related(Prefetch("booking__parties", queryset=Party.objects.order_by("id")))
    )
    size = session.programme.group_size
    return Queue(
        session_id=session_id,
        starts_at=session.starts_at,
        group_size=size,
        waiting=tuple(waiting_of(entry, size) for entry in entries),
        free=free_places(session_id, now),
    )


def waiting_of(entry: WaitlistEntry, group_size: int) -> Waiting:
    """Turn an entry into a row of the queue."""
    parties = entry.booking.parties.all()
    needs = needs_of(
        [PartyInput(one.grade_id, one.class_label, one.pupils, one.adults) for one in parties], group_size
    )
    return Waiting(entry.booking_id, entry.booking.band, needs, entry.min_people or needs.people)


def free_places(session_id: int, now: datetime) -> dict[tuple[str, str], int]:
    """Return (unit, band) -> free places; a reserve whose time is over counts for nobody yet. 1 query."""
    buckets = CapacityBucket.objects.filter(session_id=session_id)
    return {
        (bucket.unit, bucket.band): bucket.left
        for bucket in buckets
        if not bucket.band or bucket.reserve_until is None or bucket.reserve_until > now
    }


def next_served(queue: Queue, now: datetime) -> tuple[Waiting, Needs, tuple[int, ...]] | None:
    """Return whom the rule serves next, with what, and the booking ids passed over; None for nobody."""
    passed: list[int] = []
    for party in queue.waiting:
        offered = queue.offer_to(party)
        if offered is not None:
            return party, offered, tuple(passed)
        if queue.starts_at - now > GATHERING:
            return None
        passed.append(party.booking_id)
    return None


def claims_of(queue: Queue, now: datetime) -> bool:
    """Say whether free places belong to the queue, so that a newcomer waits too."""
    gathering = queue.starts_at - now > GATHERING
    return bool(queue.waiting) and (gathering or next_served(queue, now) is not None)


def queue_claims(session_id: int, now: datetime) -> bool:
    """Say the same of a session; 1 query when nobody waits."""
    waits = Booking.objects.filter(session_id=session_id, status=BookingStatus.WAITLISTED)
    return waits.exists() and claims_of(queue_of(session_id, now), now)


@dataclass(frozen=True)
class Position:
    """Where a school stands: parties ahead of it, people it asked for, people free now."""

    ahead: int
    people: int
    free: int
    gathering: bool


def position_of(booking: Booking, now: datetime) -> Position | None:
    """Return the honest position of a waiting booking; None when it does not wait. 4 queries."""
    queue = queue_of(booking.session_id, now)
    for ahead, party in enumerate(queue.waiting):
        if party.booking_id == booking.pk:
            free = queue.left(BucketUnit.PEOPLE, party.band)
            return Position(ahead, party.needs.people, free, queue.starts_at - now > GATHERING)
    return None
