"""A programme: what one group does at a base, in how many minutes, for which grades."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from portal.shared.models import BasePage
from portal.taxonomy.models import Grade, Stage, Topic, Unit

from .sites import TEXT_FEATURES


class OutlineStepBlock(blocks.StructBlock):
    """One part of the visit."""

    title = blocks.CharBlock(label="环节", max_length=60)
    minutes = blocks.IntegerBlock(label="分钟", min_value=1, max_value=480)
    text = blocks.RichTextBlock(label="做什么", features=["bold", "ol", "ul"])

    class Meta:
        icon = "time"
        label = "环节"


class ProgrammePage(BasePage):
    """One bookable programme; its sessions are rows of ``bookings.VisitSession``."""

    stages = ParentalManyToManyField(Stage, verbose_name="学段", blank=True, related_name="programmes")
    grades = ParentalManyToManyField(Grade, verbose_name="适合年级", blank=True, related_name="programmes")
    units = ParentalManyToManyField(Unit, verbose_name="教材单元", blank=True, related_name="programmes")
    topics = ParentalManyToManyField(Topic, verbose_name="专题", blank=True, related_name="programmes")
    minutes = models.PositiveSmallIntegerField("时长（分钟）", default=90, validators=[MinValueValidator(10)])
    min_party = models.PositiveSmallIntegerField("每次最少人数", default=10)
    max_party = models.PositiveSmallIntegerField("每次最多人数", default=120)
    group_size = models.PositiveSmallIntegerField(
        "一组最多人数", default=45, help_text="一位讲解员一次能带的人数；更大的班级按两组计。"
    )
    capacity_people = models.PositiveSmallIntegerField("新场次人数上限", default=120)
    capacity_groups = models.PositiveSmallIntegerField("新场次组数上限", default=4)
    goals = RichTextField("学习目标", blank=True, features=TEXT_FEATURES)
    outline = StreamField([("step", OutlineStepBlock())], verbose_name="活动流程", blank=True)
    bring = RichTextField("请带上", blank=True, features=TEXT_FEATURES)
    worksheet_tasks = RichTextField("学习单任务", blank=True, features=TEXT_FEATURES)
    price_note = models.CharField("费用说明", max_length=200, blank=True)

    parent_page_types: ClassVar[list[str]] = ["studysites.StudySitePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "studysites/programme_page.html"

    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("price_note")], "时长与费用"),
        FieldRowPanel([FieldPanel("min_party"), FieldPanel("max_party"), FieldPanel("group_size")], "人数"),
        FieldRowPanel([FieldPanel("capacity_people"), FieldPanel("capacity_groups")], "新场次默认容量"),
        FieldPanel("goals"),
        FieldPanel("outline"),
        FieldPanel("bring"),
        FieldPanel("worksheet_tasks"),
        MultiFieldPanel(
            [FieldPanel("stages"), FieldPanel("grades"), FieldPanel("units"), FieldPanel("topics")],
            "分类与关联",
        ),
        InlinePanel("editorial_records", label="责任信息", max_num=1),
    ]

    class Meta:
        verbose_name = "研学课程"
        verbose_name_plural = "研学课程"

    def clean(self) -> None:
        """Refuse a party minimum above its maximum."""
        super().clean()
        if self.min_party > self.max_party:
            raise ValidationError({"max_party": "最多人数不能少于最少人数。"})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sessions that can be booked."""
        # Late: the selectors read these very models.
        from ..page_contexts import programme_context

        return {**super().get_context(request, *args, **kwargs), **programme_context(self, request)}
