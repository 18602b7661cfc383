"""我的账号: state, links by role, messages, profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ..forms import ProfileForm
from ..home_parts import links_of, parts_of
from ..selectors import has_confirmed_email
from ..services import update_profile

MESSAGES_A_PAGE = 20


def crumbs(title: str = "") -> list[dict[str, str]]:
    """Return the path from the front page to 我的账号 and, below it, the page called ``title``."""
    trail = [{"title": "首页", "url": "/"}, {"title": "我的账号", "url": reverse("accounts:home")}]
    return [*trail, {"title": title, "url": ""}] if title else trail


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the person what the account holds and what can be done with it."""
    user = request.user
    received = user.messages_received
    context = {
        "crumbs": crumbs(),
        "email_confirmed": has_confirmed_email(user),
        "links": links_of(user),
        "parts": parts_of(user),
        "unread": received.filter(read_at=None).count(),
        "latest": received.only("id", "subject", "created_at", "read_at", "recipient_id")[:3],
    }
    return render(request, "accounts/home.html", context)


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Change name and work phone."""
    user = request.user
    initial = {"full_name": user.get_full_name(), "phone": user.phone}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = update_profile(user, **form.cleaned_data)
        messages.success(request, "资料已保存。" if changed else "资料没有改动。")
        return redirect("accounts:home")
    return render(request, "accounts/profile.html", {"form": form, "crumbs": crumbs("修改资料")})


@login_required
def message_list(request: HttpRequest) -> HttpResponse:
    """List what was sent to the person, newest first; opening it changes nothing."""
    page = Paginator(request.user.messages_received.all(), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/messages.html", {"page": page, "crumbs": crumbs("站内通知")})


@login_required
@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one message (``id``) or all of the person's messages as read."""
    unread = request.user.messages_received.filter(read_at=None)
    chosen = request.POST.get("id", "")
    if chosen:
        unread = unread.filter(pk=int(chosen)) if chosen.isdecimal() else unread.none()
    unread.update(read_at=timezone.now())
    return redirect("accounts:messages")
