"""Import holidays, make-up working days and terms from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.taxonomy.calendar_import import CalendarFileError, import_calendar


class Command(BaseCommand):
    """All rows or none; a second run of the same file changes nothing."""

    help = (
        "Import calendar rows from a CSV file in UTF-8 with the columns code, zh, source, kind (holiday, "
        "workday, term, theme), starts_on, ends_on. Nothing is written when any line is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and print what was done, or every bad line."""
        try:
            report = import_calendar(options["file"])
        except CalendarFileError as error:
            raise CommandError(f"没有导入任何内容。\n{error}") from error
        self.stdout.write(
            f"calendar: {report.created} created, {report.updated} updated, {report.unchanged} unchanged"
        )
        for name in report.left_alone:
            self.stdout.write(f"changed by hand, left alone: {name}")
        for name in report.deleted_by_hand:
            self.stdout.write(f"deleted by hand, not brought back: {name}")
