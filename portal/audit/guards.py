"""Triggers that make events and seals append-only on both engines.

UPDATE, DELETE (and TRUNCATE where there is one) are refused with a plain sentence unless the row of
``AuditPurge`` says that this very transaction purges. SQLite drops the triggers of a table it rebuilds,
so they are made anew after every ``migrate`` (apps.py).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from .models import AuditEvent, AuditPurge, AuditSeal

GUARDED = (AuditEvent._meta.db_table, AuditSeal._meta.db_table)
SWITCH = AuditPurge._meta.db_table
REFUSAL = "the audit log is append-only: rows of {table} are neither changed nor deleted"
FUNCTION = "audit_refuse_change"


def install(connection: BaseDatabaseWrapper) -> bool:
    """Make all triggers anew and return whether the tables were there to guard."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        if not {*GUARDED, SWITCH} <= present:
            return False
        for statement in (*removal(connection.vendor), *creation(connection.vendor)):
            cursor.execute(statement)
    return True


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop all triggers: for undoing the migration, and for tests that plant changes."""
    with connection.cursor() as cursor:
        for statement in removal(connection.vendor):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that should be there and are not, or are switched off."""
    if connection.vendor == "sqlite":
        question = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        question = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(question)
        found = {row[0] for row in cursor.fetchall()}
    return sorted(set(names(connection.vendor)) - found)


def names(vendor: str) -> list[str]:
    """Return the names of all triggers of an engine."""
    kinds = ("update", "delete", "replace") if vendor == "sqlite" else ("change", "truncate")
    return [f"{table}_no_{kind}" for table in GUARDED for kind in kinds]


def removal(vendor: str) -> list[str]:
    """Return the statements that drop every trigger, present or not."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in names(vendor)]
    drops = [
        f"DROP TRIGGER IF EXISTS {table}_no_{kind} ON {table}"
        for table in GUARDED
        for kind in ("change", "truncate")
    ]
    return [*drops, f"DROP FUNCTION IF EXISTS {FUNCTION}()"]


def creation(vendor: str) -> list[str]:
    """Return the statements that make every trigger."""
    if vendor == "sqlite":
        return [statement for table in GUARDED for statement in sqlite_triggers(table)]
    return [FUNCTION_BODY, *(statement for table in GUARDED for statement in postgres_triggers(table))]


def sqlite_triggers(table: str) -> list[str]:
    """Return the three triggers of a SQLite table.

    The third is for INSERT OR REPLACE, which deletes the old row without asking the second.
    """
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL.format(table=table)}'); END"
    closed = f"WHEN NOT EXISTS (SELECT 1 FROM {SWITCH} WHERE allowed)"  # noqa: S608 - names of our own
    key = "number" if table == AuditSeal._meta.db_table else "id"
    known = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"  # noqa: S608
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {closed} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {closed} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {known} {refuse}",
    ]


def postgres_triggers(table: str) -> list[str]:
    """Return the two triggers of a PostgreSQL table."""
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()",
    ]


FUNCTION_BODY = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM {SWITCH} WHERE allowed) THEN
        RAISE EXCEPTION '{REFUSAL.format(table="%")}', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$body$
"""  # noqa: S608 - names of our own
