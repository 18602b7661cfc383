"""The outbox row."""

from django.conf import settings
from django.db import models


class MessageState(models.TextChoices):
    """Life of a message; ``stuck`` is given up on and shown to staff."""

    QUEUED = "queued", "待发送"
    SENT = "sent", "已发送"
    STUCK = "stuck", "发送失败"


class OutgoingMessage(models.Model):
    """One mail to one person, written in the transaction of what it tells about."""

    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="收件人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="messages_received",
    )
    to_address = models.EmailField("邮箱", blank=True, help_text="没有邮箱的收件人只在站内看到。")
    kind = models.CharField("类别", max_length=60, help_text="例如 booking.confirmed")
    subject = models.CharField("主题", max_length=200)
    body = models.TextField("正文")
    html_body = models.TextField("HTML 正文", blank=True)
    state = models.CharField("状态", max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    tries = models.PositiveSmallIntegerField("尝试次数", default=0)
    next_try_at = models.DateTimeField("下次尝试", auto_now_add=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    error = models.CharField("错误", max_length=300, blank=True)
    read_at = models.DateTimeField("站内已读", null=True, blank=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="outbox_due"),
            models.Index(fields=["recipient", "-id"], name="outbox_of_recipient"),
            # The header counts these on every page of a signed-in person.
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="outbox_unread"),
        ]

    def __str__(self) -> str:
        return self.subject
