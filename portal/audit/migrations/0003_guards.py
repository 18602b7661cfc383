"""Give the events written so far their actor's digest, then shut the tables for changes."""

from django.db import migrations

from portal.audit import guards
from portal.audit.digests import digest_of_actor


def fill_digests(apps, schema_editor):
    """Write each actor's digest beside the number; the seals are made of the digest."""
    events = apps.get_model("audit", "AuditEvent").objects.filter(actor_digest="")
    for actor_id in set(events.exclude(actor_id=None).values_list("actor_id", flat=True)):
        events.filter(actor_id=actor_id).update(actor_digest=digest_of_actor(actor_id))


def install_guards(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove_guards(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunPython(fill_digests, migrations.RunPython.noop),
        migrations.RunPython(install_guards, remove_guards),
    ]
