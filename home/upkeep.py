"""Periodic work that sees every app: scheduled publishing, and the terms the privacy page states."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.audit.retention import ACTOR_TERM, AUDIT_TERM, forget_old_actors, purge_old_events
from portal.notifications.models import MessageState, OutgoingMessage
from studysites.bookings.models import Allocation, Booking, CapacityBucket, IdempotencyRecord

from .models import Correction

# The privacy page (home/starter/pages/yinsi.md) tells readers these terms.
CONTACT_TERM = timedelta(days=180)
MESSAGE_TERM = timedelta(days=30)
REPEAT_KEY_TERM = timedelta(days=30)
CORRECTION_TERM = timedelta(days=365)
BOOKING_TERM = timedelta(days=3 * 365)
PURGED = "（已按期删除）"


def publish_scheduled() -> None:
    """Publish and take down the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


def purge_expired() -> dict[str, int]:
    """Delete what has outlived its term and return how many rows of each kind were touched.

    Contacts of bookings 180 days after the visit; address and text of messages 30 days after they went
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
        "messages": old_messages(now - MESSAGE_TERM).update(
            body=PURGED, html_body="", to_address="", error="", read_at=Coalesce("read_at", now)
        ),
        "repeat_keys": IdempotencyRecord.objects.filter(created_at__lt=now - REPEAT_KEY_TERM).delete()[0],
        "corrections": handled.filter(handled_at__lt=now - CORRECTION_TERM).delete()[0],
        "audit": purge_old_events(now - AUDIT_TERM),
        "audit_actors": forget_old_actors(now - ACTOR_TERM),
    }


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

    The buckets of those sessions are emptied in the same transaction, so the ledger still agrees.
    """
    old = Booking.objects.filter(session__ends_at__lt=before)
    count = old.count()
    if count:
        CapacityBucket.objects.filter(session__ends_at__lt=before).update(taken=0)
        Allocation.objects.filter(booking__in=old).delete()
        old.delete()
    return count
