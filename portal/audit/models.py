"""The audit event, the seals that chain events, and the switch of the purge.

Triggers of the database refuse to change or delete events and seals (guards.py); only retention.py may.
"""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """One change that counts: actor, dotted action, object, data without personal fields.

    ``actor_id`` is a plain number to the database: deleting an account changes no event, so the number
    may lead nowhere. ``actor_digest`` stands for the actor in the chain and outlives the number, which
    goes after a year.
    """

    created_at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="操作人",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    actor_digest = models.CharField("操作人摘要", max_length=80, blank=True, editable=False)
    action = models.CharField("操作", max_length=60, db_index=True)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.CharField("对象编号", max_length=40)
    object_label = models.CharField("对象", max_length=200, blank=True)
    data = models.JSONField("内容", default=dict, blank=True)

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"

    @property
    def actor_label(self) -> str:
        """Who did it, without asking the users' table: a number, the system, or no longer named."""
        if self.actor_id is not None:
            return f"用户 {self.actor_id}"
        return "（已按期不再记名）" if self.actor_digest else "系统"


class AuditSeal(models.Model):
    """One link of the chain: a run of events in id order, and what it follows.

    ``leaves`` is [[event id, SHA-256 of its content], ...] and goes with the events when they are
    purged; ``root`` and ``digest`` stay, so the chain can be followed from its first link for ever.
    """

    number = models.PositiveBigIntegerField("序号", primary_key=True)
    first_id = models.BigIntegerField("起始编号")
    last_id = models.BigIntegerField("截止编号", unique=True)
    count = models.PositiveIntegerField("记录数")
    newest_at = models.DateTimeField("最新记录时间", db_index=True)
    sealed_at = models.DateTimeField("封存时间")
    previous_digest = models.CharField("前一封存摘要", max_length=64, blank=True)
    root = models.CharField("内容摘要", max_length=64)
    digest = models.CharField("封存摘要", max_length=64)
    leaves = models.JSONField("逐条摘要", default=list, blank=True)
    purged_at = models.DateTimeField("清除时间", null=True, blank=True)

    class Meta:
        verbose_name = "操作记录封存"
        verbose_name_plural = "操作记录封存"
        ordering = ["number"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"封存 {self.number}"


class AuditPurge(models.Model):
    """One row: whether the running transaction may purge. The triggers read it; never true at rest."""

    id = models.PositiveSmallIntegerField("编号", primary_key=True, default=1)
    allowed = models.BooleanField("允许清除", default=False)

    class Meta:
        verbose_name = "操作记录清除开关"
        verbose_name_plural = "操作记录清除开关"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_purge_one_row")]

    def __str__(self) -> str:
        return "允许清除" if self.allowed else "不允许清除"
