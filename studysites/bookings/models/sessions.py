"""One dated session of a programme."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.organisations.models import Organisation

from ..enums import SessionStatus


class VisitSession(models.Model):
    """A programme at one time. PROTECT: a page with sessions is refused deletion, never erases bookings."""

    programme = models.ForeignKey(
        "studysites.ProgrammePage", verbose_name="研学课程", on_delete=models.PROTECT, related_name="sessions"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="基地", on_delete=models.PROTECT, related_name="sessions"
    )
    starts_at = models.DateTimeField("开始时间", db_index=True)
    ends_at = models.DateTimeField("结束时间")
    status = models.CharField(
        "状态", max_length=10, choices=SessionStatus.choices, default=SessionStatus.OPEN
    )
    note = models.CharField("给学校的说明", max_length=200, blank=True)
    closed_reason = models.CharField("停止预约的原因", max_length=200, blank=True)
    template = models.ForeignKey(
        "bookings.SessionTemplate",
        verbose_name="排期模板",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
    )
    opens_at = models.DateTimeField(
        "开放预约时间", null=True, blank=True, help_text="空白表示按基地规则提前开放。"
    )
    by_ballot = models.BooleanField("抽签场次", default=False, help_text="抽签前只登记，不占名额。")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "场次"
        verbose_name_plural = "场次"
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="session_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["programme", "starts_at"], name="one_session_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"
