"""A school's own bookings."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.organisations.policies import coordinated_schools

from ..selectors import bookings_of_school, next_sessions
from .access import crumb, person


@require_safe
@login_required
def school_desk(request: HttpRequest) -> HttpResponse:
    """Bookings ahead or past of the person's schools; people without a school go to the choice."""
    schools = list(coordinated_schools(person(request)))
    if not schools:
        return redirect("bookings:desk")
    past = request.GET.get("show") == "past"
    page = bookings_of_school([school.pk for school in schools], past=past, page=request.GET.get("page", "1"))
    context = {
        "schools": schools,
        "past": past,
        "page": page,
        "sessions": () if past else next_sessions(4),
        "crumbs": [crumb("工作台", reverse("bookings:desk")), crumb("学校工作台")],
    }
    return render(request, "bookings/school_desk.html", context)
