"""The database refuses two sessions of one guide or room at the same time."""

from django.db import migrations

from studysites.bookings.overlap import drop_guard, write_guard


def forwards(apps, schema_editor):
    """Write the guard."""
    write_guard(schema_editor.connection)


def backwards(apps, schema_editor):
    """Drop the guard."""
    drop_guard(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0004_life_of_a_booking'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
