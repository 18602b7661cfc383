"""Compare the ledger of places with itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studysites.bookings.models import CapacityBucket
from studysites.bookings.selectors.drift import find_drift
from studysites.bookings.services.reconcile import repair_counter


class Command(BaseCommand):
    """Names every drift; exit status 1 while one stands."""

    help = "Compare counters with what bookings hold; --repair sets drifted counters, nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the deliberate repair."""
        parser.add_argument(
            "--repair", action="store_true", help="set each drifted counter to what is held (audited)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each drift, repair counters when asked, and fail while drift stands."""
        drifts = find_drift()
        for drift in drifts:
            self.stdout.write(str(drift))
            if options["repair"] and drift.bucket_id:
                done = repair_counter(drift)
                self.stdout.write(
                    "  repaired" if done else "  left: more is held than it may hold, or it moved"
                )
        left = find_drift() if drifts and options["repair"] else drifts
        if left:
            raise CommandError(f"{len(left)} drifts; bookings stand as they are")
        self.stdout.write(f"ledger OK: {CapacityBucket.objects.count()} buckets")
