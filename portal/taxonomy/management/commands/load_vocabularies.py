"""Load the vocabularies from the CSV files of the repository."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.taxonomy.services import VocabularyError, load_vocabularies
from portal.taxonomy.vocabularies import DATA_DIR


class Command(BaseCommand):
    """Idempotent: a second run changes nothing; editors' changes are left alone and named."""

    help = "Load the vocabularies; rows changed or deleted by hand are left alone and reported."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder of CSV files."""
        parser.add_argument("--directory", type=Path, default=DATA_DIR)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and print what was done."""
        try:
            report = load_vocabularies(options["directory"])
        except VocabularyError as error:
            raise CommandError(f"nothing was loaded: {error}") from error
        self.stdout.write(
            f"vocabularies: {report.created} created, {report.updated} updated, {report.unchanged} unchanged"
        )
        for name in report.left_alone:
            self.stdout.write(f"changed by hand, left alone: {name}")
        for name in report.deleted_by_hand:
            self.stdout.write(f"deleted by hand, not brought back: {name}")
