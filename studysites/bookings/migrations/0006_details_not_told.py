"""What a school did not tell of its group is no longer stored as none; coaches may park elsewhere."""

from django.db import migrations, models


COUNTS = (
    'wheelchair_count', 'other_needs_count', 'allergy_count', 'insured_count', 'consent_sent', 'consent_returned',
)


def forget_zeros(apps, schema_editor):
    """A blank was stored as 0 until now, so a stored 0 says nothing: it becomes "not told"."""
    details = apps.get_model('bookings', 'VisitDetails').objects.using(schema_editor.connection.alias)
    for name in COUNTS:
        details.filter(**{name: 0}).update(**{name: None})


def write_zeros(apps, schema_editor):
    """Before, what was not told was 0."""
    details = apps.get_model('bookings', 'VisitDetails').objects.using(schema_editor.connection.alias)
    for name in COUNTS:
        details.filter(**{name: None}).update(**{name: 0})


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0005_overlap_of_assignments'),
    ]

    operations = [
        migrations.AddField(
            model_name='visitdetails',
            name='parks_elsewhere',
            field=models.BooleanField(default=False, verbose_name='大巴停在别处'),
        ),
        migrations.AlterField(
            model_name='visitdetails',
            name='allergy_count',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='有食物过敏的人数'),
        ),
        migrations.AlterField(
            model_name='visitdetails',
            name='consent_returned',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='已收回同意回执'),
        ),
        migrations.AlterField(
            model_name='visitdetails',
            name='consent_sent',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='已发告家长书'),
        ),
        migrations.AlterField(
            model_name='visitdetails',
            name='insured_count',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='投保人数'),
        ),
        migrations.AlterField(
            model_name='visitdetails',
            name='lunch',
            field=models.CharField(blank=True, choices=[('', '尚未确定'), ('none', '不在基地用餐'), ('packed', '自带午餐，需要座位'), ('provided', '由基地供餐')], max_length=8, verbose_name='午餐'),
        ),
        migrations.AlterField(
            model_name='visitdetails',
            name='other_needs_count',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='需要其他照顾的人数'),
        ),
        migrations.AlterField(
            model_name='visitdetails',
            name='wheelchair_count',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='使用轮椅人数'),
        ),
        migrations.RunPython(forget_zeros, write_zeros),
    ]
