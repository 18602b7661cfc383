"""Context of the guide list: age bands as doors, topics and family types as filters, one page of cards."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from .facets import FacetIndex
from .lesson_list import dropped_page
from .list_address import ListAddress, chips, facet_options, read_address
from .selectors.guide_index import LABELS, SORTS, guide_facets, guide_vocabularies, guides_in_order
from .selectors.terms import NamedTerm

PER_PAGE = 12
BOXES = ("topic", "situation")


def guide_list_context(request: HttpRequest) -> dict[str, Any]:
    """Return everything the guide list draws. 11 queries, whatever the number of guides."""
    known = guide_vocabularies()
    address = read_address(request.GET, LABELS, known, SORTS)
    index = guide_facets()
    found = index.listed(address.chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    get_url = partial(Page.get_url, request=request)
    return {
        "page_of_list": page,
        "guides": [guide.card(get_url) for guide in guides_in_order(list(page.object_list))],
        "bands": band_doors(index, address, known["band"]),
        "facets": [
            facet_options(
                name, LABELS[name], known[name], index.counts(name, address.chosen), address.chosen[name]
            )
            for name in BOXES
        ],
        "keep": address.kept("band"),
        "chips": chips(address, LABELS, known),
        "empty_actions": [{"title": "清空条件", "url": "?"}],
        "dropped": address.dropped + dropped_page(request.GET.get("page"), page.number),
        "total": len(index.ids),
    }


def band_doors(index: FacetIndex, address: ListAddress, bands: dict[str, NamedTerm]) -> list[dict[str, Any]]:
    """Return the age bands as doors; the band in use leads back to all ages."""
    counts = index.counts("band", address.chosen)
    doors = []
    for code, band in bands.items():
        current = address.chosen["band"] == [code]
        count = counts.get(code, 0)
        doors.append(
            {
                "title": band.zh,
                "note": f"{count} 篇" if count else "暂无",
                "url": address.url(band=[] if current else [code]),
                "current": current,
            }
        )
    return doors
