"""站内通知: the list, one message, and marking all as read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from .. import inbox
from ..message_text import message_html
from .home import crumbs

MESSAGES_A_PAGE = 20


@login_required
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """List what was sent to the person, unread first; the list marks nothing as read."""
    page = Paginator(inbox.messages_of(request.user), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": inbox.unread_count(request.user), "crumbs": crumbs("站内通知")}
    return render(request, "accounts/messages.html", context)


@login_required
@require_safe
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one of the person's own messages and note its first reading; another's is not found."""
    message = inbox.find_message(request.user, pk)
    if message is None:
        raise Http404
    if message.read_at is None and is_opened(request):
        inbox.mark_read(request.user, message.pk)
    trail = [*crumbs()[:2], {"title": "站内通知", "url": reverse("accounts:messages")}]
    context = {
        "message": message,
        "text": message_html(message.body),
        "crumbs": [*trail, {"title": message.subject, "url": ""}],
    }
    return render(request, "accounts/message.html", context)


def is_opened(request: HttpRequest) -> bool:
    """Say whether somebody opened the page, as against a browser that loads it ahead of a click."""
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return request.method == "GET" and not purpose.startswith("prefetch")


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark all of the person's messages as read."""
    count = inbox.mark_read(request.user)
    if count:
        messages.success(request, f"{count} 条通知已标为已读。")
    return redirect("accounts:messages")
