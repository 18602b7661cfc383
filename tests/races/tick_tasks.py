"""What the workers of the tick's races do, each in a process of its own with quickened clocks.

A log is a file each process appends whole lines to; its times are the machine's monotonic clock, which
all processes share.
"""

import os
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django_tasks import TaskContext, task
from django_tasks_db.models import DBTaskResult

from portal.jobs import backoff, lease, periodic, reaper, runs, tick, worker
from portal.jobs.models import PeriodicRun, TickLease, WorkerBeat
from portal.jobs.periodic import register_periodic
from portal.jobs.tick import Tick

LEASE_SECONDS = 2.0
LONG_SECONDS = 3.0
PATIENCE_SECONDS = 30.0


def reset() -> None:
    """Begin as on the first day."""
    for model in (TickLease, PeriodicRun, WorkerBeat, DBTaskResult):
        model.objects.all().delete()


def quicken(hours: float) -> None:
    """Let this process live fast, and by a wall clock so many hours off."""
    real = timezone.now
    timezone.now = lambda: real() + timedelta(hours=hours)
    lease.LEASE_SECONDS = reaper.LOST_SECONDS = LEASE_SECONDS
    tick.TICK_SECONDS = 0.05
    worker.BEAT_SECONDS = 0.2
    backoff.FIRST_WAIT = timedelta(seconds=0.2)
    periodic._register = {}


def write(log: str, word: str) -> None:
    with Path(log).open("a") as file:
        file.write(f"{word} {os.getpid()} {time.monotonic()}\n")


def lines(log: str) -> list[tuple[str, int, float]]:
    """Word, process and time of every line."""
    rows = [line.split() for line in Path(log).read_text().splitlines()] if Path(log).exists() else []
    return [(word, int(pid), float(at)) for word, pid, at in rows]


def tick_for(log: str, seconds: float, hours: float, guarded: bool = True) -> int:
    """Tick for so long, noting when each tick begins and ends, then leave; return the process number."""
    quicken(hours)
    due_runs = runs.due_runs

    def noted(*args):
        write(log, "begin")
        time.sleep(0.03)
        write(log, "end")
        return due_runs(*args)

    runs.due_runs = noted
    one = Tick(f"p{os.getpid()}", now=timezone.now)
    if not guarded:
        one.lease.hold = lambda: True
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        one.step()
        time.sleep(0.01)
    one.lease.release()
    return os.getpid()


LOG = ""


@task(takes_context=True)
def fragile(context: TaskContext) -> None:
    """The first worker never comes to its end."""
    write(LOG, f"task-{context.attempt}")
    if context.attempt == 1:
        time.sleep(PATIENCE_SECONDS)


def start_worker(log: str, hours: float, work) -> worker.SupervisedWorker:
    """Start a whole worker as the web process does, with one long work and the care for tasks."""
    global LOG
    LOG = log
    quicken(hours)
    register_periodic("work", 0.05, work)
    register_periodic("tasks", 0.05, reaper.care_for_tasks)
    supervised = worker.SupervisedWorker()
    supervised.tick.now = timezone.now
    for loop in supervised.loops:
        loop.pause = min(loop.pause, 0.2)
    threading.Thread(target=supervised.run, daemon=True).start()
    return supervised


def work_long_and_die(log: str) -> None:
    """Hold the lease through a work longer than the lease, then be killed in the next one."""

    def work():
        if any(word == "long-end" for word, _, _ in lines(log)):
            write(log, "killed")
            os.kill(os.getpid(), signal.SIGKILL)
        write(log, "long-begin")
        time.sleep(LONG_SECONDS)
        write(log, "long-end")

    start_worker(log, 0, work)
    time.sleep(PATIENCE_SECONDS)


def take_over(log: str, hours: float) -> dict:
    """Come second, wait for one's turn, do what is left; return what the rows say then."""
    wait_until(lambda: any(word == "long-begin" for word, _, _ in lines(log)))
    supervised = start_worker(log, hours, lambda: write(log, "work"))
    wait_until(lambda: {"work", "task-2"} <= {word for word, _, _ in lines(log)})
    wait_until(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")
    row = TickLease.objects.get()
    return {"ours": row.holder == supervised.name, "term": row.term}


def wait_until(true) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def enqueue_fragile() -> None:
    fragile.enqueue()
