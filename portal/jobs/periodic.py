"""The register of periodic work; apps above add theirs when they are ready."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class PeriodicWork:
    """One function the worker calls every ``seconds`` seconds."""

    name: str
    seconds: float
    run: Callable[[], object]
    due_at: float = field(default=0.0)


_register: dict[str, PeriodicWork] = {}


def register_periodic(name: str, seconds: float, run: Callable[[], object]) -> None:
    """Have the worker call ``run`` every ``seconds`` seconds, the first time at once.

    ``run`` must be idempotent and safe in several processes; the last registration of a name counts.
    """
    _register[name] = PeriodicWork(name, seconds, run)


def take_due(now: float | None = None) -> list[PeriodicWork]:
    """Return the work due at ``now`` (monotonic seconds) and set its next time."""
    moment = time.monotonic() if now is None else now
    due = [work for work in _register.values() if work.due_at <= moment]
    for work in due:
        work.due_at = moment + work.seconds
    return due
