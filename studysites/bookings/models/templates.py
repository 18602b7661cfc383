"""Recurring sessions: a rule that makes concrete rows, and the days nothing takes place."""

from django.db import models
from django.db.models import F, Q

from portal.organisations.models import Organisation


class SessionTemplate(models.Model):
    """An iCalendar rule in Asia/Shanghai; editing it never touches a session somebody booked."""

    programme = models.ForeignKey(
        "studysites.ProgrammePage",
        verbose_name="研学课程",
        on_delete=models.PROTECT,
        related_name="session_templates",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="基地", on_delete=models.PROTECT, related_name="session_templates"
    )
    name = models.CharField("名称", max_length=60)
    rrule = models.CharField(
        "重复规则",
        max_length=200,
        help_text="iCalendar RRULE，例如 FREQ=WEEKLY;BYDAY=TU,TH",
    )
    exdates = models.JSONField(
        "例外日期",
        default=list,
        blank=True,
        help_text="不排场次的日期，例如 2026-10-01",
    )
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    start_time = models.TimeField("开始时间")
    minutes = models.PositiveSmallIntegerField("时长（分钟）", default=90)
    people = models.PositiveIntegerField("人数上限")
    groups = models.PositiveIntegerField("组数上限")
    note = models.CharField("给学校的说明", max_length=200, blank=True)
    by_ballot = models.BooleanField("抽签场次", default=False)
    in_use = models.BooleanField("使用中", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "排期模板"
        verbose_name_plural = "排期模板"
        default_permissions = ()
        ordering = ["organisation", "name"]
        constraints = [
            models.CheckConstraint(
                name="template_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="template_has_places", condition=Q(people__gt=0, groups__gt=0, minutes__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClosedDay(models.Model):
    """A day one base receives nobody."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="基地", on_delete=models.CASCADE, related_name="closed_days"
    )
    day = models.DateField("日期")
    reason = models.CharField("原因", max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "闭馆日"
        verbose_name_plural = "闭馆日"
        default_permissions = ()
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day"], name="one_closing_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.day}"
