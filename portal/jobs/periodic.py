"""The register of periodic work; apps above add theirs when they are ready."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .backoff import wait_after

logger = logging.getLogger("portal.jobs")


@dataclass
class PeriodicWork:
    """One function called every ``seconds`` seconds."""

    name: str
    seconds: float
    run: Callable[[], object]
    each_process: bool = False
    due_at: float = field(default=0.0)
    failures: int = field(default=0)


_register: dict[str, PeriodicWork] = {}


def register_periodic(
    name: str, seconds: float, run: Callable[[], object], *, each_process: bool = False
) -> None:
    """Have ``run`` called every ``seconds`` seconds, the first time at once.

    The tick calls it in one process at a time, about every ``seconds`` (rounded to whole ticks of ten
    seconds), once however long everything stood still, and later after failures. ``run`` must be
    idempotent: a process that was halted may go on beside its successor. ``name`` has at most 64
    characters; the last registration of a name counts.

    With ``each_process`` it is called in every worker process by that process's own timer, for what
    belongs to the machine, such as a local index.
    """
    _register[name] = PeriodicWork(name, seconds, run, each_process)


def shared_works() -> dict[str, PeriodicWork]:
    """Return by name what one process at a time runs."""
    return {work.name: work for work in _register.values() if not work.each_process}


def run_due_locally(now: float | None = None) -> None:
    """Run what each process runs and is due at ``now`` (monotonic seconds); a failing work waits alone."""
    moment = time.monotonic() if now is None else now
    for work in [work for work in _register.values() if work.each_process and work.due_at <= moment]:
        work.due_at = moment + work.seconds
        try:
            work.run()
            work.failures = 0
        except Exception:
            work.failures += 1
            work.due_at = moment + max(work.seconds, wait_after(work.failures).total_seconds())
            logger.exception("%s failed in this process (%s in a row)", work.name, work.failures)
