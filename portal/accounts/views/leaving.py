"""Consent to a new privacy text, and closing the account."""

from allauth.core import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ..closing import closing_reasons
from ..consent_gate import SESSION_KEY
from ..forms import ClosingForm, ConsentForm
from ..notice_text import notice_html
from ..selectors import current_notice, owes_consent
from ..services import ClosingRefused, close_account, give_consent
from .home import crumbs


def safe_next(request: HttpRequest, url: str) -> str:
    """Return ``url`` when it stays on this site, else the account page."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if url and allowed else reverse("accounts:home")


@login_required
def consent(request: HttpRequest) -> HttpResponse:
    """Show the privacy text in force and record the agreement."""
    notice = current_notice()
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    if notice is None or not owes_consent(request.user):
        return redirect(safe_next(request, wanted))
    form = ConsentForm(request.POST or None, initial={"next": wanted})
    if request.method == "POST" and form.is_valid():
        give_consent(request.user, notice)
        request.session.pop(SESSION_KEY, None)
        return redirect(safe_next(request, wanted))
    context = {
        "form": form,
        "notice": notice,
        "text": notice_html(notice.body),
        "first": not request.user.consents.exists(),
    }
    return render(request, "accounts/consent.html", context)


@login_required
def close(request: HttpRequest) -> HttpResponse:
    """Ask for the password, close the account and sign out."""
    reasons = closing_reasons(request.user)
    form = ClosingForm(request.POST or None, user=request.user)
    if request.method == "POST" and not reasons:
        blocked = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        if blocked:
            return blocked
        if form.is_valid():
            try:
                close_account(request.user, actor=request.user)
            except ClosingRefused as refusal:
                reasons = refusal.reasons
            else:
                logout(request)
                return render(request, "accounts/closed.html")
    return render(
        request, "accounts/close.html", {"form": form, "reasons": reasons, "crumbs": crumbs("注销账号")}
    )
