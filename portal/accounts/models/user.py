"""The user: an adult with an account, never a pupil."""

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models

PHONE_VALIDATOR = RegexValidator(r"^(1\d{10}|0\d{2,3}-?\d{7,8})$", "请填写 11 位手机号，或带区号的座机号。")


class Purpose(models.TextChoices):
    """What a person opened the account for; roles are given by groups, not by this."""

    READER = "reader", "家长或其他读者"
    TEACHER = "teacher", "教师"
    COORDINATOR = "coordinator", "学校联络员"
    STAFF = "staff", "工作人员"


class User(AbstractUser):
    """An adult with an account. Work contact only; both are optional for readers."""

    phone = models.CharField("工作电话", max_length=20, blank=True, validators=[PHONE_VALIDATOR])
    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices, default=Purpose.READER)
    closed_at = models.DateTimeField("注销时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def audit_label(self) -> str:
        """What the audit log calls the person: no name, which would outlive a closed account."""
        return f"用户 {self.pk}"

    def get_full_name(self) -> str:
        """Return the name as Chinese writes it: family name first, no blank."""
        return f"{self.last_name}{self.first_name}".strip()
