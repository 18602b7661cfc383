"""The text of a file as a page of ours, opened at the place that was found."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.generic import View

from portal.search.analysis import typed

from .reading import reading_of


class AttachmentTextView(View):
    """Shows what a file of a public page says; the words of the question are marked."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, page_id: int, file: str) -> HttpResponse:
        """Answer 404 for a file that is not attached to a page shown now."""
        text = typed(request.GET.get("q", ""))
        number = request.GET.get("page", "1")
        if page_id > MOST_ID or not is_file(file):
            raise Http404("no such file")
        reading = reading_of(page_id, file, text=text, number=int(number) if is_number(number) else 1)
        if reading is None:
            raise Http404("this file has no public text")
        response = render(request, "home/search/attachment.html", context(reading, text))
        patch_cache_control(response, private=True, no_store=True)
        return response


MOST_ID = 2**63 - 1
LONGEST_ID = 18


def is_number(text: str) -> bool:
    """Plain digits, few enough for any column."""
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def is_file(file: str) -> bool:
    """The short form of a file: d12 or m3."""
    return file[:1] in {"d", "m"} and is_number(file[1:])


def context(reading: Any, text: str) -> dict[str, Any]:
    """What the template needs."""
    return {
        "reading": reading,
        "search_query": text,
        "crumbs": [
            {"title": "首页", "url": "/"},
            {"title": reading.page_title, "url": reading.page_url},
            {"title": "附件文字"},
        ],
    }
