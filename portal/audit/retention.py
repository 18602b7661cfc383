"""The one door through the triggers: actors go after a year, events after three, the chain stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .models import AuditEvent, AuditPurge, AuditSeal

ACTOR_TERM = timedelta(days=365)
AUDIT_TERM = timedelta(days=3 * 365)
SEALS_A_TRANSACTION = 20


@contextmanager
def purging() -> Iterator[None]:
    """Let this transaction, and no other, pass the triggers; an error inside rolls the switch back too."""
    with transaction.atomic():
        AuditPurge.objects.update_or_create(pk=1, defaults={"allowed": True})
        yield
        AuditPurge.objects.filter(pk=1).update(allowed=False)


def forget_old_actors(before: datetime) -> int:
    """Take the actor's number from events written before ``before``; return how many were touched.

    The keyed digest stays: events of one person can still be told to be of one, not of whom.
    """
    old = AuditEvent.objects.filter(created_at__lt=before, actor_id__isnull=False)
    if not old.exists():
        return 0
    with purging():
        return old.update(actor_id=None)


def purge_old_events(before: datetime) -> int:
    """Delete the events of every seal whose newest event is older than ``before``; return how many.

    Only whole seals go. The seal stays, without the digests of its events and marked as purged, so
    that the chain can still be followed. Unsealed events are never deleted.
    """
    total = 0
    old = AuditSeal.objects.filter(newest_at__lt=before, purged_at=None).order_by("number")
    while seals := list(old[:SEALS_A_TRANSACTION]):
        with purging():
            for seal in seals:
                ids = [event_id for event_id, _ in seal.leaves]
                total += AuditEvent.objects.filter(pk__in=ids).delete()[0]
                AuditSeal.objects.filter(pk=seal.pk).update(leaves=[], purged_at=timezone.now())
    return total
