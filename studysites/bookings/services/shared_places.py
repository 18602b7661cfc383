"""Lunch seats and coach bays of one booking: chosen, changed and given back through the ledger.

Each function runs inside the caller's transaction and returns the moves to apply at its end.
"""

from dataclasses import dataclass
from datetime import datetime

from ..dates import ZONE
from ..enums import BucketUnit, ResourceKind
from ..exceptions import BookingRefused
from ..models import Booking, CapacityBucket, Resource
from ..windows import half_hours, lunch_windows
from . import ledger
from .resources import window_bucket

NO_SLOT = "所选的用餐时段不在这个基地当天的时段里，没有保存。请重新选择。"


@dataclass(frozen=True)
class LunchSlot:
    """One half hour of one lunch area; ``start`` is aware."""

    resource_id: int
    start: datetime


def take_lunch(booking: Booking, slot: LunchSlot | None, people: int, now: datetime) -> ledger.Moves:
    """Let the booking hold ``people`` seats in ``slot`` and no others.

    Raises BookingRefused ``lunch_slot`` or ``lunch_full``.
    """
    wanted = {lunch_bucket(booking, slot).pk: people} if slot is not None and people else {}
    return set_shared(booking, BucketUnit.SEATS, wanted, now)


def lunch_bucket(booking: Booking, slot: LunchSlot) -> CapacityBucket:
    """Return the bucket of a lunch window of the booking's base and day."""
    session = booking.session
    windows = dict(lunch_windows(session.starts_at.astimezone(ZONE).date()))
    resource = Resource.objects.filter(
        pk=slot.resource_id, organisation_id=session.organisation_id, kind=ResourceKind.LUNCH
    ).first()
    start = slot.start.astimezone(ZONE)
    if resource is None or not resource.in_use or start not in windows:
        raise BookingRefused("lunch_slot", NO_SLOT)
    return window_bucket(resource, start, windows[start])


def take_bays(booking: Booking, coaches: int, now: datetime) -> ledger.Moves:
    """Let the booking hold ``coaches`` bays of one coach park in every half hour of its session.

    A base that keeps no bays limits nothing. Raises BookingRefused ``bays_full``.
    """
    if not coaches:
        return set_shared(booking, BucketUnit.BAYS, {}, now)
    held = ledger.live_quantities(booking, units=[BucketUnit.BAYS])
    parks = Resource.objects.filter(
        organisation_id=booking.session.organisation_id, kind=ResourceKind.COACH_BAY, in_use=True
    )
    most = -1
    for park in parks.order_by("name"):
        buckets = park_buckets(park, booking)
        left = min(bucket.left + held.get(bucket.pk, 0) for bucket in buckets)
        if left >= coaches:
            return set_shared(booking, BucketUnit.BAYS, {bucket.pk: coaches for bucket in buckets}, now)
        most = max(most, left)
    if most < 0:
        return set_shared(booking, BucketUnit.BAYS, {}, now)
    raise BookingRefused(
        "bays_full",
        f"这个时段基地最多还能停 {most} 辆大巴，填的是 {coaches} 辆。"
        "请减少大巴；停在别处的，请勾选“大巴停在别处”。",
    )


def park_buckets(park: Resource, booking: Booking) -> list[CapacityBucket]:
    """Return the buckets of a coach park for every half hour the session touches."""
    windows = half_hours(booking.session.starts_at, booking.session.ends_at)
    return [window_bucket(park, start, end) for start, end in windows]


def set_shared(booking: Booking, unit: BucketUnit, wanted: dict[int, int], now: datetime) -> ledger.Moves:
    """Make ``wanted`` (bucket id -> quantity) all the booking holds of one unit; refuse ``lunch_full``.

    What is full is told before the ledger decides, so that the sentence can name the number.
    """
    held = ledger.live_quantities(booking, units=[unit])
    for bucket in CapacityBucket.objects.filter(pk__in=wanted):
        left = bucket.left + held.get(bucket.pk, 0)
        if unit == BucketUnit.SEATS and left < wanted[bucket.pk]:
            raise BookingRefused(
                "lunch_full",
                f"这个时段还有 {left} 个午餐座位，不够 {wanted[bucket.pk]} 人，原来选的座位照旧。"
                "一次来访只能选一个时段：请换一个座位够的时段，或只填在这里用餐的人数，其余的人另作安排。",
            )
    moves = [ledger.take(booking, bucket_id, wanted.get(bucket_id, 0), now) for bucket_id in {*wanted, *held}]
    return ledger.merge(*moves)
