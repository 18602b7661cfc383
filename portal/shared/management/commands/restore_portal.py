"""Restore an archive into an empty place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.shared.backup import BackupError, read_backup


class Command(BaseCommand):
    """Refuses a place that is not empty; afterwards the counts are those of the manifest."""

    help = "Restore database and uploads from an archive of backup_portal into an empty place."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archive's path."""
        parser.add_argument("archive", type=Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and print the counts."""
        if options["archive"] is None:
            raise CommandError("name the archive: make restore FROM=var/backups/portal-....tar.gz")
        try:
            manifest = read_backup(options["archive"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"restored: {rows} rows, {manifest['uploads']} uploads, as in the archive")
