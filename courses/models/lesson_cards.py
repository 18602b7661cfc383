"""How a lesson shows itself in lists, wherever the list is."""

from collections.abc import Callable
from typing import Any, Self

from django.db.models import Prefetch
from wagtail.models import Page, PageManager, PageQuerySet

from media.models import PortalImage
from portal.organisations.models import EditorialRecord

from .guide_cards import CARD_PICTURE
from .lesson_parts import LessonFile

Address = Callable[[Page], str | None]


class LessonQuerySet(PageQuerySet):
    """Lessons of a list."""

    def for_cards(self) -> Self:
        """Join what a card shows: 1 query and 5 more for grades, files, publisher and picture."""
        pictures = PortalImage.objects.prefetch_renditions(CARD_PICTURE)
        joined = self.defer_streamfields().select_related("stage", "volume", "unit", "lesson_type")
        return joined.prefetch_related(
            "grades",
            Prefetch("picture", queryset=pictures),
            Prefetch("files", queryset=LessonFile.objects.select_related("document")),
            Prefetch("editorial_records", queryset=EditorialRecord.objects.select_related("organisation")),
        )


LessonManager = PageManager.from_queryset(LessonQuerySet)


class LessonCard:
    """Adds the card to the lesson page."""

    def card(self: Any, address: Address) -> dict[str, Any]:
        """Return the lesson as lesson_card.html draws it; ``address`` gives the address of a page."""
        records = list(self.editorial_records.all())
        return {
            "url": address(self),
            "title": self.title,
            "summary": self.summary,
            "stage_label": self.stage.zh,
            "grade_label": self.volume.zh if self.volume else "、".join(g.zh for g in self.grades.all()),
            "unit_label": f"第{self.unit.number}单元" if self.unit else "",
            "type_label": self.lesson_type.zh,
            "minutes": self.minutes,
            "file_kinds": list(dict.fromkeys(row.document.file_extension for row in self.files.all())),
            "school": records[0].organisation.short_name if records else "",
            "picture": self.picture.get_rendition(CARD_PICTURE) if self.picture else None,
            "is_demo": self.is_example,
        }
