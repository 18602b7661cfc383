"""Load the starter content, for demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.starter_loading.everything import load_all
from home.starter_loading.people import passwords_path


class Command(BaseCommand):
    """Loads what was never loaded; never undoes an edit or a deletion. Refuses in production."""

    help = "Load the starter content once (lessons, guides, bases, sessions, demonstration accounts)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name that a production installation must say aloud."""
        parser.add_argument(
            "--demonstration", action="store_true", help="load demonstration data although this is production"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say where the passwords are."""
        if not (settings.PORTAL_DEMONSTRATION or options["demonstration"]):
            raise CommandError("this is production: add --demonstration to load demonstration data here")
        total = load_all(self.stdout.write)
        self.stdout.write(f"starter content: {total} new items")
        if passwords_path().exists():
            self.stdout.write(f"demonstration accounts: {passwords_path()}")
