"""Nothing half-written goes public in bulk: the form of one page asks by itself."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseRedirect
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page


def refuse_unfinished(
    request: HttpRequest, action_type: str, objects: Iterable[Page], action_class: type
) -> HttpResponseRedirect | None:
    """Refuse to publish the chosen pages, or drafts below them, when one lacks what its readers need."""
    if action_type != "publish" or action_class.__module__.startswith("wagtail.snippets"):
        return None
    complaints = [line for page in objects for line in complaints_about(page, request)]
    if not complaints:
        return None
    messages.error(request, f"没有公开任何页面。请先补齐：{'；'.join(complaints)}。")
    return HttpResponseRedirect(get_valid_next_url_from_request(request) or "/admin/pages/")


def complaints_about(page: Page, request: HttpRequest) -> Iterable[str]:
    """Yield one line for each page that would be published and is not finished."""
    chosen = [page]
    if request.POST.get("include_descendants"):
        chosen += list(page.get_descendants().not_live())
    for one in chosen:
        draft = one.get_latest_revision_as_object()
        lacking = draft.lacking() if hasattr(draft, "lacking") else []
        if lacking:
            yield f"《{draft.title}》缺少{'、'.join(lacking)}"
