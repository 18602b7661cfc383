"""RSS of the newest lessons and guides; every address starts with PORTAL_BASE_URL."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from wagtail.models import Page

from .selectors.addresses import addresses_below, default_root
from .selectors.fresh import newest_pages

ITEMS = 20


def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return f"{settings.PORTAL_BASE_URL}{path}"


class FreshFeed(Feed):
    """The newest twenty lessons and guides, newest first."""

    title = f"{settings.WAGTAIL_SITE_NAME}：新上线"
    description = "新上线的思政示范课和家庭教育指南"
    language = "zh-cn"

    def link(self) -> str:
        """Address of the front page."""
        return absolute("/")

    def feed_url(self) -> str:
        """Address of the feed itself."""
        return absolute(reverse("rss"))

    def items(self) -> list[Page]:
        """The pages, each with the path it has on the site."""
        root = default_root()
        if root is None:
            return []
        address = addresses_below(root)
        pages = newest_pages(ITEMS)
        for page in pages:
            page.feed_path = address(page)
        return pages

    def item_title(self, item: Page) -> str:
        """Title of a page."""
        return item.title

    def item_description(self, item: Page) -> str:
        """Summary of a page."""
        return getattr(item, "point", "") or getattr(item, "summary", "")

    def item_link(self, item: Page) -> str:
        """Full address of a page."""
        return absolute(item.feed_path)

    def item_pubdate(self, item: Page) -> datetime:
        """When the page went public first."""
        return item.first_published_at

    def item_updateddate(self, item: Page) -> datetime:
        """When the page was published last."""
        return item.last_published_at or item.first_published_at
