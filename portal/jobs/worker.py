"""The background worker of one process: four supervised loops that stop within seconds.

``tick`` takes part in the tick, ``local`` runs what every process runs, ``tasks`` runs queued tasks,
``pulse`` writes the sign of life and keeps the lease while a long work is in hand. None waits for
another: a video that is converted for minutes holds up neither mail nor expiring holds.

``django_tasks_db`` opens its exclusive transaction outside its own try: one long writer ends a bare
worker thread for good. Hence the supervision.
"""

import logging
import multiprocessing.util
import os
import secrets
import socket
import threading
import time
from datetime import timedelta

from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .lease import LONGEST_WORK_SECONDS
from .loops import SupervisedLoop
from .models import WorkerBeat
from .periodic import run_due_locally
from .tick import Tick

logger = logging.getLogger("portal.jobs")

BEAT_SECONDS = 10.0
TASKS_BACKEND = "default"
STOP_SECONDS = 6.0
FORGET_AFTER = timedelta(days=1)


def unique_name() -> str:
    """Return a name no other start has: a process number may come again, after a restart even at once."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


class SupervisedWorker:
    """Runs queued tasks and periodic work until ``stop`` is called."""

    def __init__(self) -> None:
        self.name = unique_name()
        self.started_at = timezone.now()
        self.stopping = threading.Event()
        self.tick = Tick(self.name, stopping=self.stopping.is_set)
        self.tasks = SupervisedLoop("tasks", self.run_task, self.stopping)
        self.loops = [
            SupervisedLoop("tick", self.tick.step, self.stopping, at_end=self.tick.lease.release),
            self.tasks,
            SupervisedLoop("local", run_due_locally, self.stopping),
            SupervisedLoop("pulse", self.pulse, self.stopping, BEAT_SECONDS),
        ]

    def stop(self) -> None:
        """Ask all loops to end after the work in hand."""
        self.stopping.set()

    def run(self) -> None:
        """Run all loops until stopped, then wait a few seconds for the work in hand."""
        threads = [
            threading.Thread(target=loop.run, name=f"portal-{loop.name}", daemon=True) for loop in self.loops
        ]
        for thread in threads:
            thread.start()
        self.stopping.wait()
        deadline = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.join(max(deadline - time.monotonic(), 0))

    def pulse(self) -> None:
        """Keep the lease if it is ours, and write the sign of life unless the task in hand hangs."""
        self.tick.lease.keep()
        if self.tasks.busy_seconds() < LONGEST_WORK_SECONDS:
            self.beat()

    def beat(self) -> None:
        """Write the sign of life, and forget workers gone for a day."""
        errors = [loop.last_error for loop in self.loops if loop.last_error]
        WorkerBeat.objects.update_or_create(
            worker=self.name,
            defaults={
                "started_at": self.started_at,
                "beat_at": timezone.now(),
                "last_error": errors[0] if errors else "",
            },
        )
        WorkerBeat.objects.filter(beat_at__lt=timezone.now() - FORGET_AFTER).delete()

    def run_task(self) -> bool:
        """Run the next queued task that is ready; say whether there was one."""
        return run_one_task(self.name)


def run_one_task(worker_id: str) -> bool:
    """Run the next queued task that is ready and say whether there was one.

    Looks before it asks for the write lock, so an idle worker disturbs nobody.
    """
    if not DBTaskResult.objects.ready().filter(backend_name=TASKS_BACKEND).exists():
        return False
    runner = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name=TASKS_BACKEND,
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_id,
    )
    runner.run()
    return runner._run_tasks > 0


_thread: threading.Thread | None = None
_start_lock = threading.Lock()


def start_in_process() -> SupervisedWorker | None:
    """Start the worker in this process, stopped when the process ends; a second call does nothing."""
    global _thread
    with _start_lock:
        if _thread is not None and _thread.is_alive():
            return None
        worker = SupervisedWorker()
        _thread = threading.Thread(target=worker.run, name="portal-worker", daemon=True)
        _thread.start()
    # A web server's worker is a child of multiprocessing: those run finalizers but not atexit.
    multiprocessing.util.Finalize(None, stop_and_wait, args=(worker, _thread), exitpriority=10)
    return worker


def stop_and_wait(worker: SupervisedWorker, thread: threading.Thread) -> None:
    """Let the work in hand end and the lease go back before the process ends."""
    worker.stop()
    thread.join(STOP_SECONDS)
