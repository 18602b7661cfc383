"""Check the chain of audit events."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.audit.verifying import verify

FAULTS_SHOWN = 20
NOTED = re.compile(r"(\d+):([0-9a-f]{64})")


class Command(BaseCommand):
    """Says OK with counts and the chain's last link, or names what was changed, first things first."""

    help = "Follow the hash chain of audit events and name any change made behind the portal's back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a link of the chain noted earlier."""
        parser.add_argument(
            "--expect",
            metavar="NUMBER:DIGEST",
            help="the head an earlier run printed and you kept elsewhere; shows a chain cut off or rewritten",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the result; exit status 1 when anything is wrong."""
        report = verify(timezone.now(), noted(options["expect"]))
        counts = (
            f"{report.events} events in {report.seals} seals ({report.purged} purged), "
            f"{report.unsealed} not yet sealed"
        )
        if report.faults:
            shown = report.faults[:FAULTS_SHOWN]
            more = len(report.faults) - len(shown)
            rest = [f"and {more} more"] if more else []
            raise CommandError("\n".join([f"audit log is not as written: {counts}", *shown, *rest]))
        self.stdout.write(f"audit log OK: {counts}; head {report.head or 'none'}")


def noted(text: str | None) -> tuple[int, str] | None:
    """Return (number, digest) of NUMBER:DIGEST; raise CommandError for anything else."""
    if not text:
        return None
    match = NOTED.fullmatch(text.strip())
    if match is None:
        raise CommandError("--expect takes NUMBER:DIGEST as an earlier run printed it")
    return int(match[1]), match[2]
