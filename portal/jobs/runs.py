"""The rows of periodic work: what is due, what was begun, how it ended.

Each begin is a compare-and-swap on ``starts``, so a work begins once however many processes believe
they hold the lease; an end counts only for the begin it belongs to.
"""

from datetime import datetime, timedelta

from django.db.models import F

from .backoff import LONGEST_WAIT, error_line, wait_after
from .models import PeriodicRun
from .periodic import PeriodicWork

# Half a tick: ten seconds after a tick means the next tick, not the one after it.
TOLERANCE = timedelta(seconds=5)
INTERRUPTED = "Interrupted: the process that ran it ended or hung"


def due_runs(works: dict[str, PeriodicWork], now: datetime) -> list[PeriodicRun]:
    """Return the rows due at ``now``, longest overdue first; a work without a row gets one and is due."""
    rows = list(PeriodicRun.objects.filter(name__in=works).order_by("due_at"))
    missing = works.keys() - {row.name for row in rows}
    if missing:
        fresh = [PeriodicRun(name=name, due_at=now) for name in sorted(missing)]
        PeriodicRun.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = list(PeriodicRun.objects.filter(name__in=works).order_by("due_at"))
    return [row for row in rows if row.running or is_due(row, works[row.name].seconds, now)]


def is_due(row: PeriodicRun, seconds: float, now: datetime) -> bool:
    """Is its time here, or further away than it can ever be set (the clock was put back)?"""
    wait = row.due_at - now
    longest = max(timedelta(seconds=seconds), LONGEST_WAIT if row.failures else timedelta())
    return wait <= TOLERANCE or wait > longest + TOLERANCE


def begin(row: PeriodicRun, seconds: float, now: datetime) -> bool:
    """Take one due work for this process and set its next time; False when another began it.

    A row still marked as running was left by a process that ended or hung: that counts as a failure
    with its wait, so a work that kills its process does not kill one after another without pause.
    """
    if row.running:
        interrupt(row, now)
        return False
    won = PeriodicRun.objects.filter(pk=row.pk, starts=row.starts, running=False).update(
        starts=row.starts + 1, running=True, started_at=now, due_at=now + timedelta(seconds=seconds)
    )
    row.starts += 1
    return bool(won)


def interrupt(row: PeriodicRun, now: datetime) -> None:
    """Note a begin that never ended as a failure."""
    PeriodicRun.objects.filter(pk=row.pk, starts=row.starts, running=True).update(
        running=False,
        failures=F("failures") + 1,
        last_error=INTERRUPTED,
        due_at=now + wait_after(row.failures + 1),
    )


def end_well(row: PeriodicRun, now: datetime) -> None:
    """Note that the begin ``row.starts`` ended well."""
    PeriodicRun.objects.filter(pk=row.pk, starts=row.starts).update(
        running=False, finished_at=now, failures=0, last_error=""
    )


def end_badly(row: PeriodicRun, error: Exception, now: datetime) -> None:
    """Note that the begin ``row.starts`` failed, and wait longer with each failure in a row."""
    PeriodicRun.objects.filter(pk=row.pk, starts=row.starts).update(
        running=False,
        finished_at=now,
        failures=F("failures") + 1,
        last_error=error_line(error),
        due_at=now + wait_after(row.failures + 1),
    )
