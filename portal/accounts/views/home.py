"""我的账号: state, links by role, newest messages, profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ..forms import ProfileForm
from ..home_parts import links_of, parts_of
from ..inbox import messages_of, unread_count
from ..selectors import has_confirmed_email
from ..services import update_profile


def crumbs(title: str = "") -> list[dict[str, str]]:
    """Return the path from the front page to 我的账号 and, below it, the page called ``title``."""
    trail = [{"title": "首页", "url": "/"}, {"title": "我的账号", "url": reverse("accounts:home")}]
    return [*trail, {"title": title, "url": ""}] if title else trail


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the person what the account holds and what can be done with it."""
    user = request.user
    context = {
        "crumbs": crumbs(),
        "email_confirmed": has_confirmed_email(user),
        "links": links_of(user),
        "parts": parts_of(user),
        "unread": unread_count(user),
        "latest": messages_of(user).defer("body", "html_body")[:3],
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
