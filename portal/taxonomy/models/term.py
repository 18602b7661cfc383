"""The nine columns every vocabulary row has."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

UNCHECKED = "待核"


class TermQuerySet(models.QuerySet):
    """Rows of one vocabulary."""

    def in_force(self, on: date | None = None) -> Self:
        """Rows valid on a day (today) by their two dates; an empty date is open."""
        today = on or timezone.localdate()
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=today),
            models.Q(valid_to=None) | models.Q(valid_to__gte=today),
        )


class Term(models.Model):
    """One dated row of a controlled vocabulary; codes are never reused."""

    code = models.SlugField("代码", max_length=40, unique=True, help_text="启用后不再更改，也不挪作他用。")
    zh = models.CharField("名称", max_length=100)
    en = models.CharField("英文名称", max_length=160, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name="上级", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    sort = models.PositiveIntegerField("排序", default=0)
    valid_from = models.DateField("生效日期", null=True, blank=True)
    valid_to = models.DateField("失效日期", null=True, blank=True)
    source = models.CharField("来源", max_length=300, blank=True)
    note = models.CharField("备注", max_length=500, blank=True, help_text="未与权威文本核对的写“待核”。")

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort", "code"]

    def __str__(self) -> str:
        return self.zh

    def clean(self) -> None:
        """Refuse dates that end before they start."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": "失效日期早于生效日期。"})

    @property
    def is_unchecked(self) -> bool:
        """True while nobody compared the row with the official text."""
        return UNCHECKED in self.note
