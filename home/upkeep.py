"""Periodic work that sees every app: scheduled publishing, and the terms the privacy page states."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.audit.retention import ACTOR_TERM, AUDIT_TERM, forget_old_actors, purge_old_events
from portal.notifications.models import MessageState, OutgoingMessage
from studysites.bookings.models import Allocation, Booking, CapacityBucket, IdempotencyRecord, VisitDetails
from studysites.bookings.services.ledger import move_bucket

from .models import Correction

logger = logging.getLogger("home.upkeep")

# The privacy page (home/starter/pages/yinsi.md) tells readers these terms.
CONTACT_TERM = timedelta(days=180)
DETAILS_TERM = timedelta(days=30)
MESSAGE_TERM = timedelta(days=30)
REPEAT_KEY_TERM = timedelta(days=30)
CORRECTION_TERM = timedelta(days=365)
BOOKING_TERM = timedelta(days=3 * 365)
PURGED = "（已按期删除）"
# What VisitDetails holds of people and of needs, and what each is when it is gone.
NO_NEEDS = {
    "safety_name": "",
    "safety_phone": "",
    "plates": "",
    "wheelchair_count": None,
    "other_needs_count": None,
    "allergy_count": None,
}
NO_POLICY = {"insurer": "", "policy_number": ""}


def publish_scheduled() -> None:
    """Publish and take down the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


def purge_expired() -> dict[str, int]:
    """Delete what has outlived its term and return how many rows of each kind were touched.

    Safety officer, plates and counts of needs 30 days after the visit; contacts and the insurance policy
    of bookings 180 days after it; address and text of messages 30 days after they went
    out, were given up on or were left on the site (never of one still to be sent); the keys that make a
    repeated request harmless after 30 days; corrections a year after they were handled (no report goes
    unread); bookings and audit events after three, the actors of audit events after one. A second run
    finds nothing.
    """
    now = timezone.now()
    old = purge_old_bookings(now - BOOKING_TERM)
    bookings = Booking.objects.filter(session__ends_at__lt=now - CONTACT_TERM).exclude(contact_name=PURGED)
    handled = Correction.objects.exclude(state=Correction.State.NEW)
    return {
        "bookings": old,
        "contacts": bookings.update(contact_name=PURGED, contact_phone="", note=""),
        "needs": clear_details(now - DETAILS_TERM, NO_NEEDS),
        "policies": clear_details(now - CONTACT_TERM, NO_POLICY),
        "messages": old_messages(now - MESSAGE_TERM).update(
            body=PURGED, html_body="", to_address="", error="", read_at=Coalesce("read_at", now)
        ),
        "repeat_keys": IdempotencyRecord.objects.filter(created_at__lt=now - REPEAT_KEY_TERM).delete()[0],
        "corrections": handled.filter(handled_at__lt=now - CORRECTION_TERM).delete()[0],
        "audit": purge_old_events(now - AUDIT_TERM),
        "audit_actors": forget_old_actors(now - ACTOR_TERM),
    }


def clear_details(before: datetime, empty: Mapping[str, object]) -> int:
    """Set fields of the details of visits that ended before ``before`` to ``empty``; return how many rows."""
    still_held = Q()
    for name, value in empty.items():
        still_held |= ~Q(**{name: value})
    told = VisitDetails.objects.filter(still_held, booking__session__ends_at__lt=before)
    return told.update(**empty)


def old_messages(before: datetime) -> QuerySet[OutgoingMessage]:
    """Return the messages done with before ``before`` that still hold what they said.

    An error of the mail server may name the address, so it goes with the text. A message without a text
    is no longer to be read: it leaves the number of unread ones in the header.
    """
    done = OutgoingMessage.objects.exclude(state=MessageState.QUEUED).exclude(body=PURGED)
    return done.filter(Q(sent_at__lt=before) | Q(sent_at=None, created_at__lt=before))


@transaction.atomic
def purge_old_bookings(before: datetime) -> int:
    """Delete the bookings of sessions that ended before ``before``, with all that hangs on them.

    The buckets of those sessions are emptied, and what the bookings held of shared ones (lunch seats,
    bays) is given back in the same transaction, so the ledger still agrees.
    """
    old = Booking.objects.filter(session__ends_at__lt=before)
    count = old.count()
    if count:
        elsewhere = held_elsewhere(before)
        Allocation.objects.filter(booking__in=old).delete()
        old.delete()
        CapacityBucket.objects.filter(session__ends_at__lt=before).update(taken=0)
        give_back(elsewhere)
    return count


def held_elsewhere(before: datetime) -> dict[int, int]:
    """Return bucket id -> quantity old bookings hold live outside the buckets of the old sessions."""
    live = Allocation.objects.filter(booking__session__ends_at__lt=before, released_at=None)
    outside = live.exclude(bucket__in=CapacityBucket.objects.filter(session__ends_at__lt=before))
    sums = outside.values("bucket_id").order_by("bucket_id").annotate(held=Sum("quantity"))
    return dict(sums.values_list("bucket_id", "held"))


def give_back(held: dict[int, int]) -> None:
    """Subtract from each bucket what was held of it, in ascending id.

    A bucket that counts less than was held of it stays as it is: one wrong counter must not keep personal
    data beyond its term, and the nightly comparison reports it.
    """
    for bucket_id, quantity in held.items():
        if not move_bucket(bucket_id, -quantity):
            logger.error("bucket %s cannot give back %s of purged bookings", bucket_id, quantity)
