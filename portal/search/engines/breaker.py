"""A breaker: after the first failure of a server nobody waits for it until it was seen well again."""

import logging
import time
from collections.abc import Callable
from threading import Lock

logger = logging.getLogger(__name__)

# Seconds between two tries of a server in trouble.
PAUSE = 10.0


class Breaker:
    """Open while a server is in trouble. One a process and server, shared by its threads.

    ``pause`` is in seconds, ``clock`` gives monotonic seconds.
    """

    def __init__(self, name: str, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self.reason = ""
        self._pause = pause
        self._clock = clock
        self._next_try = 0.0
        self._open = False
        self._lock = Lock()

    @property
    def is_open(self) -> bool:
        """Must the server not be asked questions?"""
        return self._open

    def open(self, reason: str) -> None:
        """Note a failure; the next try is a pause away. Logged when the trouble begins."""
        with self._lock:
            began, self._open, self.reason = not self._open, True, reason
            self._next_try = self._clock() + self._pause
        if began:
            logger.warning("%s is not asked for now: %s", self.name, reason)

    def close(self) -> None:
        """Note that the server is well and has caught up."""
        with self._lock:
            ended, self._open, self.reason = self._open, False, ""
        if ended:
            logger.warning("%s answers again", self.name)

    def is_due(self) -> bool:
        """Open, and the pause is over: somebody should try."""
        return self._open and self._clock() >= self._next_try

    def may_try(self) -> bool:
        """Closed, or open and this caller is the one who may try now; the others wait a pause longer."""
        with self._lock:
            if self._open and self._clock() < self._next_try:
                return False
            self._next_try = self._clock() + self._pause
            return True
