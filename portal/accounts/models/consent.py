"""The versioned privacy text and who agreed to which version."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


class PrivacyNotice(models.Model):
    """One version of the privacy text; the newest in force is the one people agree to."""

    version = models.CharField("版本", max_length=20, unique=True)
    body = models.TextField("正文")
    in_force_from = models.DateField("生效日期")

    class Meta:
        verbose_name = "隐私政策版本"
        verbose_name_plural = "隐私政策版本"
        ordering = ["-in_force_from", "-id"]

    def __str__(self) -> str:
        return f"隐私政策 {self.version}"

    def clean(self) -> None:
        """Refuse to change a text people agreed to: their consent would be to something else."""
        super().clean()
        if self.pk and self.consents.exists():
            raise ValidationError("已有人同意这一版，不能再改。请另建一个新版本。")


class Consent(models.Model):
    """A person's agreement to one version, kept as long as the account."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField("同意时间", auto_now_add=True)

    class Meta:
        verbose_name = "同意记录"
        verbose_name_plural = "同意记录"
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="one_consent_per_version")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice_id}"
