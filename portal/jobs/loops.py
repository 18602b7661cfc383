"""A loop that outlives every error of what it repeats, and stops within seconds."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connections

from .backoff import error_line

logger = logging.getLogger("portal.jobs")

PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


class SupervisedLoop:
    """Repeats ``step`` until ``stopping`` is set: at once if it says True, else after ``pause`` seconds."""

    def __init__(
        self,
        name: str,
        step: Callable[[], object],
        stopping: threading.Event,
        pause: float = PAUSE_SECONDS,
        at_end: Callable[[], object] = lambda: None,
    ) -> None:
        self.name = name
        self.step = step
        self.stopping = stopping
        self.pause = pause
        self.at_end = at_end
        self.last_error = ""
        self.busy_since: float | None = None

    def run(self) -> None:
        """Loop until stopped, then call ``at_end``; errors never end the loop."""
        failures = 0
        while not self.stopping.is_set():
            failures, pause = self.round(failures)
            self.stopping.wait(pause)
        try:
            self.at_end()
        except Exception:
            logger.exception("%s: could not end in order", self.name)
        connections.close_all()

    def round(self, failures: int) -> tuple[int, float]:
        """Take one step and return the failures in a row and the pause; errors wait 2, 4 ... 30 s."""
        self.busy_since = time.monotonic()
        try:
            close_old_connections()
            return 0, 0.0 if self.step() is True else self.pause
        except Exception as error:  # supervision is the point: every error is logged and waited out
            failures += 1
            self.last_error = error_line(error)
            logger.exception("%s: round failed (%s in a row)", self.name, failures)
            return failures, min(PAUSE_SECONDS * 2**failures, LONGEST_PAUSE_SECONDS)
        finally:
            self.busy_since = None

    def busy_seconds(self) -> float:
        """Return for how long the round in hand has lasted, 0 between rounds."""
        since = self.busy_since
        return 0.0 if since is None else time.monotonic() - since
