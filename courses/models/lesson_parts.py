"""Rows that belong to a lesson: goals, files, key words."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from media.models import PortalDocument
from portal.taxonomy.models import Competency, Licence, ResourceType


class LessonGoal(Orderable):
    """One goal for one core competency."""

    page = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="goals")
    competency = models.ForeignKey(
        Competency, verbose_name="核心素养", on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField("目标", help_text="学生能做什么，写成看得见的行为。")

    panels: ClassVar[list] = [FieldPanel("competency"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = "核心素养目标"
        verbose_name_plural = "核心素养目标"


class LessonFile(Orderable):
    """One file of the lesson with its type and licence."""

    page = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        PortalDocument, verbose_name="文档", on_delete=models.PROTECT, related_name="lesson_files"
    )
    resource_type = models.ForeignKey(
        ResourceType, verbose_name="资源类型", on_delete=models.PROTECT, related_name="+"
    )
    licence = models.ForeignKey(Licence, verbose_name="使用许可", on_delete=models.PROTECT, related_name="+")

    panels: ClassVar[list] = [FieldPanel("document"), FieldPanel("resource_type"), FieldPanel("licence")]

    class Meta(Orderable.Meta):
        verbose_name = "配套文件"
        verbose_name_plural = "配套文件"


class LessonKeyword(Orderable):
    """A key word with its meaning in pupils' language."""

    page = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="keywords")
    term = models.CharField("关键词", max_length=40)
    meaning = models.CharField("解释", max_length=300)

    panels: ClassVar[list] = [FieldPanel("term"), FieldPanel("meaning")]

    class Meta(Orderable.Meta):
        verbose_name = "关键词"
        verbose_name_plural = "关键词"
