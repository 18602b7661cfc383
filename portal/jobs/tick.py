"""The tick: every ten seconds, in one process at a time, whatever periodic work is due.

After a stop of any length each work runs once. A failing work waits and holds up no other; the lease
is renewed before each work, and beside a long one by the worker's pulse (``portal.jobs.worker``).
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone

from . import runs
from .lease import Lease
from .models import PeriodicRun
from .periodic import PeriodicWork, shared_works
from .stillness import Monotonic

logger = logging.getLogger("portal.jobs")

TICK_SECONDS = 10.0
Now = Callable[[], datetime]


class Tick:
    """One process's part in the tick; ``now`` and ``monotonic`` are its clocks."""

    def __init__(
        self,
        holder: str,
        *,
        now: Now = timezone.now,
        monotonic: Monotonic = time.monotonic,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.lease = Lease(holder, monotonic)
        self.now = now
        self.monotonic = monotonic
        self.stopping = stopping
        self.next_at = monotonic()

    def step(self) -> None:
        """Tick when the time has come by the monotonic clock; otherwise do nothing."""
        if self.monotonic() >= self.next_at:
            self.next_at = self.monotonic() + TICK_SECONDS
            self.tick()

    def tick(self) -> bool:
        """Run what is due if the lease is ours; say whether a whole tick was done."""
        if not self.lease.hold():
            return False
        works = shared_works()
        for row in runs.due_runs(works, self.now()):
            if self.stopping() or not self.lease.renew():
                return False
            self.run(row, works[row.name])
        self.lease.note_tick()
        return True

    def run(self, row: PeriodicRun, work: PeriodicWork) -> None:
        """Run one due work and write down how it ended; its errors end here."""
        if not runs.begin(row, work.seconds, self.now()):
            return
        try:
            work.run()
        except Exception as error:
            logger.exception("periodic work %s failed (%s in a row)", work.name, row.failures + 1)
            close_old_connections()
            runs.end_badly(row, error, self.now())
        else:
            runs.end_well(row, self.now())
