"""The capacity ledger: the only code that moves ``taken`` (design decisions 4 and 23).

One guarded UPDATE a bucket, buckets in ascending id, last in the transaction. Correct on SQLite and
on PostgreSQL at READ COMMITTED without row locks (docs/decisions/0004-booking-capacity.md).
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

from ..enums import BucketUnit
from ..exceptions import BookingRefused
from ..models import Allocation, Booking, CapacityBucket
from ..policies import Needs


class LedgerDrift(RuntimeError):
    """A bucket is missing or holds less than its live allocations say; a fault, never a refusal."""


def move_bucket(bucket_id: int, quantity: int) -> bool:
    """Add ``quantity`` to one bucket (below zero gives back) unless a bound forbids it."""
    bucket = CapacityBucket.objects.filter(pk=bucket_id)
    if quantity >= 0:
        bucket = bucket.filter(taken__lte=F("capacity") + F("overbook_allowance") - quantity)
    else:
        bucket = bucket.filter(taken__gte=-quantity)
    return bucket.update(taken=F("taken") + quantity) == 1


def apply_moves(moves: Mapping[int, int]) -> None:
    """Move the buckets in ascending id; the last statements before COMMIT.

    Raises BookingRefused ``full`` (the caller's transaction rolls back whole) or LedgerDrift.
    """
    for bucket_id in sorted(moves):
        if move_bucket(bucket_id, moves[bucket_id]):
            continue
        if moves[bucket_id] > 0:
            raise BookingRefused("full")
        raise LedgerDrift(f"bucket {bucket_id} cannot give back {-moves[bucket_id]}")


def allocate(booking: Booking, needs: Needs) -> dict[int, int]:
    """Write what the booking takes of each bucket of its session and return the moves to apply."""
    wanted = {BucketUnit.PEOPLE.value: needs.people, BucketUnit.GROUPS.value: needs.groups}
    buckets = CapacityBucket.objects.filter(session_id=booking.session_id, unit__in=wanted)
    moves = {bucket_id: wanted[unit] for bucket_id, unit in buckets.values_list("id", "unit")}
    if len(moves) < len(wanted):
        raise LedgerDrift(f"session {booking.session_id} lacks a bucket")
    Allocation.objects.bulk_create(
        Allocation(booking=booking, bucket_id=bucket_id, quantity=moves[bucket_id])
        for bucket_id in sorted(moves)
    )
    return moves


def release(booking: Booking, now: datetime) -> dict[int, int]:
    """Close the booking's live allocations and return the moves that give their places back.

    Call only after winning the change of status: that is what makes it happen once.
    """
    live = Allocation.objects.filter(booking=booking, released_at=None)
    moves = {bucket_id: -quantity for bucket_id, quantity in live.values_list("bucket_id", "quantity")}
    live.update(released_at=now)
    booking.parties.filter(active=True).update(active=False)
    return moves
