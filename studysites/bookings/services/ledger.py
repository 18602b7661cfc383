"""The capacity ledger: the only code that moves ``taken`` (design decisions 4 and 23).

One guarded UPDATE a bucket, buckets in ascending id, last in the transaction. Correct on SQLite and
on PostgreSQL at READ COMMITTED without row locks (docs/decisions/0004-booking-capacity.md).
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection
from django.utils import timezone

from ..enums import BucketUnit
from ..exceptions import BookingRefused
from ..models import Allocation, Booking, CapacityBucket
from ..policies import Needs

Moves = dict[int, int]
# Written out: these run under the write lock, and Django's making of the SQL took longer than the UPDATE.
TAKE = (
    "UPDATE bookings_capacitybucket SET taken = taken + %s"
    " WHERE id = %s AND taken + %s <= capacity + overbook_allowance"
)
GIVE_BACK = "UPDATE bookings_capacitybucket SET taken = taken + %s WHERE id = %s AND taken + %s >= 0"


class LedgerDrift(RuntimeError):
    """A bucket is missing or holds less than its live allocations say; a fault, never a refusal."""


class ReserveTaken(RuntimeError):
    """A rival took the reserve between our reading and our UPDATE; the whole work is tried again."""


def move_bucket(bucket_id: int, quantity: int) -> bool:
    """Add ``quantity`` to one bucket (below zero gives back) unless a bound forbids it."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE if quantity >= 0 else GIVE_BACK, [quantity, bucket_id, quantity])
        return cursor.rowcount == 1


def apply_moves(moves: Mapping[int, int]) -> None:
    """Move the buckets in ascending id; the last statements before COMMIT.

    Raises BookingRefused ``full`` (the caller's transaction rolls back whole), ReserveTaken or
    LedgerDrift.
    """
    for bucket_id in sorted(moves):
        quantity = moves[bucket_id]
        if quantity == 0 or move_bucket(bucket_id, quantity):
            continue
        if quantity < 0:
            raise LedgerDrift(f"bucket {bucket_id} cannot give back {-quantity}")
        if CapacityBucket.objects.filter(pk=bucket_id).exclude(band="").exists():
            raise ReserveTaken(bucket_id)
        raise BookingRefused("full")


def allocate(booking: Booking, needs: Needs) -> Moves:
    """Write what the booking takes of each bucket of its session and return the moves to apply."""
    moves = shares(booking.session_id, needs, booking.band, {})
    write_allocations(booking, moves)
    return moves


def reallocate(booking: Booking, session_id: int, needs: Needs, now: datetime) -> Moves:
    """Replace what the booking holds of people and groups by ``needs`` in the session ``session_id``.

    The returned moves are net: of a bucket that stays only the difference moves, so a change takes the
    new before it frees the old, in one COMMIT or not at all. Lunch seats and bays stay as they are.
    """
    held = live_quantities(booking, units=[BucketUnit.PEOPLE, BucketUnit.GROUPS])
    wanted = shares(session_id, needs, booking.band, held)
    Allocation.objects.filter(booking=booking, bucket__in=held, released_at=None).update(released_at=now)
    write_allocations(booking, wanted)
    return {bucket_id: wanted.get(bucket_id, 0) - held.get(bucket_id, 0) for bucket_id in {*wanted, *held}}


def take(booking: Booking, bucket_id: int, quantity: int, now: datetime) -> Moves:
    """Set what the booking holds of one shared bucket (lunch seats, coach bays) to ``quantity``.

    0 gives everything back. Returns the net move.
    """
    live = Allocation.objects.filter(booking=booking, bucket_id=bucket_id, released_at=None)
    held = live.values_list("quantity", flat=True).first() or 0
    if held == quantity:
        return {}
    live.update(released_at=now)
    if quantity:
        write_allocations(booking, {bucket_id: quantity})
    return {bucket_id: quantity - held}


def release(booking: Booking, now: datetime) -> Moves:
    """Close the booking's live allocations and return the moves that give their places back.

    Call only after winning the change of status: that is what makes it happen once.
    """
    live = Allocation.objects.filter(booking=booking, released_at=None)
    moves = {bucket_id: -quantity for bucket_id, quantity in live.values_list("bucket_id", "quantity")}
    live.update(released_at=now)
    booking.parties.filter(active=True).update(active=False)
    return moves


def merge(*all_moves: Mapping[int, int]) -> Moves:
    """Return the sum of several bookings' moves, so that each bucket is touched once."""
    total: Moves = {}
    for moves in all_moves:
        for bucket_id, quantity in moves.items():
            total[bucket_id] = total.get(bucket_id, 0) + quantity
    return total


def shares(session_id: int, needs: Needs, band: str, held: Mapping[int, int]) -> Moves:
    """Return bucket id -> quantity for ``needs``: the band's reserve first, the rest from the open bucket.

    ``held`` is what the same booking has already, which counts as free for it.
    """
    buckets = CapacityBucket.objects.filter(session_id=session_id, band__in={"", band})
    rows = {(bucket.unit, bucket.band): bucket for bucket in buckets}
    moves: Moves = {}
    for unit, wanted in ((BucketUnit.PEOPLE, needs.people), (BucketUnit.GROUPS, needs.groups)):
        reserve = rows.get((unit, band)) if band else None
        reserved = 0
        if reserve is not None:
            # A reserve that is over gives nothing more, but nobody has to leave it for the open bucket.
            free = reserve.left if is_reserved(reserve) else 0
            reserved = min(wanted, free + held.get(reserve.pk, 0))
            moves[reserve.pk] = reserved
        if (unit, "") not in rows:
            raise without_bucket(session_id)
        moves[rows[unit, ""].pk] = wanted - reserved
    return {bucket_id: quantity for bucket_id, quantity in moves.items() if quantity}


def without_bucket(session_id: int) -> Exception:
    """Return ``closed`` when the session was just removed or never had places, else a fault."""
    buckets = CapacityBucket.objects.filter(session_id=session_id, band="")
    if buckets.exists():
        return LedgerDrift(f"session {session_id} lacks a bucket")
    return BookingRefused("closed")


def is_reserved(bucket: CapacityBucket) -> bool:
    """Say whether a reserve still waits for its schools."""
    return bucket.reserve_until is None or bucket.reserve_until > timezone.now()


def live_quantities(booking: Booking, units: list[BucketUnit]) -> Moves:
    """Return bucket id -> quantity the booking holds of the given units."""
    live = Allocation.objects.filter(booking=booking, released_at=None, bucket__unit__in=units)
    return dict(live.values_list("bucket_id", "quantity"))


def write_allocations(booking: Booking, quantities: Mapping[int, int]) -> None:
    """Insert one live row a bucket, in ascending id."""
    Allocation.objects.bulk_create(
        Allocation(booking=booking, bucket_id=bucket_id, quantity=quantities[bucket_id])
        for bucket_id in sorted(quantities)
    )
