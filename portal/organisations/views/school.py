"""My school: choose it, ask to be its coordinator, see the state, withdraw."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.accounts.selectors import has_confirmed_email

from ..forms import SchoolSearchForm
from ..models import Membership, MembershipState, School
from ..selectors import SCHOOLS_SHOWN, districts_with_schools, find_schools, own_coordinations
from ..services import MembershipError, request_membership, withdraw_request

TONES = {
    MembershipState.PENDING: "info",
    MembershipState.ACTIVE: "success",
    MembershipState.REFUSED: "warning",
    MembershipState.ENDED: "none",
}


def account_crumbs(title: str) -> list[dict[str, str]]:
    """Return the path to a page below 我的账号."""
    return [
        {"title": "首页", "url": "/"},
        {"title": "我的账号", "url": reverse("accounts:home")},
        {"title": title, "url": ""},
    ]


@login_required
def request_school(request: HttpRequest) -> HttpResponse:
    """Show own requests and a search for a school; POST asks for the chosen one."""
    if request.method == "POST":
        return ask(request)
    form = SchoolSearchForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"district": "", "q": ""}
    searched = "q" in request.GET or "district" in request.GET
    found = list(find_schools(chosen["district"], chosen["q"])[: SCHOOLS_SHOWN + 1]) if searched else []
    context = {
        "crumbs": account_crumbs("我的学校"),
        "rows": own_coordinations(request.user)[:20],
        "tones": TONES,
        "districts": districts_with_schools(),
        "chosen": chosen,
        "searched": searched,
        "schools": found[:SCHOOLS_SHOWN],
        "more": len(found) > SCHOOLS_SHOWN,
        "shown": SCHOOLS_SHOWN,
        "email_confirmed": has_confirmed_email(request.user),
    }
    return render(request, "organisations/request_school.html", context)


def ask(request: HttpRequest) -> HttpResponse:
    """Send the request for the chosen school."""
    chosen = request.POST.get("school", "")
    if not chosen.isdecimal():
        messages.error(request, "还没有选学校，申请没有提交。请先在列表里选一所。")
        return redirect("organisations:request_school")
    school = get_object_or_404(School, pk=int(chosen))
    try:
        request_membership(request.user, school)
    except MembershipError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已申请做{school}的联络员，审批结果会通知您。")
    return redirect("organisations:request_school")


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the own request."""
    membership = get_object_or_404(Membership, pk=pk, user=request.user)
    try:
        withdraw_request(membership, actor=request.user)
    except MembershipError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "申请已撤回。")
    return redirect("organisations:request_school")
