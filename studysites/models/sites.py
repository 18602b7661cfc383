"""The list of bases and the page of one base."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.shared.models import BasePage
from portal.taxonomy.models import BaseTheme, Grade, LocalTheme, Topic, Unit

from .site_cards import SiteCard, SiteManager

TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class StudySiteIndexPage(BasePage):
    """The list of all bases; one in the tree."""

    introduction = RichTextField("导语", blank=True, features=TEXT_FEATURES)

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["studysites.StudySitePage"]
    max_count = 1
    template = "studysites/study_site_index_page.html"

    content_panels: ClassVar[list] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "研学基地列表"
        verbose_name_plural = "研学基地列表"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the cards of all bases with their next session."""
        # Late: the selectors read these very models.
        from ..page_contexts import site_index_context

        return {**super().get_context(request, *args, **kwargs), **site_index_context(self, request)}


class StudySitePage(SiteCard, BasePage):
    """One base: what it is, whom it suits, what pupils do before, during and after."""

    theme = models.ForeignKey(
        BaseTheme, verbose_name="基地主题", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    introduction = RichTextField("基地介绍", blank=True, features=TEXT_FEATURES)
    suits = RichTextField("适合谁", blank=True, features=TEXT_FEATURES)
    see_and_do = RichTextField("看什么、做什么", blank=True, features=TEXT_FEATURES)
    facilities = RichTextField("设施", blank=True, features=TEXT_FEATURES)
    rules = RichTextField("来访须知", blank=True, features=TEXT_FEATURES)
    safety = RichTextField("安全提示", blank=True, features=TEXT_FEATURES)
    getting_there = RichTextField("怎么来", blank=True, features=TEXT_FEATURES)
    address_note = models.CharField("地址", max_length=200, blank=True)
    before_visit = RichTextField("课前准备", blank=True, features=TEXT_FEATURES)
    during_visit = RichTextField("课中任务", blank=True, features=TEXT_FEATURES)
    after_visit = RichTextField("课后延伸", blank=True, features=TEXT_FEATURES)
    grades = ParentalManyToManyField(Grade, verbose_name="适合年级", blank=True, related_name="sites")
    units = ParentalManyToManyField(Unit, verbose_name="服务的教材单元", blank=True, related_name="sites")
    topics = ParentalManyToManyField(Topic, verbose_name="专题", blank=True, related_name="sites")
    local_themes = ParentalManyToManyField(
        LocalTheme, verbose_name="乡土主题", blank=True, related_name="sites"
    )

    objects = SiteManager()

    parent_page_types: ClassVar[list[str]] = ["studysites.StudySiteIndexPage"]
    subpage_types: ClassVar[list[str]] = ["studysites.ProgrammePage"]
    template = "studysites/study_site_page.html"

    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("suits"), FieldPanel("see_and_do")], "介绍"),
        MultiFieldPanel(
            [
                FieldPanel("address_note"),
                FieldPanel("getting_there"),
                FieldPanel("facilities"),
                FieldPanel("rules"),
                FieldPanel("safety"),
            ],
            "来访",
        ),
        MultiFieldPanel(
            [FieldPanel("before_visit"), FieldPanel("during_visit"), FieldPanel("after_visit")], "教学安排"
        ),
        MultiFieldPanel(
            [
                FieldPanel("theme"),
                FieldPanel("grades"),
                FieldPanel("units"),
                FieldPanel("topics"),
                FieldPanel("local_themes"),
            ],
            "分类与关联",
        ),
        InlinePanel("editorial_records", label="责任信息", max_num=1),
    ]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = "研学基地"
        verbose_name_plural = "研学基地"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add programmes, sessions and joined pages."""
        # Late: the selectors read these very models.
        from ..page_contexts import site_context

        return {**super().get_context(request, *args, **kwargs), **site_context(self, request)}
