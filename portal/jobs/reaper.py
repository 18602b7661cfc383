"""Care for queued tasks: failed ones that ask for it are tried again, lost ones are begun again.

``django_tasks_db`` does neither: a killed worker leaves its task RUNNING for ever. How often a task
was begun is the length of its ``worker_ids``, so no table of ours is needed; every move is a
compare-and-swap on its status.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from .backoff import LONGEST_WAIT, wait_after
from .models import WorkerBeat
from .stillness import Stillness
from .tasks import tries_of

logger = logging.getLogger("portal.jobs")

LOST_SECONDS = 120.0
MOST_LOSSES = 3
# An older failure is history, even if its task asks for more tries since the last release.
RETRY_WITHIN = timedelta(days=1)
KEEP_DONE = timedelta(days=7)
KEEP_FAILED = timedelta(days=30)
LOST = "portal.jobs.reaper.WorkerLost"
_watch = Stillness()


class WorkerLost(Exception):
    """Every worker that began the task ended or hung before the task was done."""


def care_for_tasks(watch: Stillness | None = None) -> dict[str, int]:
    """Retry, reap and wake what needs it; return how many of each (periodic work of the tick)."""
    return {
        "retried": retry_failed(),
        "reaped": reap_lost(watch or _watch),
        "woken": wake_oversleepers(),
    }


def retry_failed() -> int:
    """Make failed tasks that ask for more tries ready again, later each time; return how many."""
    now = timezone.now()
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now - RETRY_WITHIN)
    count = 0
    for pk, path, workers in failed.values_list("pk", "task_path", "worker_ids"):
        if len(workers) < tries_of(path):
            count += (
                DBTaskResult.objects.failed()
                .filter(pk=pk)
                .update(
                    status=TaskResultStatus.READY, finished_at=None, run_after=now + wait_after(len(workers))
                )
            )
    return count


def reap_lost(watch: Stillness) -> int:
    """Deal with tasks whose worker gave no sign of life for two minutes; return how many.

    They are made ready again three times (oftener if the task asks for more tries), then they fail
    with a reason and an error in the log.
    """
    beats = dict(WorkerBeat.objects.values_list("worker", "beat_at"))
    running = list(DBTaskResult.objects.running().only("pk", "task_path", "worker_ids", "started_at"))
    watch.keep_only({(row.pk, row.started_at) for row in running})
    count = 0
    for row in running:
        worker = row.worker_ids[-1] if row.worker_ids else ""
        if watch.seconds((row.pk, row.started_at), beats.get(worker)) >= LOST_SECONDS:
            count += reap(row)
    return count


def reap(row: "DBTaskResult[..., object]") -> int:
    """Give one lost task back, or fail it when it was lost too often; 0 when it moved meanwhile."""
    mine = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
    if len(row.worker_ids) < max(MOST_LOSSES + 1, tries_of(row.task_path)):
        logger.warning("task %s (%s) lost its worker and is begun again", row.pk, row.task_path)
        return mine.update(status=TaskResultStatus.READY, run_after=get_date_max())
    logger.error("task %s (%s) lost its worker %s times", row.pk, row.task_path, len(row.worker_ids))
    return mine.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path=LOST,
        traceback=f"begun {len(row.worker_ids)} times by workers that ended: {', '.join(row.worker_ids)}",
    )


def wake_oversleepers() -> int:
    """Make ready at once what waits longer than any retry may: the clock was put back; return how many."""
    now = timezone.now()
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).exclude(worker_ids=[])
    too_long = waiting.filter(run_after__gt=now + LONGEST_WAIT, run_after__lt=get_date_max())
    return too_long.update(run_after=now)


def forget_old_tasks() -> int:
    """Delete finished tasks after a week, failed ones after a month; return how many rows went."""
    now = timezone.now()
    done = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_DONE)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED)
    return done.delete()[0] + failed.delete()[0]
