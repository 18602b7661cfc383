"""Telling a dead process from a live one without any clock but our own monotonic one.

A live process keeps changing a value in the database. Who watches it notes since when, by its own
monotonic clock, the value has not changed. Wall clocks that jump or disagree say nothing about it.
"""

import time
from collections.abc import Callable, Hashable, Iterable

Monotonic = Callable[[], float]


class Stillness:
    """Remembers, for each watched key, the last value seen and since when it has been the same."""

    def __init__(self, monotonic: Monotonic = time.monotonic) -> None:
        self.monotonic = monotonic
        self._seen: dict[Hashable, tuple[Hashable, float]] = {}

    def seconds(self, key: Hashable, value: Hashable) -> float:
        """Return for how many seconds ``value`` has been the value of ``key``; 0 when it is new."""
        now = self.monotonic()
        before, since = self._seen.get(key, (None, now))
        if key not in self._seen or before != value:
            since = now
        self._seen[key] = (value, since)
        return now - since

    def keep_only(self, keys: Iterable[Hashable]) -> None:
        """Forget every key that is not watched any more."""
        wanted = set(keys)
        self._seen = {key: seen for key, seen in self._seen.items() if key in wanted}
