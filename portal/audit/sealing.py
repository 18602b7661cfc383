"""Chains events into seals a little after they were written, so that no writer waits for another.

PostgreSQL commits numbers out of order: an event may appear below one already seen. Hence events are
sealed once they are 60 s old, and not while a transaction that writes events has been open for 30 s.
"""

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from .digests import digest_of_seal, leaf_of, root_of
from .models import AuditEvent, AuditSeal

logger = logging.getLogger("portal.audit")

SETTLED_AFTER = timedelta(seconds=60)
LONGEST_WRITER = timedelta(seconds=30)
EVENTS_A_SEAL = 500
OPEN_WRITERS = """
SELECT count(*) FROM pg_locks AS held JOIN pg_stat_activity AS session ON session.pid = held.pid
WHERE held.relation = %s::regclass AND held.mode = 'RowExclusiveLock' AND held.granted
  AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND session.pid <> pg_backend_pid() AND session.xact_start < clock_timestamp() - make_interval(secs => %s)
"""


def seal_settled_events(now: datetime | None = None) -> int:
    """Seal every event older than 60 s that has no seal, and return how many were sealed.

    Safe in several processes: the number of a seal is unique, who comes second leaves it to the first.
    """
    before = (now or timezone.now()) - SETTLED_AFTER
    if open_writers(LONGEST_WRITER):
        logger.warning("sealing of audit events is put off: a transaction that writes events is still open")
        return 0
    total = 0
    while sealed := seal_next(before):
        total += sealed
    return total


def open_writers(older_than: timedelta) -> int:
    """Return how many other transactions begun that long ago have written events and not yet ended.

    Always 0 on SQLite, which has one writer at a time and commits numbers in order.
    """
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(OPEN_WRITERS, [AuditEvent._meta.db_table, older_than.total_seconds()])
        return int(cursor.fetchone()[0])


def seal_next(before: datetime) -> int:
    """Write the next seal, of 500 events at most written before ``before``; 0 when there is none to write."""
    last = AuditSeal.objects.order_by("-number").first()
    waiting = AuditEvent.objects.filter(id__gt=last.last_id if last else 0)
    newest = waiting.filter(created_at__lt=before).aggregate(Max("id"))["id__max"]
    if newest is None:
        return 0
    events = list(waiting.filter(id__lte=newest).order_by("id")[:EVENTS_A_SEAL])
    seal = seal_of(events, last)
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        logger.info("audit seal %s was written by another process", seal.number)
        return 0
    logger.info("audit seal %s of %s events: %s", seal.number, seal.count, seal.digest)
    return seal.count


def seal_of(events: list[AuditEvent], last: AuditSeal | None) -> AuditSeal:
    """Return the unsaved seal of ``events`` (at least one, in id order) that follows ``last``."""
    leaves = [[event.pk, leaf_of(event)] for event in events]
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        first_id=events[0].pk,
        last_id=events[-1].pk,
        count=len(events),
        newest_at=max(event.created_at for event in events),
        sealed_at=timezone.now(),
        previous_digest=last.digest if last else "",
        root=root_of(leaves),
        leaves=leaves,
    )
    seal.digest = digest_of_seal(seal)
    return seal
