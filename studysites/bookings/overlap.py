"""One guide or room is in one session at a time: the database itself refuses an overlap.

PostgreSQL has an exclusion constraint. SQLite has a pair of triggers, which a table rebuild silently
drops, so they are written again after every migrate (booking.md 2.6, invariants 12 and 13). Times are
half-open: one session may begin the moment another ends. Inactive assignments do not count.
"""

from typing import Any

from django.apps import AppConfig
from django.db import IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

NAME = "assignments_never_overlap"
TABLE = "bookings_assignment"
LABEL = "bookings"
HAS_CONSTRAINT = "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass"
POSTGRESQL = f"""
    ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} EXCLUDE USING gist
    (resource_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&) WHERE (active)
"""
TRIGGER = """
    CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN NEW.active
    BEGIN
        SELECT RAISE(ABORT, '{error}') WHERE EXISTS (
            SELECT 1 FROM {table} AS other
            WHERE other.resource_id = NEW.resource_id AND other.active
            AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at{rest}
        );
    END
"""
# An inserted row has no id of its own yet; an updated one must not be compared with itself.
EVENTS = {"INSERT": "", "UPDATE": " AND other.id <> OLD.id"}


def connect() -> None:
    """Write the guard again after every migrate; called once when the app is ready."""
    post_migrate.connect(after_migrate, dispatch_uid=NAME)


def after_migrate(sender: AppConfig, using: str, **_signal: Any) -> None:
    """Write the guard again if the table is there (migrating backwards may have removed it)."""
    connection = connections[using]
    if sender.label == LABEL and TABLE in connection.introspection.table_names():
        write_guard(connection)


def write_guard(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse overlaps; safe to repeat."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(HAS_CONSTRAINT, [NAME, TABLE])
            if cursor.fetchone() is None:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
                cursor.execute(POSTGRESQL)
            return
        for event, rest in EVENTS.items():
            name = f"{NAME}_{event.lower()}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(TRIGGER.format(name=name, event=event, table=TABLE, error=NAME, rest=rest))


def drop_guard(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away, for migrating backwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {NAME}")
            return
        for event in EVENTS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{event.lower()}")


def is_overlap(error: IntegrityError) -> bool:
    """Say whether the guard refused."""
    return NAME in str(error)
