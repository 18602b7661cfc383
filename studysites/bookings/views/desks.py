"""The door to the desks, and the bureau's list."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.organisations.policies import coordinated_schools, is_officer

from ..due_words import due_words
from ..forms.staff import BureauForm
from ..selectors.bureau import bases, bookings_of_bureau, counts_of_bureau, statuses
from ..selectors.clocks import overdue_decisions
from ..selectors.handovers import schools_left
from .access import bases_of, crumb, officer_or_404, person


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Go straight to the one desk a person has; let them choose when there are several."""
    doors = desks_of(person(request))
    if len(doors) == 1:
        return redirect(doors[0]["url"])
    return render(request, "bookings/desk.html", {"doors": doors, "crumbs": [crumb("工作台")]})


def desks_of(user: User) -> list[dict[str, str]]:
    """Return title, text and address of every desk the person may open."""
    doors = []
    if coordinated_schools(user).exists():
        url = reverse("bookings:school_desk")
        doors.append({"title": "学校工作台", "text": "查看、办理本校的研学预约。", "url": url})
    for base in bases_of(user):
        url = reverse("bookings:base_desk", args=[base.code])
        text = "处理预约申请，查看来访团队和场次。"
        doors.append({"title": f"{base.short_name}工作台", "text": text, "url": url})
    if is_officer(user):
        url = reverse("bookings:bureau_desk")
        doors.append({"title": "教育局工作台", "text": "查看全市将要进行的研学预约。", "url": url})
    return doors


@require_safe
@login_required
def bureau_desk(request: HttpRequest) -> HttpResponse:
    """Requests no base answered in time, then all bookings ahead by base, day, school and state."""
    officer_or_404(request)
    now = timezone.now()
    form = BureauForm(request.GET, bases=bases(), statuses=statuses())
    wish = form.wish()
    context = {
        "tiles": tiles_of_bureau(),
        "form": form,
        "filtered": not wish.is_open,
        "overdue": [(due, due_words("答复", due.due_at, now)) for due in overdue_decisions()],
        "left": schools_left(),
        "page": bookings_of_bureau(wish, page=request.GET.get("page", "1")),
        "crumbs": [crumb("工作台", reverse("bookings:desk")), crumb("教育局工作台")],
    }
    return render(request, "bookings/bureau_desk.html", context)


def tiles_of_bureau() -> list[dict[str, Any]]:
    """Return how many visits are ahead in which state, each a way to its list."""
    words = dict(statuses())
    return [
        {"label": words[status], "value": count, "unit": "条", "url": f"?status={status}#list"}
        for status, count in counts_of_bureau().items()
    ]
