"""Nobody changes or deletes an event but the purge, on either engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.color import no_style
from django.db import IntegrityError, connection, transaction

from portal.audit import guards
from portal.audit.models import AuditEvent, AuditPurge, AuditSeal
from portal.audit.retention import purging
from portal.audit.services import record_event
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
REFUSED = "the audit log is append-only: rows of .* are neither changed nor deleted"
# What a later migration that alters a column does: SQLite copies the table and drops the old one.
REBUILD = """
from django.core.management import call_command
from django.db import connection, models
from portal.audit import guards
from portal.audit.models import AuditEvent, AuditSeal

def look():
    print(len(guards.missing(connection)), end=" ")

call_command("migrate", "audit", verbosity=0)
look()
for model, name in ((AuditEvent, "object_label"), (AuditSeal, "root")):
    wider = models.CharField(max_length=240)
    wider.set_attributes_from_name(name)
    wider.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, model._meta.get_field(name), wider, strict=True)
look()
call_command("migrate", "audit", verbosity=0)
look()
"""


def run_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


CHANGES = {
    "update": lambda: AuditEvent.objects.update(action="test.forged"),
    "save": lambda: AuditEvent.objects.first().save(),
    "delete": lambda: AuditEvent.objects.all().delete(),
    "delete in SQL": lambda: run_sql("DELETE FROM audit_auditevent"),
    "update of a seal": lambda: AuditSeal.objects.update(count=1),
    "delete of a seal": lambda: AuditSeal.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_refused_with_a_plain_sentence(sealed, change):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        change()
    assert AuditEvent.objects.filter(action="test.done").count() == 6
    assert AuditSeal.objects.count() == 3


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_same_change_passes_without_the_triggers(sealed, unguarded, change):
    """The negative control: it is the triggers that refuse."""
    change()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's own")
def test_replacing_an_event_is_refused(sealed):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        run_sql(
            "INSERT OR REPLACE INTO audit_auditevent SELECT id, created_at, 'test.forged', object_type, "
            "object_id, object_label, data, actor_digest, actor_id FROM audit_auditevent"
        )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_truncating_is_refused(sealed):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        run_sql("TRUNCATE audit_auditevent")


def test_a_purge_passes_and_shuts_the_door_behind_it(sealed):
    with purging():
        AuditEvent.objects.all().delete()
    assert not AuditEvent.objects.exists()
    assert not AuditPurge.objects.filter(allowed=True).exists()
    record_event(action="test.after", target=UserFactory())
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_a_purge_that_fails_changes_nothing_and_shuts_the_door(sealed):
    with pytest.raises(ZeroDivisionError), purging():
        AuditEvent.objects.all().delete()
        raise ZeroDivisionError
    assert AuditEvent.objects.filter(action="test.done").count() == 6
    assert not AuditPurge.objects.filter(allowed=True).exists()
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_an_event_outlives_the_user_it_names(write):
    """Deleting a user touches no event; what is shown of the actor asks no users' table."""
    user = UserFactory()
    event = write(actor=user)
    number = user.pk
    user.delete()
    event = AuditEvent.objects.select_related("actor").get(pk=event.pk)
    assert (event.actor_id, event.actor_label) == (number, f"用户 {number}")
    assert write().actor_label == "系统"


def test_migrate_brings_missing_triggers_back(unguarded):
    assert set(guards.missing(connection)) == set(guards.names(connection.vendor))
    guards.install(connection)
    guards.install(connection)
    assert guards.missing(connection) == []


def test_the_flush_after_a_test_that_commits_empties_these_tables_too(sealed):
    """As tests/conftest.py arranges; the tables are guarded again afterwards."""
    tables = [*guards.GUARDED, guards.SWITCH]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
    assert not AuditEvent.objects.exists()
    assert guards.missing(connection) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL alters in place")
def test_a_rebuilt_table_gets_its_triggers_back_with_the_next_migrate(tmp_path):
    """After the rebuild the triggers are really gone, and back after the migrate that follows."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_VAR_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": f"sqlite://{tmp_path}/portal.sqlite3",
    }
    command = [sys.executable, "manage.py", "shell", "-v", "0"]
    done = subprocess.run(command, cwd=ROOT, env=variables, input=REBUILD, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0", "6", "0"]


def test_without_the_tables_there_is_nothing_to_guard(monkeypatch):
    """The handler runs after every migrate, also one back to before these tables."""
    monkeypatch.setattr(guards, "SWITCH", "audit_no_such_table")
    assert guards.install(connection) is False
