"""Context of a guide's page."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from .models import GuidePage
from .selectors.guide_page import guide_hotlines, guide_links, guide_terms

PICTURE = "fill-720x480|format-webp|webpquality-72"


def guide_context(page: GuidePage, request: HttpRequest) -> dict[str, Any]:
    """Return everything the guide page draws. 5 queries and the picture."""
    terms = guide_terms(page)
    links = guide_links(page)
    get_url = partial(Page.get_url, request=request)
    middle = [{"title": links.parent.title, "url": get_url(links.parent.page)}] if links.parent else []
    return {
        "terms": terms,
        "minutes": page.reading_minutes(),
        "characters": page.characters(),
        "hotlines": guide_hotlines(page),
        "sayings": [(block.value["say"], block.value["dont_say"]) for block in page.sayings],
        "links": {name: [row.link(get_url) for row in getattr(links, name)] for name in ("lessons", "sites")},
        "record": page.editorial_records.select_related("organisation").first(),
        "rendition": page.picture.get_rendition(PICTURE) if page.picture else None,
        "crumbs": [{"title": "首页", "url": "/"}, *middle, {"title": page.title, "url": None}],
    }
