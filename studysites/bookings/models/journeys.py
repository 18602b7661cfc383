"""Bookings that belong together: a day at two bases, a whole grade over several sessions."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from portal.organisations.models import Organisation, School
from portal.shared.rows import DailyRow
from portal.taxonomy.models import Grade


class TravelTime(models.Model):
    """Minutes from one base to another, typed by staff; without a row no two-base day is offered."""

    origin = models.ForeignKey(
        Organisation, verbose_name="出发", on_delete=models.CASCADE, related_name="travel_from"
    )
    destination = models.ForeignKey(
        Organisation, verbose_name="到达", on_delete=models.CASCADE, related_name="travel_to"
    )
    minutes = models.PositiveSmallIntegerField("路上分钟数", validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "路程时间"
        verbose_name_plural = "路程时间"
        constraints = [
            models.UniqueConstraint(fields=["origin", "destination"], name="one_travel_time_per_way"),
            models.CheckConstraint(name="travel_between_two_bases", condition=~Q(origin=F("destination"))),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination} {self.minutes} 分钟"


class Trip(DailyRow):
    """A day at two bases: hold, submit and cancel act on both bookings; each base decides its own."""

    school = models.ForeignKey(School, verbose_name="学校", on_delete=models.PROTECT, related_name="trips")
    day = models.DateField("日期")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decide_by = models.DateTimeField(
        "学校决定期限",
        null=True,
        blank=True,
        db_index=True,
        help_text="一馆不能接待后，学校保留、换馆或放弃的期限。",
    )

    class Meta:
        verbose_name = "两馆一日"
        verbose_name_plural = "两馆一日"
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.school} {self.day}"


class GradePlan(DailyRow):
    """A whole grade split over several sessions."""

    school = models.ForeignKey(
        School, verbose_name="学校", on_delete=models.PROTECT, related_name="grade_plans"
    )
    grade = models.ForeignKey(Grade, verbose_name="年级", on_delete=models.PROTECT, related_name="+")
    pupils = models.PositiveIntegerField("学生人数")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "年级计划"
        verbose_name_plural = "年级计划"
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.school} {self.grade} {self.pupils}"
