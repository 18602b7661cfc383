"""App configuration of the audit log."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Append-only record of every change that counts."""

    name = "portal.audit"
    label = "audit"
    verbose_name = "操作记录"

    def ready(self) -> None:
        """Guard the tables anew after every migrate: SQLite loses the triggers of a table it rebuilds."""
        post_migrate.connect(guard_tables, sender=self, dispatch_uid="audit.guards")


def guard_tables(using: str, **kwargs: Any) -> None:
    """Make the triggers of the database that was just migrated."""
    from . import guards

    guards.install(connections[using])
