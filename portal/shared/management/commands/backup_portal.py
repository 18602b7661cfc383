"""Write one archive of database and uploads."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.shared.backup import BackupError, write_backup


class Command(BaseCommand):
    """Writes var/backups/portal-<time>.tar.gz, or the file asked for, and prints its counts."""

    help = "Back up database and uploads into one archive with a manifest."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archive's path."""
        parser.add_argument("--to", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the archive."""
        stamp = timezone.localtime().strftime("%Y%m%d-%H%M%S")
        target = options["to"] or Path(settings.VAR_DIR) / "backups" / f"portal-{stamp}.tar.gz"
        try:
            manifest = write_backup(target)
        except (BackupError, OSError) as error:
            raise CommandError(f"no backup was made: {error}") from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"backup: {target} ({rows} rows, {manifest['uploads']} uploads)")
