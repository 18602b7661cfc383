"""The moral-education calendar as rules."""

from django.core.exceptions import ValidationError
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


class CalendarDate(Term):
    """A dated span of one year: public holidays, make-up working days, terms of the school year.

    A year without holiday rows counts Monday to Friday as working days, and says so.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "放假"
        WORKDAY = "workday", "调休上班"
        TERM = "term", "学期"
        THEME = "theme", "主题日"

    kind = models.CharField("类型", max_length=8, choices=Kind.choices)
    starts_on = models.DateField("开始日期", db_index=True)
    ends_on = models.DateField("结束日期")

    class Meta(Term.Meta):
        verbose_name = "校历和节假日"
        verbose_name_plural = "校历和节假日"
        ordering = ["starts_on", "sort", "code"]
        constraints = [
            models.CheckConstraint(
                name="calendar_date_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
        ]

    def clean(self) -> None:
        """Refuse a span that ends before it starts."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "结束日期早于开始日期。"})
