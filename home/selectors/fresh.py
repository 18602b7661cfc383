"""The newest lessons and guides as cards."""

from typing import Any

from django.db.models import F, Q, QuerySet
from wagtail.models import Page

from courses.models import GuidePage, LessonPage

from .addresses import Address

NEWEST = (F("first_published_at").desc(nulls_last=True), "-pk")


def shown(pages: QuerySet, restricted: Q) -> QuerySet:
    """Keep live pages outside the restricted parts of the tree."""
    return pages.live().exclude(restricted)  # type: ignore[attr-defined]


def fresh_lessons(count: int, restricted: Q, address: Address) -> list[dict[str, Any]]:
    """Return the newest ``count`` lessons as lesson_card.html draws them. 6 queries."""
    lessons = shown(LessonPage.objects.for_cards(), restricted).order_by(*NEWEST)[:count]
    return [plain_picture(lesson.card(address)) for lesson in lessons]


def fresh_guides(count: int, restricted: Q, address: Address) -> list[dict[str, Any]]:
    """Return the newest ``count`` guides as guide_card.html draws them. 5 queries."""
    guides = shown(GuidePage.objects.for_cards(), restricted).order_by(*NEWEST)[:count]
    return [plain_picture(guide.card(address)) for guide in guides]


def plain_picture(card: dict[str, Any]) -> dict[str, Any]:
    """Replace a card's rendition by the four facts a template needs; the title beside it is its text."""
    picture = card.get("picture")
    if picture is not None:
        card["picture"] = {
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "alt": "",
        }
    return card


def newest_pages(count: int) -> list[Page]:
    """Return the newest ``count`` lessons and guides together, newest first. 3 queries."""
    restricted = Page.objects.private_q()
    pages: list[Page] = []
    for model in (LessonPage, GuidePage):
        pages += shown(model.objects.all(), restricted).order_by(*NEWEST)[:count]
    dated = [page for page in pages if page.first_published_at]
    return sorted(dated, key=lambda page: (page.first_published_at, page.pk), reverse=True)[:count]
