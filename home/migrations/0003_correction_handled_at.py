"""When a report was handled: its term of a year counts from there."""

from django.db import migrations, models
from django.db.models import F


def fill_handled_at(apps, schema_editor):
    """Give reports handled before this the moment they were sent, which their term counted from so far."""
    apps.get_model("home", "Correction").objects.exclude(state="new").update(handled_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("home", "0002_site_links")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="handled_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="重新打开后清空；据此计算保留期限。",
                null=True,
                verbose_name="处理时间",
            ),
        ),
        migrations.RunPython(fill_handled_at, migrations.RunPython.noop),
    ]
