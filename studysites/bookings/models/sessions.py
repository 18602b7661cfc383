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
