"""What the health page asks about background work; three small queries in all."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .models import PeriodicRun, TickLease, WorkerBeat
from .periodic import shared_works
from .tasks import tries_of

RECENT = timedelta(days=1)


@dataclass(frozen=True)
class TickState:
    """When a whole tick was last done (None: never), and which works fail, with failures in a row."""

    ticked_at: datetime | None
    failing: dict[str, int] = field(default_factory=dict)


def last_beat() -> datetime | None:
    """Return when any worker last gave a sign of life, or None if none ever did."""
    newest = WorkerBeat.objects.order_by("-beat_at").first()
    return newest.beat_at if newest else None


def tick_state() -> TickState:
    """Return the state of the tick; works of an earlier release, no longer registered, do not count."""
    ticked_at = TickLease.objects.filter(pk=TickLease.ONLY).values_list("ticked_at", flat=True).first()
    failing = PeriodicRun.objects.filter(name__in=shared_works(), failures__gt=0).order_by("name")
    return TickState(ticked_at, dict(failing.values_list("name", "failures")))


def failed_tasks() -> int:
    """Return how many queued tasks failed for good within the last day."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=timezone.now() - RECENT)
    rows = failed.values_list("task_path", "worker_ids")
    return sum(len(workers) >= tries_of(path) for path, workers in rows)
