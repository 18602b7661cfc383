"""What must hold after every step of a walk: the ledger, the moves, the fields that repeat another."""

from collections import Counter, defaultdict

from hypothesis.stateful import invariant

from studysites.bookings.dates import ZONE
from studysites.bookings.enums import CONSUMING, MOVES, STANDING, BookingStatus, BucketUnit, OfferOutcome
from studysites.bookings.models import Allocation, Booking, CapacityBucket, GateCount, Offer
from studysites.bookings.selectors.bookable import closed_reason
from studysites.bookings.selectors.drift import look
from studysites.bookings.services.attendance import CORRECTION

from .town import LifeTown

DRAFT, HELD, PENDING = BookingStatus.DRAFT, BookingStatus.HELD, BookingStatus.PENDING
# How a booking may begin; a base that books for a school confirms at once.
FIRST = {DRAFT, HELD, PENDING, BookingStatus.CONFIRMED, BookingStatus.WAITLISTED, BookingStatus.APPLIED}
# What the clock deletes: nothing that was ever sent to a base.
DELETED = {DRAFT, BookingStatus.EXPIRED, BookingStatus.CANCELLED}
WAITING_FOR_AN_ANSWER = {BookingStatus.OFFERED, BookingStatus.MOVED_OFFER}
SHARED = {BucketUnit.SEATS, BucketUnit.BAYS}


def reachable(start: str, end: str, steps: int) -> bool:
    """Say whether the table of moves leads from ``start`` to ``end`` in at most ``steps`` moves."""
    found = {start}
    for _ in range(steps):
        found |= {to for one in found for to in MOVES.get(one, ())}
    return end in found


class LifeChecks(LifeTown):
    """Every booking, bucket, allocation and open offer is read after each step and compared."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[int, tuple[str, int]] = {}

    def teardown(self) -> None:
        """What the nightly comparison says at the end of the walk is what was found on the way: nothing."""
        try:
            assert list(look()) == []
        finally:
            super().teardown()

    @invariant()
    def everything_agrees(self) -> None:
        """Read all rows once and compare them; then remember the states for the next step."""
        rows = Booking.objects.select_related("session", "details").prefetch_related("parties")
        self.rows = {booking.pk: booking for booking in rows}
        self.live = list(Allocation.objects.filter(released_at=None).select_related("bucket"))
        self.offers = {offer.booking_id: offer for offer in Offer.objects.filter(outcome=OfferOutcome.OPEN)}
        self.check_buckets()
        for booking in self.rows.values():
            self.check_places(booking)
            self.check_shared(booking)
            self.check_move(booking)
        self.check_offers()
        self.check_the_gone()
        self.known = {pk: (booking.status, booking.version) for pk, booking in self.rows.items()}
        self.present = Counter(booking.status for booking in self.rows.values())
        self.reached.update(self.present)
        self.steps += 1

    def check_buckets(self) -> None:
        """Each bucket, of sessions, reserves, lunch and coaches, has taken what is live, within bounds."""
        live: Counter[int] = Counter()
        for one in self.live:
            live[one.bucket_id] += one.quantity
        size: dict[tuple[int, str], int] = defaultdict(int)
        for bucket in CapacityBucket.objects.all():
            assert bucket.taken == live[bucket.pk], f"{bucket} has {live[bucket.pk]} live"
            assert 0 <= bucket.taken <= bucket.capacity + bucket.overbook_allowance
            if bucket.session_id:
                size[bucket.session_id, bucket.unit] += bucket.capacity
        # Reserves come and go; what a session takes in all changes by the manager's hand alone.
        for key, number in size.items():
            assert self.sizes.setdefault(key, number) == number

    def check_places(self, booking: Booking) -> None:
        """A booking that consumes holds its people in its session, a moved one in the offered one too."""
        held: Counter[int | None] = Counter()
        for one in self.live:
            if one.booking_id == booking.pk and one.bucket.unit == BucketUnit.PEOPLE:
                held[one.bucket.session_id] += one.quantity
        people = sum(party.people for party in booking.parties.all())
        sessions = {booking.session_id} if booking.status in CONSUMING else set()
        if booking.status == BookingStatus.MOVED_OFFER:
            sessions.add(self.offers[booking.pk].session_id)
        if booking.status == BookingStatus.OFFERED:
            assert set(held) == sessions and 0 < held[booking.session_id] <= people
        else:
            assert held == dict.fromkeys(sessions, people)
        for party in booking.parties.all():
            assert (party.session_id, party.school_id) == (booking.session_id, booking.school_id)
            assert party.active == (booking.status in STANDING)

    def check_shared(self, booking: Booking) -> None:
        """Lunch seats and coach bays are those the details ask for, of the day and base of the visit."""
        shared = [one for one in self.live if one.booking_id == booking.pk and one.bucket.unit in SHARED]
        if not shared:
            return
        assert booking.status in CONSUMING
        day = booking.session.starts_at.astimezone(ZONE).date()
        areas = {
            self.lunch_areas[booking.session.organisation_id].pk,
            self.coach_parks[booking.session.organisation_id].pk,
        }
        for one in shared:
            wanted = booking.details.lunch_people if one.bucket.unit == BucketUnit.SEATS else None
            assert one.quantity == (booking.details.coach_count if wanted is None else wanted)
            assert one.bucket.window_start.astimezone(ZONE).date() == day
            assert one.bucket.resource_id in areas

    def check_move(self, booking: Booking) -> None:
        """The state follows from the last one by the table of moves; each move raised the version by one."""
        before, version = self.known.get(booking.pk, ("", 0))
        if before:
            assert reachable(before, booking.status, booking.version - version), (before, booking.status)
        else:
            assert any(reachable(one, booking.status, booking.version - 1) for one in FIRST)
        if booking.status == BookingStatus.COMPLETED and before != booking.status:
            self.check_unnoted(booking)
        if (before, booking.status) == (BookingStatus.WAITLISTED, BookingStatus.OFFERED):
            assert closed_reason(booking.session) == ""
        if booking.status == BookingStatus.CHECKED_IN:
            assert booking.checked_in_at is not None
        if booking.status == BookingStatus.NO_SHOW:
            assert booking.no_show_at is not None
        if booking.status == BookingStatus.COMPLETED:
            assert booking.completed_at is not None and booking.no_show_at is None

    def check_unnoted(self, booking: Booking) -> None:
        """Without an arrival a visit is completed from a no-show, or two days after its end."""
        before, version = self.known.get(booking.pk, ("", 0))
        if before == BookingStatus.CONFIRMED and booking.version == version + 1:
            assert booking.checked_in_at is None
            assert booking.completed_at > booking.session.ends_at + CORRECTION

    def check_offers(self) -> None:
        """Who waits for an answer has an open offer, nobody else; only groups that arrived are counted."""
        assert set(self.offers) == {
            pk for pk, booking in self.rows.items() if booking.status in WAITING_FOR_AN_ANSWER
        }
        counted = set(GateCount.objects.values_list("party__booking__status", flat=True))
        assert counted <= {BookingStatus.CHECKED_IN, BookingStatus.COMPLETED}

    def check_the_gone(self) -> None:
        """The clock deletes only what no base ever knew."""
        for pk in set(self.known) - set(self.rows):
            assert self.known[pk][0] in DELETED
