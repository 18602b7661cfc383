"""A base's day: what must be decided, who comes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.organisations.policies import can_manage_sessions

from ..selectors import bookings_for_base
from .access import base_or_404, crumb, person


@require_safe
@login_required
def base_desk(request: HttpRequest, code: str) -> HttpResponse:
    """The queue, oldest request first, then today's groups and the coming ones."""
    base = base_or_404(request, code)
    queue = bookings_for_base(base.pk)
    context = {
        "base": base,
        "queue": queue,
        "tiles": [
            {"label": "待处理申请", "value": len(queue.pending), "unit": "条", "url": "#pending"},
            {
                "label": "今天来访",
                "value": sum(row.people for row in queue.today),
                "unit": "人",
                "url": "#today",
            },
            {"label": "以后 60 天", "value": len(queue.coming), "unit": "个团队", "url": "#coming"},
        ],
        "may_manage": can_manage_sessions(person(request), base.pk),
        "crumbs": [crumb("工作台", reverse("bookings:desk")), crumb(f"{base.short_name}工作台")],
    }
    return render(request, "bookings/base_desk.html", context)
