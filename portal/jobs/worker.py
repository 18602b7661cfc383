"""The background worker: a supervised loop that outlives every error and stops within seconds.

``django_tasks_db`` opens its exclusive transaction outside its own try: one long writer ends a
bare worker thread for good. Hence the supervision: log, back off, go on, and show a heartbeat.
"""

import logging
import os
import socket
import threading
import time
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from .models import WorkerBeat
from .periodic import take_due

logger = logging.getLogger("portal.jobs")

PAUSE_SECONDS = 1.0
BEAT_SECONDS = 10.0
LONGEST_BACKOFF_SECONDS = 30.0
FORGET_AFTER = timedelta(days=1)


class SupervisedWorker:
    """Runs queued tasks and periodic work until ``stop`` is set."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}"[:64]
        self.started_at = timezone.now()
        self.stopping = threading.Event()
        self.last_error = ""
        self.beat_due = 0.0

    def stop(self) -> None:
        """Ask the loop to end after the work in hand."""
        self.stopping.set()

    def run(self) -> None:
        """Loop until stopped; an error is logged, waited out and never ends the loop."""
        failures = 0
        while not self.stopping.is_set():
            try:
                self.run_once()
                failures = 0
                pause = PAUSE_SECONDS
            except Exception as error:  # supervision is the point: every error is logged and waited out
                failures += 1
                self.last_error = f"{type(error).__name__}: {error}"[:500]
                logger.exception("worker round failed (%s in a row)", failures)
                pause = min(PAUSE_SECONDS * 2**failures, LONGEST_BACKOFF_SECONDS)
            self.stopping.wait(pause)
        connection.close()

    def run_once(self) -> None:
        """Do what is due: heartbeat, periodic work, queued tasks."""
        close_old_connections()
        self.beat()
        for work in take_due():
            if self.stopping.is_set():
                return
            work.run()
        run_queued_tasks(self.name)

    def beat(self) -> None:
        """Write the sign of life every ten seconds, and forget workers gone for a day."""
        now = time.monotonic()
        if now < self.beat_due:
            return
        self.beat_due = now + BEAT_SECONDS
        WorkerBeat.objects.update_or_create(
            worker=self.name,
            defaults={
                "started_at": self.started_at,
                "beat_at": timezone.now(),
                "last_error": self.last_error,
            },
        )
        WorkerBeat.objects.filter(beat_at__lt=timezone.now() - FORGET_AFTER).delete()


def run_queued_tasks(worker_id: str) -> None:
    """Run the tasks that are ready now and return when there are none."""
    Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
    ).run()


_thread: threading.Thread | None = None
_start_lock = threading.Lock()


def start_in_process() -> SupervisedWorker | None:
    """Start the worker as one daemon thread of this process; a second call does nothing."""
    global _thread
    with _start_lock:
        if _thread is not None and _thread.is_alive():
            return None
        worker = SupervisedWorker()
        _thread = threading.Thread(target=worker.run, name="portal-worker", daemon=True)
        _thread.start()
    return worker
