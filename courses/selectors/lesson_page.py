"""What the page of one lesson asks: its vocabulary rows and the pages it is joined to. 3 queries."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from portal.taxonomy.models import Course, LessonType, Stage, Unit, Volume

from ..models import LessonPage
from .links import LinkColumns, LinkRow, link_rows
from .terms import TermRow, chosen_ids, chosen_rows, term_rows

SETS = ("grades", "methods", "themes", "efforts", "qualities", "topics")


@dataclass(frozen=True)
class LessonLinks:
    """Live public pages joined to a lesson; ``before`` and ``after`` are its neighbours in the unit."""

    parent: LinkRow | None
    sites: list[LinkRow]
    guides: list[LinkRow]
    related: list[LinkRow]
    before: LinkRow | None
    after: LinkRow | None


def lesson_terms(page: LessonPage) -> dict[str, list[TermRow]]:
    """Return the vocabulary rows of a lesson by field name, and ``ladder``: the stages of school. 1 query."""
    queries = {name: chosen_rows(page, name) for name in SETS}
    single = {"stage": Stage, "course": Course, "volume": Volume, "unit": Unit, "lesson_type": LessonType}
    for name, model in single.items():
        queries[name] = model.objects.filter(pk=getattr(page, f"{name}_id"))
    queries["ladder"] = Stage.objects.exclude(code="pre")
    return term_rows(queries)


def lesson_links(page: LessonPage) -> LessonLinks:
    """Return the pages joined to a lesson, a relation set on either side counting. 2 queries."""
    lessons = LessonPage.objects.exclude(pk=page.pk)
    named_by = LessonPage.related.through.objects.filter(to_lessonpage=page.pk).values("from_lessonpage")
    found = link_rows(
        {
            "parent": (Page.objects.filter(path=page.path[: -Page.steplen]), LinkColumns()),
            "sites": (chosen_rows(page, "sites"), LinkColumns("theme__zh", "summary", "address_note")),
            "guides": (chosen_rows(page, "guides"), LinkColumns(text="point")),
            "related": (
                lessons.filter(Q(pk__in=chosen_ids(page, "related")) | Q(pk__in=named_by)),
                LinkColumns("stage__code", "issue", "stage__zh"),
            ),
            "unit": (lessons.filter(unit=page.unit_id, unit__isnull=False), LinkColumns()),
        }
    )
    before = [row for row in found["unit"] if row.page.path < page.path]
    after = [row for row in found["unit"] if row.page.path > page.path]
    return LessonLinks(
        parent=next(iter(found["parent"]), None),
        sites=found["sites"],
        guides=found["guides"],
        related=found["related"],
        before=before[-1] if before else None,
        after=after[0] if after else None,
    )
