"""How a guide shows itself in lists, and how long it takes to read."""

import re
from collections.abc import Callable
from typing import Any, Self

from django.db.models import Prefetch
from django.utils.html import strip_tags
from wagtail.models import Page, PageManager, PageQuerySet

from media.models import PortalImage

CARD_PICTURE = "fill-600x400|format-webp|webpquality-72"
# Chinese characters a grown-up reads silently in a minute, as a round figure: published reading-time
# estimators use 350 to 500; reading aloud was measured at 255 (Trauzettel-Klosinski and Dietz, 2012).
CHARACTERS_A_MINUTE = 500
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


class GuideQuerySet(PageQuerySet):
    """Guides of a list."""

    def for_cards(self) -> Self:
        """Join what a card shows: 1 query and 4 more for bands, topics, picture and its small copy."""
        pictures = PortalImage.objects.prefetch_renditions(CARD_PICTURE)
        return self.prefetch_related("bands", "family_topics", Prefetch("picture", queryset=pictures))


GuideManager = PageManager.from_queryset(GuideQuerySet)


class GuideCard:
    """Adds the card and the reading time to the guide page."""

    def characters(self: Any) -> int:
        """Count the Chinese characters a reader of the page reads."""
        texts = [self.title, self.point, self.situation, self.why, self.father_task, self.grandparents]
        texts += [self.when_to_seek_help, self.law, *(block.value for block in self.talk_questions)]
        texts += [block.value["text"].source for block in self.tonight]
        texts += [block.value[key] for block in self.sayings for key in ("say", "dont_say")]
        return len(CHINESE.findall(strip_tags("".join(texts))))

    def reading_minutes(self: Any) -> int:
        """Return whole minutes to read the page, rounded up, at least one."""
        return max(1, -(-self.characters() // CHARACTERS_A_MINUTE))

    def card(self: Any, address: Callable[[Page], str | None]) -> dict[str, Any]:
        """Return the guide as guide_card.html draws it; ``address`` gives the address of a page."""
        return {
            "url": address(self),
            "title": self.title,
            "point": self.point or self.summary,
            "band_label": "、".join(band.zh for band in self.bands.all()),
            "topic_label": "、".join(topic.zh for topic in list(self.family_topics.all())[:2]),
            "minutes": self.reading_minutes(),
            "picture": self.picture.get_rendition(CARD_PICTURE) if self.picture else None,
            "is_demo": self.is_example,
        }
