"""The front page and plain pages."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.search import index

from portal.shared.blocks import TextStreamBlock
from portal.shared.models import BasePage

from ..blocks import HomeStreamBlock


class HomePage(BasePage):
    """The front page with the three doors."""

    lead = models.CharField("一句话介绍", max_length=120, blank=True)
    example_queries = models.CharField(
        "示例搜索词", max_length=200, blank=True, help_text="用顿号或空格隔开，显示在搜索框下面，最多五个。"
    )
    body = StreamField(HomeStreamBlock(), verbose_name="首页栏目", blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1
    template = "home/home_page.html"
    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("example_queries"),
        FieldPanel("body"),
        InlinePanel("editorial_records", label="责任信息", max_num=1),
    ]

    class Meta:
        verbose_name = "首页"
        verbose_name_plural = "首页"

    @property
    def queries(self) -> list[str]:
        """The example queries as a list of at most five."""
        return [word for word in self.example_queries.replace("、", " ").split() if word][:5]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sections; a preview is worked out afresh."""
        # Late: the selectors read these very models.
        from ..selectors.front_page import front_page

        context = super().get_context(request, *args, **kwargs)
        return {**context, **front_page(self, from_cache=not getattr(request, "is_preview", False))}


class StandardPage(BasePage):
    """A plain page: about, help, privacy ..."""

    body = StreamField(TextStreamBlock(), verbose_name="正文", blank=True)

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    template = "home/standard_page.html"
    content_panels: ClassVar[list] = [
        *BasePage.content_panels,
        FieldPanel("body"),
        InlinePanel("editorial_records", label="责任信息", max_num=1),
    ]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "普通页面"
        verbose_name_plural = "普通页面"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the way to the page, its parts with anchors and its publisher."""
        # Late: the selectors read these very models.
        from ..selectors.plain_pages import body_parts, crumbs_to, publisher_of

        parts = body_parts(self)
        return {
            **super().get_context(request, *args, **kwargs),
            "crumbs": crumbs_to(self),
            "parts": parts,
            "toc": [part for part in parts if part["title"]],
            "publisher": publisher_of(self),
        }
