"""What the page of one guide asks: vocabulary rows, help lines, joined pages. 4 queries."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from ..models import GuidePage, LessonPage
from .links import LinkColumns, LinkRow, link_rows
from .terms import TermRow, chosen_rows, term_rows

SETS = ("bands", "family_topics", "situations", "law_contents", "law_methods", "topics", "units")


@dataclass(frozen=True)
class GuideLinks:
    """Live public pages joined to a guide."""

    parent: LinkRow | None
    lessons: list[LinkRow]
    sites: list[LinkRow]


def guide_terms(page: GuidePage) -> dict[str, list[TermRow]]:
    """Return the vocabulary rows of a guide by field name. 1 query."""
    return term_rows({name: chosen_rows(page, name) for name in SETS})


def guide_links(page: GuidePage) -> GuideLinks:
    """Return the pages joined to a guide. 2 queries."""
    found = link_rows(
        {
            "parent": (Page.objects.filter(path=page.path[: -Page.steplen]), LinkColumns()),
            "lessons": (LessonPage.objects.filter(guides=page.pk or 0), LinkColumns("stage__zh", "summary")),
            "sites": (chosen_rows(page, "sites"), LinkColumns("theme__zh", "summary", "address_note")),
        }
    )
    return GuideLinks(next(iter(found["parent"]), None), found["lessons"], found["sites"])


def guide_hotlines(page: GuidePage) -> list[dict[str, Any]]:
    """Return the help lines a guide names, as hotlines.html draws them. 1 query."""
    return [
        {"number": line.number, "name": line.zh, "note": "号码待核" if line.is_unchecked else line.note}
        for line in page.hotlines.order_by("sort", "code")
    ]
