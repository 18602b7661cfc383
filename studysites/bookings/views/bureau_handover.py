"""The bureau hands over a school's bookings when its coordinator has left and nobody there can."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.organisations.models import School
from portal.organisations.selectors import coordinators_of

from ..selectors.handovers import holders_left, schools_left
from ..selectors.school_lists import HolderRow
from .access import crumb, officer_or_404
from .school_desk import HandoverView


@require_safe
@login_required
def handovers(request: HttpRequest) -> HttpResponse:
    """The schools whose bookings are left without their coordinator. Officers and administrators."""
    officer_or_404(request)
    return render(request, "bookings/bureau_handovers.html", {"rows": schools_left(), "crumbs": trail()})


def trail(last: str = "") -> list[dict[str, str]]:
    """Return 当前位置 of the list, or of one school below it."""
    above = [
        crumb("工作台", reverse("bookings:desk")),
        crumb("教育局工作台", reverse("bookings:bureau_desk")),
    ]
    if not last:
        return [*above, crumb("交接预约")]
    return [*above, crumb("交接预约", reverse("bookings:bureau_handovers")), crumb(last)]


class BureauHandoverView(HandoverView):
    """The school's own form for an officer: only who has left is offered as giver."""

    back, back_title = "bookings:bureau_handovers", "交接预约"
    done = "预约已交接，这所学校的联络员都会收到通知。"
    alone_text = (
        "这所学校现在没有联络员，还不能交接。请先让接手的老师注册并申请做这所学校的联络员，"
        "在“学校联络员”页面批准后再来。"
    )

    def school(self) -> School:
        """Return the school of the address; 404 for all but officers."""
        officer_or_404(self.request)
        found = School.objects.filter(pk=self.kwargs["school_id"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, school_id: int) -> HttpResponse:
        """Show who left bookings behind and who may take them."""
        return super().get(request)

    def post(self, request: HttpRequest, school_id: int) -> HttpResponse:
        """Hand over, or say why not."""
        return super().post(request)

    def holders(self, school: School) -> tuple[HolderRow, ...]:
        """Return who has left."""
        return holders_left(school.pk)

    def context(self, school: School) -> dict[str, Any]:
        """Return what the page says beside the form."""
        return {
            "alone": not coordinators_of(school.pk).exists(),
            "empty_text": "这所学校的预约都有在任的联络员负责。",
            "crumbs": trail(school.name),
        }
