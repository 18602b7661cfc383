"""The list of lessons and the page of one lesson."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from portal.shared.models import BasePage
from portal.taxonomy.models import (
    Course,
    Effort,
    Grade,
    LessonType,
    Method,
    Quality,
    Stage,
    Theme,
    Topic,
    Unit,
    Volume,
)

from ..blocks import MisconceptionBlock, StepBlock
from .lesson_cards import LessonCard, LessonManager
from .lesson_panels import LESSON_PANELS

TEXT = ["bold", "ol", "ul"]
HOME_CRUMB = {"title": "首页", "url": "/"}


class LessonIndexPage(BasePage):
    """The list of all lessons; one in the tree."""

    introduction = RichTextField("导语", blank=True, features=[*TEXT, "link"])

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    max_count = 1
    template = "courses/lesson_index_page.html"
    content_panels: ClassVar[list] = [*BasePage.content_panels, "introduction"]

    class Meta:
        verbose_name = "思政示范课列表"
        verbose_name_plural = "思政示范课列表"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add tree, facets and one page of lessons."""
        # Late: the selectors read these very models.
        from ..lesson_list import lesson_list_context

        context = super().get_context(request, *args, **kwargs)
        return {**context, **lesson_list_context(request), "crumbs": [HOME_CRUMB, {"title": self.title}]}


class LessonPage(LessonCard, BasePage):
    """A model lesson in the fields of a Chinese lesson plan (vocabularies.md 5.12)."""

    stage = models.ForeignKey(Stage, verbose_name="学段", on_delete=models.PROTECT, related_name="lessons")
    grades = ParentalManyToManyField(Grade, verbose_name="年级", blank=True, related_name="lessons")
    course = models.ForeignKey(
        Course, verbose_name="学科课程", on_delete=models.PROTECT, related_name="lessons"
    )
    volume = models.ForeignKey(
        Volume, verbose_name="册次", null=True, blank=True, on_delete=models.PROTECT, related_name="lessons"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单元", null=True, blank=True, on_delete=models.PROTECT, related_name="lessons"
    )
    lesson_type = models.ForeignKey(
        LessonType, verbose_name="课型", on_delete=models.PROTECT, related_name="lessons"
    )
    methods = ParentalManyToManyField(Method, verbose_name="教学方法", blank=True, related_name="lessons")
    minutes = models.PositiveSmallIntegerField("时长（分钟）", default=40)
    periods = models.PositiveSmallIntegerField("课时", default=1)

    issue = models.CharField("议题", max_length=160, blank=True, help_text="一个值得讨论的问题。")
    situation = RichTextField("情境", blank=True, features=TEXT)
    standard = RichTextField("课标依据", blank=True, features=TEXT, help_text="用自己的话概括，不照抄课标。")
    textbook_analysis = RichTextField("教材分析", blank=True, features=TEXT)
    learner_analysis = RichTextField("学情分析", blank=True, features=TEXT)
    key_points = RichTextField("教学重点", blank=True, features=TEXT)
    hard_points = RichTextField("教学难点", blank=True, features=TEXT)
    preparation = RichTextField("教学准备", blank=True, features=TEXT)
    steps = StreamField([("step", StepBlock())], verbose_name="教学过程", blank=True)
    board_plan = RichTextField("板书设计", blank=True, features=TEXT)
    homework = RichTextField("作业设计", blank=True, features=TEXT)
    assessment = RichTextField("评价", blank=True, features=TEXT)
    misconceptions = StreamField(
        [("misconception", MisconceptionBlock())], verbose_name="易错易混", blank=True
    )
    guidance = RichTextField("敏感点提示", blank=True, features=TEXT)
    extension = RichTextField("拓展延伸", blank=True, features=TEXT)
    reflection = RichTextField("教学反思提示", blank=True, features=TEXT)
    parent_questions = StreamField(
        [("question", blocks.CharBlock(label="问题", max_length=160))],
        verbose_name="餐桌三问",
        blank=True,
        max_num=3,
    )
    father_task = RichTextField("爸爸任务", blank=True, features=TEXT)
    parent_avoid = RichTextField("请家长避免", blank=True, features=TEXT)

    themes = ParentalManyToManyField(Theme, verbose_name="学习主题", blank=True, related_name="lessons")
    efforts = ParentalManyToManyField(Effort, verbose_name="六个下功夫", blank=True, related_name="lessons")
    qualities = ParentalManyToManyField(Quality, verbose_name="示范三力", blank=True, related_name="lessons")
    topics = ParentalManyToManyField(Topic, verbose_name="专题", blank=True, related_name="lessons")
    sites = ParentalManyToManyField(
        "studysites.StudySitePage", verbose_name="配套基地", blank=True, related_name="lessons"
    )
    guides = ParentalManyToManyField(
        "courses.GuidePage", verbose_name="配套家庭指南", blank=True, related_name="lessons"
    )
    related = ParentalManyToManyField(
        "self", verbose_name="各学段相关课", blank=True, symmetrical=False, related_name="related_from"
    )

    objects = LessonManager()

    essentials: ClassVar[tuple[tuple[str, str], ...]] = (
        ("stage", "学段"),
        ("goals", "至少一条核心素养目标"),
        ("steps", "至少一个教学环节"),
        ("editorial_records", "责任信息里的发布机构"),
    )
    parent_page_types: ClassVar[list[str]] = ["courses.LessonIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/lesson_page.html"
    content_panels: ClassVar[list] = [*BasePage.content_panels, *LESSON_PANELS]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("issue"),
        index.FilterField("stage"),
        index.FilterField("unit"),
    ]

    class Meta:
        verbose_name = "思政示范课"
        verbose_name_plural = "思政示范课"

    @property
    def step_minutes(self) -> int:
        """Sum of the steps' minutes."""
        return sum(block.value["minutes"] or 0 for block in self.steps)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the vocabulary rows, files and joined pages."""
        # Late: the selectors read these very models.
        from ..lesson_context import lesson_context

        return {**super().get_context(request, *args, **kwargs), **lesson_context(self, request)}
