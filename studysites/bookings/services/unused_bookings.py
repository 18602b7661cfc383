"""Drafts and holds that led to nothing go after 30 days (booking.md section 6)."""

from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet

from ..enums import BookingStatus
from ..models import Allocation, Booking
from .transactions import is_contention
from .writer_queue import writers_turn

TERM = timedelta(days=30)
BATCH = 200


def purge_unused(now: datetime) -> int:
    """Delete what was never submitted and not touched for 30 days; return how many bookings went.

    Drafts, and holds that expired or were given up: they took no place any more and name nobody. A
    second run finds nothing.
    """
    before = now - TERM
    old = unused(before).order_by("id").values_list("pk", flat=True)
    return sum(delete_one(pk, before) for pk in list(old[:BATCH]))


def unused(before: datetime) -> QuerySet[Booking]:
    """Bookings nobody ever submitted, in a state nothing leads out of but by the school's own hand."""
    ended = Q(status__in=[BookingStatus.EXPIRED, BookingStatus.CANCELLED], hold_expires_at__isnull=False)
    return Booking.objects.filter(
        Q(status=BookingStatus.DRAFT) | ended,
        submitted_at=None,
        contact_name="",
        waitlist_entry=None,
        updated_at__lt=before,
    )


def delete_one(booking_id: int, before: datetime) -> bool:
    """Delete one booking with its released allocations, unless it was taken up meanwhile."""
    try:
        with writers_turn(), transaction.atomic(durable=True):
            # Writing the row first keeps a school from holding it while it goes.
            if not unused(before).filter(pk=booking_id).update(status=BookingStatus.EXPIRED):
                return False
            Allocation.objects.filter(booking_id=booking_id).delete()
            Booking.objects.filter(pk=booking_id).delete()
    except OperationalError as error:
        if not is_contention(error):
            raise
        return False
    return True
