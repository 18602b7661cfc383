"""What must be asked of every page, whatever its type."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from .bodies import Organisation


class Audience(models.TextChoices):
    """Whom a page is written for; the three doors."""

    TEACHER = "teacher", "教师"
    PARENT = "parent", "家长"
    SCHOOL = "school", "学校"
    EVERYONE = "everyone", "所有人"


class EditorialRecord(models.Model):
    """Owner, audience and review date of one page; in revisions, live on publish, copied with the page."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="editorial_records")
    organisation = models.ForeignKey(
        Organisation, verbose_name="发布机构", on_delete=models.PROTECT, related_name="editorial_records"
    )
    audience = models.CharField("读者", max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    review_by = models.DateField("复审日期", null=True, blank=True, help_text="到期前请重新核对内容。")

    class Meta:
        verbose_name = "责任信息"
        verbose_name_plural = "责任信息"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page"], name="one_editorial_record_per_page")]

    def __str__(self) -> str:
        return f"{self.organisation}"
