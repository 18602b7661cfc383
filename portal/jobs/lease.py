"""The lease of the tick: of any number of processes one holds it, and a killed one loses it.

Every step is one compare-and-swap UPDATE, right on SQLite and PostgreSQL without row locks. The
holder counts ``beats`` up; who wants the lease takes it only after it has watched the same beats for
``LEASE_SECONDS`` of its own monotonic clock, so no wall clock can hand out a lease or withhold it.
"""

import logging
import time

from django.db.models import F, QuerySet
from django.utils import timezone

from .models import TickLease
from .stillness import Monotonic, Stillness

logger = logging.getLogger("portal.jobs")

LEASE_SECONDS = 60.0
# A holder whose work hangs longer than this is not kept alive by its pulse any more.
LONGEST_WORK_SECONDS = 15 * 60.0


class Lease:
    """One process's hold on the lease row; ``holder`` must differ from start to start."""

    def __init__(self, holder: str, monotonic: Monotonic = time.monotonic) -> None:
        self.holder = holder
        self.monotonic = monotonic
        self.term = 0
        self._watch = Stillness(monotonic)
        self._touched = monotonic()

    def hold(self) -> bool:
        """Renew the lease or take it if it is free or its holder still; say whether we have it."""
        return self.renew() or self._take()

    def renew(self) -> bool:
        """Say whether we still have the lease, and renew it; for the thread that ticks."""
        self._touched = self.monotonic()
        if not self.term:
            return False
        if self._beat(self.term):
            return True
        logger.warning("the tick's lease went to another process (term %s was ours)", self.term)
        self.term = 0
        return False

    def keep(self) -> bool:
        """Renew from beside the thread that ticks, as long as that thread does not hang."""
        term = self.term
        hanging = self.monotonic() - self._touched > LONGEST_WORK_SECONDS
        return bool(term) and not hanging and self._beat(term)

    def release(self) -> None:
        """Give the lease back, so that the next process need not wait."""
        if self.term:
            self._ours(self.term).update(holder="")
            self.term = 0

    def note_tick(self) -> None:
        """Write down that a whole tick is done."""
        self._ours(self.term).update(ticked_at=timezone.now())

    def _ours(self, term: int) -> QuerySet[TickLease]:
        return TickLease.objects.filter(pk=TickLease.ONLY, term=term, holder=self.holder)

    def _beat(self, term: int) -> bool:
        return bool(self._ours(term).update(beats=F("beats") + 1, renewed_at=timezone.now()))

    def _take(self) -> bool:
        row, _ = TickLease.objects.get_or_create(pk=TickLease.ONLY)
        still = self._watch.seconds(TickLease.ONLY, (row.term, row.beats))
        if row.holder and still < LEASE_SECONDS:
            return False
        won = TickLease.objects.filter(
            pk=TickLease.ONLY, term=row.term, beats=row.beats, holder=row.holder
        ).update(term=row.term + 1, beats=0, holder=self.holder, renewed_at=timezone.now())
        if won:
            self.term = row.term + 1
            logger.info("took the tick's lease, term %s", self.term)
        return bool(won)
