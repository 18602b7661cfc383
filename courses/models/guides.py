"""The list of family guides and the page of one guide."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from portal.shared.models import BasePage
from portal.taxonomy.models import (
    AgeBand,
    FamilySituation,
    FamilyTopic,
    Hotline,
    LawContent,
    LawMethod,
    Topic,
    Unit,
)

from ..blocks import SayBlock, TonightStepBlock
from .guide_cards import GuideCard, GuideManager

TEXT = ["bold", "ol", "ul"]
SUMMARY_HELP = (
    "一两句话，说清读者能得到什么；搜索引擎和转发时显示。列表里显示的是“一句话要点”，没有要点才显示摘要。"
)


class GuideIndexPage(BasePage):
    """The list of all guides; one in the tree, owned by the Women's Federation."""

    introduction = RichTextField("导语", blank=True, features=[*TEXT, "link"])

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["courses.GuidePage"]
    max_count = 1
    template = "courses/guide_index_page.html"
    content_panels: ClassVar[list] = [*BasePage.content_panels, "introduction"]

    class Meta:
        verbose_name = "家庭教育指南列表"
        verbose_name_plural = "家庭教育指南列表"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add age bands, facets and one page of guides."""
        # Late: the selectors read these very models.
        from ..guide_list import guide_list_context

        context = super().get_context(request, *args, **kwargs)
        crumbs = [{"title": "首页", "url": "/"}, {"title": self.title}]
        return {**context, **guide_list_context(request), "crumbs": crumbs}


class GuidePage(GuideCard, BasePage):
    """A guide a parent reads in three minutes (vocabularies.md 5.17)."""

    point = models.CharField("一句话要点", max_length=80, blank=True)
    situation = RichTextField("生活情景", blank=True, features=TEXT)
    why = RichTextField("为什么会这样", blank=True, features=TEXT)
    tonight = StreamField([("step", TonightStepBlock())], verbose_name="今晚可做", blank=True, max_num=5)
    sayings = StreamField([("saying", SayBlock())], verbose_name="说与不说", blank=True)
    talk_questions = StreamField(
        [("question", blocks.CharBlock(label="问题", max_length=160))], verbose_name="聊一聊", blank=True
    )
    father_task = RichTextField("爸爸任务", blank=True, features=TEXT)
    grandparents = RichTextField("给祖辈的提示", blank=True, features=TEXT)
    when_to_seek_help = RichTextField("何时求助", blank=True, features=TEXT)
    law = RichTextField("法律依据", blank=True, features=TEXT, help_text="用自己的话概括，不写未核对的条号。")
    hotlines = ParentalManyToManyField(Hotline, verbose_name="求助热线", blank=True, related_name="guides")
    bands = ParentalManyToManyField(AgeBand, verbose_name="年龄段", blank=True, related_name="guides")
    family_topics = ParentalManyToManyField(
        FamilyTopic, verbose_name="话题", blank=True, related_name="guides"
    )
    situations = ParentalManyToManyField(
        FamilySituation, verbose_name="家庭类型", blank=True, related_name="guides"
    )
    law_contents = ParentalManyToManyField(
        LawContent, verbose_name="家庭教育内容", blank=True, related_name="guides"
    )
    law_methods = ParentalManyToManyField(
        LawMethod, verbose_name="家庭教育方法", blank=True, related_name="guides"
    )
    topics = ParentalManyToManyField(Topic, verbose_name="专题", blank=True, related_name="guides")
    units = ParentalManyToManyField(Unit, verbose_name="关联单元", blank=True, related_name="guides")
    sites = ParentalManyToManyField(
        "studysites.StudySitePage", verbose_name="关联基地", blank=True, related_name="guides"
    )

    objects = GuideManager()

    essentials: ClassVar[tuple[tuple[str, str], ...]] = (
        ("point", "一句话要点"),
        ("bands", "年龄段"),
        ("editorial_records", "责任信息里的发布机构"),
    )
    parent_page_types: ClassVar[list[str]] = ["courses.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "courses/guide_page.html"
    content_panels: ClassVar[list] = [
        *BasePage.content_panels[:-2],
        FieldPanel("summary", help_text=SUMMARY_HELP),
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("point"), FieldPanel("situation"), FieldPanel("why")], "要点与情景"),
        FieldPanel("tonight"),
        FieldPanel("sayings"),
        FieldPanel("talk_questions"),
        MultiFieldPanel([FieldPanel("father_task"), FieldPanel("grandparents")], "家里的人"),
        MultiFieldPanel(
            [FieldPanel("when_to_seek_help"), FieldPanel("hotlines"), FieldPanel("law")], "求助与依据"
        ),
        MultiFieldPanel(
            [
                FieldPanel("bands"),
                FieldPanel("family_topics"),
                FieldPanel("situations"),
                FieldPanel("law_contents"),
                FieldPanel("law_methods"),
                FieldPanel("topics"),
                FieldPanel("units"),
                FieldPanel("sites"),
            ],
            "分类与关联",
        ),
        InlinePanel("editorial_records", label="责任信息", max_num=1),
    ]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("point")]

    class Meta:
        verbose_name = "家庭教育指南"
        verbose_name_plural = "家庭教育指南"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the vocabulary rows, help lines and joined pages."""
        # Late: the selectors read these very models.
        from ..guide_context import guide_context

        return {**super().get_context(request, *args, **kwargs), **guide_context(self, request)}
