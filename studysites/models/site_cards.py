"""How a base shows itself in lists, wherever the list is."""

from collections.abc import Callable
from typing import Any, Self

from django.db.models import Prefetch
from wagtail.models import Page, PageManager, PageQuerySet

from media.models import PortalImage

CARD_PICTURE = "fill-600x400|format-webp|webpquality-72"


class SiteQuerySet(PageQuerySet):
    """Bases of a list."""

    def for_cards(self) -> Self:
        """Join what a card shows: 1 query and 3 more for grades, picture and its small copy."""
        pictures = PortalImage.objects.prefetch_renditions(CARD_PICTURE)
        return self.select_related("theme").prefetch_related(
            "grades__stage", Prefetch("picture", queryset=pictures)
        )


# Stage codes with the kind of school and its level; a card has room for a few characters.
SCHOOL = (
    ("p1", "小学", 1),
    ("p2", "小学", 1),
    ("p3", "小学", 1),
    ("j", "初中", 2),
    ("s", "高中", 3),
    ("v", "中职", 3),
    ("u", "高校", 4),
)


def stages_label(codes: set[str]) -> str:
    """Return the kinds of school: 小学、初中, or 小学至高校 for three or more levels in a row."""
    kinds = {name: level for code, name, level in SCHOOL if code in codes}
    names, levels = list(kinds), sorted(set(kinds.values()))
    if len(levels) > 2 and levels[-1] - levels[0] == len(levels) - 1:
        return f"{names[0]}至{names[-1]}"
    return "、".join(names)


SiteManager = PageManager.from_queryset(SiteQuerySet)


class SiteCard:
    """Adds the card to the base page."""

    def card(self: Any, address: Callable[[Page], str | None]) -> dict[str, Any]:
        """Return the base as site_card.html draws it; ``address`` gives the address of a page."""
        return {
            "url": address(self),
            "title": self.title,
            "summary": self.summary,
            "theme_label": self.theme.zh if self.theme else "",
            "suits_label": stages_label({grade.stage.code for grade in self.grades.all()}),
            "place": self.address_note,
            "picture": self.picture.get_rendition(CARD_PICTURE) if self.picture else None,
            "is_demo": self.is_example,
        }
