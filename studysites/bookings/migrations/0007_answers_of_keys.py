"""What a change without a booking answered under its key, for a repeat."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0006_details_not_told'),
    ]

    operations = [
        migrations.AddField(
            model_name='idempotencyrecord',
            name='answer',
            field=models.TextField(null=True),
        ),
    ]
