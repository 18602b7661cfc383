"""Taking any page off the site: for officers and administrators, in one step with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from wagtail.models import Page

from ..forms import WithdrawForm
from ..policies import can_withdraw_pages
from ..services import WithdrawalRefused, withdraw_page
from .approvals import desk_crumbs


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason and unpublish the page."""
    if not can_withdraw_pages(request.user):
        raise PermissionDenied
    page = get_object_or_404(Page, pk=pk)
    form = WithdrawForm(request.POST or None)
    below = page.get_descendants().live().count()
    if not below:
        del form.fields["with_children"]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            count = withdraw_page(
                page,
                actor=request.user,
                reason=data["reason"],
                with_children=data.get("with_children", False),
            )
        except WithdrawalRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已撤下 {count} 个页面。")
            context = {"count": count, "page_title": page.title, "crumbs": desk_crumbs("撤下页面")}
            return render(request, "organisations/withdrawn.html", context)
    context = {
        "title": f"撤下《{page.title}》？",
        "text": "页面会马上从网站消失。",
        "losses": losses(below),
        "confirm_label": "撤下",
        "cancel_url": page.url or "/",
        "form": form,
        "crumbs": desk_crumbs("撤下页面"),
    }
    return render(request, "organisations/confirm.html", context)


def losses(below: int) -> list[str]:
    """Say what goes and what stays."""
    lines = ["内容和修改记录都保留，改好后可以重新发布", "页面所属机构的编辑和审核员会收到原因"]
    if below:
        lines.insert(0, f"它下面还有 {below} 个页面在网站上，可以选择一起撤下")
    return lines
