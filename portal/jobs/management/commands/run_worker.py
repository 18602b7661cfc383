"""Run the background worker in a process of its own."""

import signal
from types import FrameType

from django.core.management.base import BaseCommand

from portal.jobs.worker import SupervisedWorker


class Command(BaseCommand):
    """Runs queued tasks and periodic work until SIGTERM or Ctrl-C, then stops within seconds."""

    help = "Run the background worker (tasks, mail, search index, scheduled publishing)."

    def handle(self, *args: object, **options: object) -> None:
        """Loop until a signal asks to stop."""
        worker = SupervisedWorker()

        def stop(signum: int, frame: FrameType | None) -> None:
            worker.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write("worker started")
        worker.run()
        self.stdout.write("worker stopped")
