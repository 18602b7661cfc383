"""How a base shows itself in lists, wherever the list is."""

from collections.abc import Callable, Iterable
from typing import Any, Self

from django.db.models import Prefetch
from wagtail.models import Page, PageManager, PageQuerySet

from media.models import PortalImage
from portal.taxonomy.models import Stage

CARD_PICTURE = "fill-600x400|format-webp|webpquality-72"


class SiteQuerySet(PageQuerySet):
    """Bases of a list."""

    def for_cards(self) -> Self:
        """Join what a card shows: 1 query and 3 more for grades, picture and its small copy."""
        pictures = PortalImage.objects.prefetch_renditions(CARD_PICTURE)
        return self.select_related("theme").prefetch_related(
            "grades__stage", Prefetch("picture", queryset=pictures)
        )


# The three stages of primary school, said as one word when a base suits all of them.
PRIMARY = {"p1", "p2", "p3"}


def stages_label(stages: Iterable[Stage]) -> str:
    """Return stages in school order, the three of primary school together as 小学."""
    ordered = sorted(stages, key=lambda stage: stage.sort)
    names = [stage.zh for stage in ordered]
    if {stage.code for stage in ordered} >= PRIMARY:
        names = ["小学", *(stage.zh for stage in ordered if stage.code not in PRIMARY)]
    return "、".join(names)


SiteManager = PageManager.from_queryset(SiteQuerySet)


class SiteCard:
    """Adds the card to the base page."""

    def card(self, address: Callable[[Page], str | None]) -> dict[str, Any]:
        """Return the base as site_card.html draws it; ``address`` gives the address of a page."""
        return {
            "url": address(self),
            "title": self.title,
            "summary": self.summary,
            "theme_label": self.theme.zh if self.theme else "",
            "suits_label": stages_label({grade.stage for grade in self.grades.all()}),
            "place": self.address_note,
            "picture": self.picture.get_rendition(CARD_PICTURE) if self.picture else None,
            "is_demo": self.is_example,
        }
