"""Context of the lesson list: tree, facets, chips, order and one page of cards."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from .lesson_tree import lesson_tree
from .list_address import ListAddress, chips, facet_options, read_address
from .selectors.lesson_index import LABELS, SORTS, lesson_facets, lesson_vocabularies, lessons_in_order

PER_PAGE = 12
BOXES = ("stage", "grade", "type", "theme")
TREE = ("volume", "unit")


def lesson_list_context(request: HttpRequest) -> dict[str, Any]:
    """Return everything the lesson list draws. 11 queries, whatever the number of lessons."""
    known = lesson_vocabularies()
    address = read_address(request.GET, LABELS, known, SORTS)
    index = lesson_facets(address.sort)
    found = index.listed(address.chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tree = lesson_tree(index, address, known["stage"], known["volume"], known["unit"])  # type: ignore[arg-type]
    get_url = partial(Page.get_url, request=request)
    return {
        "page_of_list": page,
        "lessons": [lesson.card(get_url) for lesson in lessons_in_order(list(page.object_list))],
        "facets": [
            facet_options(
                name, LABELS[name], known[name], index.counts(name, address.chosen), address.chosen[name]
            )
            for name in BOXES
        ],
        "tree": tree,
        "keep": address.kept(*TREE),
        "chips": chips(address, LABELS, known),
        "sorts": sort_links(address),
        "empty_actions": [{"title": "清空条件", "url": "?"}],
        "dropped": address.dropped + dropped_page(request.GET.get("page"), page.number),
        "total": len(index.ids),
    }


def sort_links(address: ListAddress, sorts: dict[str, str] = SORTS) -> list[dict[str, Any]]:
    """Return the orders as links that keep every filter."""
    return [
        {"label": label, "url": address.url(sort=[code]), "current": code == address.sort}
        for code, label in sorts.items()
    ]


def dropped_page(asked: str | None, shown: int) -> list[str]:
    """Name a page number that does not exist."""
    return [f"页码“{asked[:20]}”"] if asked and asked != str(shown) else []
