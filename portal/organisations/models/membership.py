"""Who belongs to which school or body, in which role, and who agreed to it."""

from django.conf import settings
from django.db import models

from .bodies import Organisation, School


class Role(models.TextChoices):
    """What a member may do; the groups of roles.py follow it."""

    COORDINATOR = "coordinator", "学校联络员"
    BASE_STAFF = "base_staff", "基地工作人员"
    BASE_MANAGER = "base_manager", "基地负责人"
    EDITOR = "editor", "编辑"
    REVIEWER = "reviewer", "审核员"
    OFFICER = "officer", "教育局专员"


class MembershipState(models.TextChoices):
    """Life of a membership."""

    PENDING = "pending", "待审批"
    ACTIVE = "active", "有效"
    REFUSED = "refused", "未通过"
    ENDED = "ended", "已结束"


class Membership(models.Model):
    """A person in a school (coordinator) or a body (all other roles)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("角色", max_length=16, choices=Role.choices)
    school = models.ForeignKey(
        School,
        verbose_name="学校",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="机构",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    state = models.CharField(
        "状态", max_length=10, choices=MembershipState.choices, default=MembershipState.PENDING
    )
    requested_at = models.DateTimeField("申请时间", auto_now_add=True)
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="审批人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "成员"
        verbose_name_plural = "成员"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="membership_of_school_or_body",
                condition=(
                    models.Q(role=Role.COORDINATOR, school__isnull=False, organisation__isnull=True)
                    | (
                        ~models.Q(role=Role.COORDINATOR)
                        & models.Q(school__isnull=True, organisation__isnull=False)
                    )
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "school"],
                condition=models.Q(state__in=["pending", "active"], school__isnull=False),
                name="one_live_membership_of_school",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=models.Q(state__in=["pending", "active"], organisation__isnull=False),
                name="one_live_membership_of_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}（{self.body}）"

    @property
    def body(self) -> School | Organisation | None:
        """The school or organisation; the person's name is left to ``user``, the audit log keeps this."""
        return self.school or self.organisation
