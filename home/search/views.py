"""The public search page."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.generic import View

from .forms import SearchForm
from .queries import Choice, SearchPage, SearchQuery
from .selectors import search

CRUMBS = [{"title": "首页", "url": "/"}, {"title": "搜索"}]


class SearchView(View):
    """One page for every question, without script; an odd address is answered, never refused."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer the question of the address."""
        form = SearchForm(request.GET)
        query = form.to_query()
        results = search(query, stage_names=form.stage_names)
        if results.pager and results.pager.number != query.page:
            query = replace(query, page=results.pager.number)
            results = search(query, stage_names=form.stage_names)
        context = {
            "results": replace(results, notices=(*form.notices(), *results.notices)),
            "search_query": query.text,
            "kind_links": kind_links(results),
            "stage_links": filter_links(query, results.stages, "stage", "全部学段"),
            "crumbs": CRUMBS,
        }
        response = render(request, "home/search/results.html", context)
        if query.text:
            # Every wording is an address of its own: kept in no shared cache.
            patch_cache_control(response, private=True, no_store=True)
        return response


def kind_links(results: SearchPage) -> list[dict[str, object]]:
    """The type filter, the first link being all types with their sum."""
    return filter_links(results.query, results.kinds, "kind", "全部")


def filter_links(
    query: SearchQuery, found: tuple[Choice, ...], name: str, all_label: str
) -> list[dict[str, object]]:
    """Links of one filter in the shape of chip_links.html; none when there is nothing to choose."""
    if not found or (len(found) == 1 and not found[0].selected):
        return []
    everything = {
        "label": all_label,
        "url": address(query, **{name: ""}),
        "current": not getattr(query, name),
    }
    if name == "kind":
        everything["count"] = sum(choice.count for choice in found)
    return [everything] + [
        {
            "label": choice.label,
            "url": address(query, **{name: choice.value}),
            "current": choice.selected,
            "count": choice.count,
        }
        for choice in found
    ]


def address(query: SearchQuery, **changes: str) -> str:
    """Address of the same question with another filter, on its first page."""
    values = {"q": query.text, "kind": query.kind, "stage": query.stage, **changes}
    return "?" + urlencode({name: value for name, value in values.items() if value})
