"""Nightly comparison of the ledger with itself, and the deliberate repair of a counter."""

import logging

from django.db.models import F

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.jobs.periodic import register_periodic
from portal.notifications.services import queue_message

from ..models import CapacityBucket
from ..selectors.drift import Drift, drifted_buckets, find_drift
from .short_writes import write

logger = logging.getLogger("studysites.bookings")

DAY_SECONDS = 24 * 60 * 60
NAMED = 20
SUBJECT = "名额账目核对发现差异"
HOW = (
    "请管理员在服务器上运行 manage.py reconcile_bookings 查看全部；"
    "核实后加 --repair 只改正计数。预约没有改动。"
)


def repair_counter(drift: Drift, *, actor: User | None = None) -> bool:
    """Set one bucket's ``taken`` to the sum of its live allocations; True when it was set.

    Guarded by the number just read, so a booking made meanwhile is never lost; audited. False when the
    bucket no longer drifts, moved meanwhile, or when more is held than it may hold at most: then a person
    must raise its capacity or speak with a school first. Raises BookingRefused ``busy``.
    """

    def work() -> bool:
        bucket = drifted_buckets().filter(pk=drift.bucket_id).first()
        if bucket is None:
            return False
        same = CapacityBucket.objects.filter(pk=bucket.pk, taken=bucket.taken)
        bounded = same.filter(capacity__gte=bucket.live - F("overbook_allowance"))
        if not bounded.update(taken=bucket.live):
            return False
        record_event(
            action="ledger.repaired", target=bucket, actor=actor, found=bucket.taken, written=bucket.live
        )
        return True

    return write(work)


def reconcile() -> int:
    """Look for drift, log each as an error and tell the administrators; return how many there are."""
    drifts = find_drift()
    for drift in drifts:
        logger.error("ledger drift: %s", drift)
    if drifts:
        write(lambda: tell_administrators(drifts))
    return len(drifts)


def tell_administrators(drifts: list[Drift]) -> None:
    """Queue one message for each active administrator, naming the first twenty."""
    lines = [str(drift) for drift in drifts[:NAMED]]
    body = "\n".join([f"夜间核对发现 {len(drifts)} 处差异：", "", *lines, "", HOW])
    for person in User.objects.filter(is_superuser=True, is_active=True).order_by("id"):
        queue_message(kind="ledger.drift", subject=SUBJECT, body=body, recipient=person)


def register() -> None:
    """Hang the comparison on the tick, once a day."""
    register_periodic("bookings.reconcile", DAY_SECONDS, reconcile)
