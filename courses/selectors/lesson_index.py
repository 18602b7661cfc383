"""Rows of the lesson list, its vocabularies and the cards of one page: 13 queries for any size."""

from django.db.models import F
from wagtail.models import Page

from portal.taxonomy.models import Grade, LessonType, Stage, Theme, Unit, Volume

from ..facets import FacetIndex, posted
from ..models import LessonPage
from .terms import NamedTerm, named_terms

LABELS = {
    "stage": "学段", "grade": "年级", "type": "课型", "theme": "学习主题", "volume": "册次", "unit": "单元",
}  # fmt: skip
SORTS = {"new": "最新发布", "unit": "按单元顺序"}
ORDERS = {
    "new": [F("first_published_at").desc(nulls_last=True), "-pk"],
    "unit": [
        "stage__sort", F("volume__sort").asc(nulls_last=True), F("unit__number").asc(nulls_last=True), "path"
    ],
}  # fmt: skip


def lesson_facets(sort: str) -> FacetIndex:
    """Return all public lessons in an order of ``SORTS``, with what each carries. 4 queries."""
    lessons = LessonPage.objects.live().exclude(Page.objects.private_q())
    rows = list(
        lessons.order_by(*ORDERS[sort]).values_list(
            "pk", "stage__code", "lesson_type__code", "volume__code", "unit__code"
        )
    )
    bare = lessons.order_by()
    return FacetIndex(
        [row[0] for row in rows],
        {
            "stage": posted((row[0], row[1]) for row in rows),
            "type": posted((row[0], row[2]) for row in rows),
            "volume": posted((row[0], row[3]) for row in rows),
            "unit": posted((row[0], row[4]) for row in rows),
            "grade": posted(bare.values_list("pk", "grades__code")),
            "theme": posted(bare.values_list("pk", "themes__code")),
        },
    )


def lesson_vocabularies() -> dict[str, dict[str, NamedTerm]]:
    """Return code -> term for each facet in the order of the vocabulary. 3 queries."""
    known = named_terms({"stage": Stage, "grade": Grade, "type": LessonType, "theme": Theme})
    known["volume"] = {term.code: term for term in Volume.objects.select_related("stage")}
    known["unit"] = {term.code: term for term in Unit.objects.select_related("volume")}
    return known


def lessons_in_order(ids: list[int]) -> list[LessonPage]:
    """Return the lessons of one list page, ready for their cards, in the order of ``ids``. 6 queries."""
    found = LessonPage.objects.for_cards().in_bulk(ids)
    return [found[number] for number in ids if number in found]
