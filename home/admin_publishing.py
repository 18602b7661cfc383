"""Publishing in the admin: nothing half-written in bulk, and a plain word when a page is public."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponseRedirect
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

# What a reviewer changes needs a look of its own (WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT).
CHANGED = "您批准时改动了内容。改动已保存，还没有公开；请再看一遍，没有问题就再点一次“批准”。"


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


def say_it_is_public(request: HttpRequest, page: Page) -> None:
    """Tell a reviewer who approved that the page is public now; Wagtail says only that it was saved."""
    if request.POST.get("workflow-action-name") != "approve" or "action-workflow-action" not in request.POST:
        return
    fresh = Page.objects.get(pk=page.pk)
    if fresh.workflow_in_progress:
        messages.warning(request, CHANGED)
    elif fresh.live and not fresh.has_unpublished_changes:
        view = messages.button(fresh.get_url(request), "看网页")
        messages.success(request, f"《{fresh.title}》已批准，已公开。", buttons=[view])
