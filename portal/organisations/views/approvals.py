"""Approving coordinators: the officer's list, and the list of a school's own coordinators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from portal.accounts.selectors import confirmed_users

from ..forms import OwnEndForm, ReasonForm
from ..models import Membership, MembershipState, Role
from ..policies import can_approve_coordinator, can_end, coordinated_schools, oversees
from ..selectors import decided_for, pending_for, school_rows
from ..services import MembershipError, approve_membership, end_membership, refuse_membership
from .school import TONES

ROWS_A_PAGE = 30


def desk_crumbs(title: str, parent: tuple[str, str] | None = None) -> list[dict[str, str]]:
    """Return the path to a desk page; ``parent`` is title and address of the page above it."""
    trail = [{"title": "首页", "url": "/"}, {"title": "我的账号", "url": reverse("accounts:home")}]
    if parent:
        trail.append({"title": parent[0], "url": parent[1]})
    return [*trail, {"title": title, "url": ""}]


@login_required
def approvals(request: HttpRequest) -> HttpResponse:
    """Show officers and administrators all requests and decisions."""
    if not oversees(request.user):
        raise PermissionDenied
    return show(request, "联络员审批", pending_for(request.user), decided_for(request.user))


@login_required
def school_approvals(request: HttpRequest) -> HttpResponse:
    """Show a coordinator the requests for the own schools."""
    user = request.user
    if not coordinated_schools(user).exists():
        raise PermissionDenied
    pending, decided = school_rows(user, pending_for(user)), school_rows(user, decided_for(user))
    return show(request, "本校联络员", pending, decided)


def show(
    request: HttpRequest, title: str, pending: QuerySet[Membership], decided: QuerySet[Membership]
) -> HttpResponse:
    """Draw one of the two lists: waiting requests, or the history with ``?list=history``."""
    history = request.GET.get("list") == "history"
    page = Paginator(decided if history else pending, ROWS_A_PAGE).get_page(request.GET.get("page"))
    confirmed = confirmed_users([row.user_id for row in page])
    may_end = oversees(request.user)
    context = {
        "title": title,
        "crumbs": desk_crumbs(title),
        "history": history,
        "page": page,
        "rows": [
            {
                "row": row,
                "confirmed": row.user_id in confirmed,
                "tone": TONES[row.state],
                "endable": may_end and row.state == MembershipState.ACTIVE,
            }
            for row in page
        ],
        "waiting": page.paginator.count if not history else pending.count(),
    }
    return render(request, "organisations/approvals.html", context)


def list_address(request: HttpRequest) -> str:
    """Return the address of the list the person works from."""
    name = "approvals" if oversees(request.user) else "school_approvals"
    return reverse(f"organisations:{name}")


def request_or_403(request: HttpRequest, pk: int) -> Membership:
    """Return a coordinator's membership the person may decide on, or raise PermissionDenied."""
    rows = Membership.objects.select_related("user", "school__district")
    membership = get_object_or_404(rows, pk=pk, role=Role.COORDINATOR)
    if not can_approve_coordinator(request.user, membership):
        raise PermissionDenied
    return membership


@login_required
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve one request."""
    membership = request_or_403(request, pk)
    try:
        approve_membership(membership, actor=request.user)
    except MembershipError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已批准{membership.user}为{membership.school}的联络员。")
    return redirect(list_address(request))


@login_required
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason and refuse one request."""
    membership = request_or_403(request, pk)
    form = ReasonForm(request.POST or None)
    back = list_address(request)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_membership(membership, actor=request.user, reason=form.cleaned_data["reason"])
        except MembershipError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "申请未通过，原因已发给申请人。")
        return redirect(back)
    context = {
        "title": "不通过这条申请？",
        "text": f"{membership.user} 申请做{membership.school}的联络员。",
        "losses": ["申请人会收到原因，改正后可以再次申请"],
        "confirm_label": "不通过",
        "cancel_url": back,
        "form": form,
        "crumbs": desk_crumbs("不通过", ("联络员审批", back)),
    }
    return render(request, "organisations/confirm.html", context)


@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask and end a membership: the own one, or one the person looks after."""
    rows = Membership.objects.select_related("user", "school", "organisation")
    membership = get_object_or_404(rows, pk=pk)
    if not can_end(request.user, membership):
        raise PermissionDenied
    own = membership.user_id == request.user.pk
    form = (OwnEndForm if own else ReasonForm)(request.POST or None)
    back = reverse("accounts:home") if own else end_address(request, membership)
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(membership, actor=request.user, reason=form.cleaned_data["reason"])
        except MembershipError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "身份已结束。")
        return redirect(back)
    who = "您" if own else f"{membership.user} "
    context = {
        "title": "结束这个身份？",
        "text": f"{who}在{membership.body}的身份：{membership.get_role_display()}。",
        "losses": ["结束后不能再办理这个身份的事", "已经办过的事不受影响"],
        "confirm_label": "结束身份",
        "cancel_url": back,
        "form": form,
        "crumbs": desk_crumbs("结束身份"),
    }
    return render(request, "organisations/confirm.html", context)


def end_address(request: HttpRequest, membership: Membership) -> str:
    """Return the list the membership stands in."""
    if membership.organisation is None:
        return list_address(request)
    return f"{reverse('organisations:base_staff')}?body={membership.organisation.code}"
