"""Make what every installation needs: vocabularies, tree, bodies, groups, workflows, plain pages."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from home.setup import set_up


class Command(BaseCommand):
    """Safe anywhere and any number of times; an editor's change is never undone."""

    help = "Prepare the portal: cache table, vocabularies, page tree, bodies, groups, workflows, plain pages."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the parts in order, telling progress."""
        call_command("createcachetable", stdout=self.stdout)
        call_command("load_vocabularies", stdout=self.stdout)
        for line in set_up():
            self.stdout.write(line)
