"""The size of a session: open places and reserves together are what its manager typed."""

from collections.abc import Iterable, Mapping

from ..enums import BucketUnit
from ..exceptions import BookingRefused
from ..models import CapacityBucket, VisitSession
from .reserves import shift_capacity

UNIT_WORDS = {BucketUnit.PEOPLE.value: "人", BucketUnit.GROUPS.value: "组"}


def resize_buckets(session: VisitSession, sizes: Mapping[str, int]) -> None:
    """Bring the sum of each unit to its size by moving the open bucket, inside the caller's transaction.

    The buckets are held in ascending id, as bookings take them, and read by a second statement: whoever
    moves capacity between them (a reserve set or over) is done, or waits and keeps the sum. Raises
    BookingRefused ``below_taken`` when a unit's open bucket would fall below what is taken.
    """
    held = CapacityBucket.objects.select_for_update().filter(session=session).order_by("id")
    list(held.values_list("id", flat=True))
    rows = list(CapacityBucket.objects.filter(session=session).order_by("id"))
    for unit, size in sizes.items():
        resize_unit([row for row in rows if row.unit == unit], unit, size)


def resize_unit(rows: Iterable[CapacityBucket], unit: str, size: int) -> None:
    """Move one unit's open bucket so that its buckets come to ``size``."""
    listed = list(rows)
    change = size - sum(row.capacity for row in listed)
    for row in listed:
        if not row.band and not shift_capacity(CapacityBucket.objects.filter(pk=row.pk), change):
            raise below_taken(listed, UNIT_WORDS[unit], size)


def below_taken(rows: Iterable[CapacityBucket], word: str, size: int) -> BookingRefused:
    """Return the refusal with what is taken, what is kept in reserve, and the smallest size there can be."""
    taken = kept = 0
    for row in rows:
        taken += row.taken
        kept += max(row.capacity - row.taken, 0) if row.band else 0
    reserved = f"，另有 {kept} {word}的名额预留着" if kept else ""
    less = "先减少预留，或先与学校商量取消预约" if kept else "先与学校商量取消预约"
    return BookingRefused(
        "below_taken",
        f"已有 {taken} {word}预约{reserved}，整场容量不能改成 {size} {word}。两项容量都没有改动；"
        f"请填 {taken + kept} 或更大的数，或{less}。",
    )
