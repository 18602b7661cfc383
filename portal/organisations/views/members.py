"""Members of a body: a base's manager keeps the own staff, officers and administrators every body."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.selectors import find_account

from ..forms import MemberForm
from ..models import Organisation
from ..policies import assignable_roles, staffed_bodies
from ..roles import KIND_ROLES
from ..selectors import members_of
from ..services import MembershipError, add_member
from .approvals import desk_crumbs


def chosen_body(request: HttpRequest) -> tuple[Organisation, list[Organisation]]:
    """Return the body asked for (``?body=code``, else the first) and all the person may choose."""
    bodies = list(staffed_bodies(request.user))
    if not bodies:
        raise PermissionDenied
    code = request.GET.get("body", "")
    found = [body for body in bodies if body.code == code] if code else bodies[:1]
    if not found:
        raise Http404
    return found[0], bodies


@login_required
def base_staff(request: HttpRequest) -> HttpResponse:
    """List a body's members; POST adds one by user name or e-mail of an existing account."""
    body, bodies = chosen_body(request)
    roles = assignable_roles(request.user, body)
    form = MemberForm(request.POST or None, roles=roles, organisation=body)
    if request.method == "POST" and form.is_valid() and add(request, form, body):
        return redirect(f"{reverse('organisations:base_staff')}?body={body.code}")
    context = {
        "crumbs": desk_crumbs("机构成员"),
        "body": body,
        "bodies": bodies,
        "form": form,
        "rows": [
            {"row": row, "endable": row.role in roles} for row in members_of(body, KIND_ROLES[body.kind])
        ],
    }
    return render(request, "organisations/members.html", context)


def add(request: HttpRequest, form: MemberForm, body: Organisation) -> bool:
    """Add the person the form names; on a refusal put the reason on the form and return False."""
    person = find_account(form.cleaned_data["account"].strip())
    if person is None:
        form.add_error("account", "找不到这个账号。请核对用户名或邮箱，对方要先注册。")
        return False
    try:
        add_member(person, body, form.cleaned_data["role"], actor=request.user)
    except MembershipError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"已添加 {person}。")
    return True
