"""The moral-education calendar as rules."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from .places import Topic
from .term import Term


class CalendarRule(Term):
    """One day or span that comes every year, or in one year for festivals of the lunar calendar."""

    year = models.PositiveSmallIntegerField("年份", null=True, blank=True, help_text="空白表示每年。")
    month = models.PositiveSmallIntegerField("月", validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField("日", null=True, blank=True, validators=[MaxValueValidator(31)])
    month_end = models.PositiveSmallIntegerField("止于月", null=True, blank=True)
    day_end = models.PositiveSmallIntegerField("止于日", null=True, blank=True)
    weekday_rule = models.CharField(
        "星期规则", max_length=20, blank=True, help_text="例如 last-mon-3：三月最后一个星期一"
    )
    topics = models.ManyToManyField(Topic, verbose_name="专题", blank=True, related_name="calendar_rules")
    lead_days = models.PositiveSmallIntegerField("提前天数", default=21)

    class Meta(Term.Meta):
        verbose_name = "德育日历"
        verbose_name_plural = "德育日历"
