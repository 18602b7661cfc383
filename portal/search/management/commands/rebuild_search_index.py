"""Rebuild this machine's search indexes; the old ones answer until the new ones are ready."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search.engines import kept_engines
from portal.search.engines.base import Engine, EngineUnavailable
from portal.search.entries import refresh_sources
from portal.search.syncing import SyncReport, rebuild_index

PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    """Rewrite the entries from the published pages, then build each index anew. Safe at any time."""

    help = "Rebuild the search indexes of this machine from the published pages"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--entries-as-they-are`` skips the pages; ``--wait`` is how long a busy writer is waited for."""
        parser.add_argument("--entries-as-they-are", action="store_true")
        parser.add_argument("--wait", type=float, default=120.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError when another process writes for longer than ``--wait``, or a server fails."""
        if not options["entries_as_they_are"]:
            self.stdout.write(f"entries: {refresh_sources()} published pages looked at")
        for engine in kept_engines():
            report = self.rebuild(engine, time.monotonic() + options["wait"])
            self.stdout.write(f"{engine.name}: {report.outcome}, {report.written} entries")

    def rebuild(self, engine: Engine, give_up_at: float) -> SyncReport:
        """Rebuild one index as soon as nobody else writes it."""
        try:
            while (report := rebuild_index(self.show, engine)).outcome == "busy":
                if time.monotonic() > give_up_at:
                    raise CommandError("another process is writing the index; try again later")
                time.sleep(PAUSE_SECONDS)
        except EngineUnavailable as error:
            raise CommandError(f"{engine.name} cannot be written: {error}") from error
        return report

    def show(self, done: int, total: int) -> None:
        """Print how far the build is."""
        self.stdout.write(f"index: {done} of {total} ({done * 100 // max(total, 1)} %)")
