"""What a base shares between its sessions: guides, rooms, lunch seats, coach bays."""

from django.db import models
from django.db.models import F, Q

from portal.organisations.models import Organisation
from portal.shared.rows import DailyRow

from ..enums import ResourceKind


class Resource(models.Model):
    """One guide or room (one session at a time), or a place with so many seats or bays."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="基地", on_delete=models.PROTECT, related_name="resources"
    )
    kind = models.CharField("类型", max_length=10, choices=ResourceKind.choices)
    name = models.CharField("名称", max_length=40)
    capacity = models.PositiveIntegerField(
        "容量", default=1, help_text="午餐座位数或大巴车位数；讲解员和教室填 1。"
    )
    in_use = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = "共享资源"
        verbose_name_plural = "共享资源"
        default_permissions = ()
        ordering = ["organisation", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "name"], name="one_resource_per_name"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def audit_label(self) -> str:
        """Name for the audit without a guide's name in it."""
        return f"{self.get_kind_display()} {self.pk}"


class ResourceLeave(DailyRow):
    """A guide's leave, or a room out of use; no assignment may lie in it."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="leaves")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    reason = models.CharField("原因", max_length=100, blank=True)

    class Meta:
        verbose_name = "请假或停用"
        verbose_name_plural = "请假或停用"
        default_permissions = ()
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="leave_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts_at:%Y-%m-%d}"


class Assignment(DailyRow):
    """A guide or room given to a session.

    The half-open time ``[starts_at, ends_at)`` repeats the session's; the database itself refuses two
    active assignments of one resource that overlap (exclusion constraint, or triggers on SQLite).
    """

    session = models.ForeignKey("bookings.VisitSession", on_delete=models.CASCADE, related_name="assignments")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="assignments")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    active = models.BooleanField("有效", default=True)

    class Meta:
        verbose_name = "人员和场地安排"
        verbose_name_plural = "人员和场地安排"
        default_permissions = ()
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="assignment_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.UniqueConstraint(fields=["session", "resource"], name="one_assignment_per_session"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.session_id}"
