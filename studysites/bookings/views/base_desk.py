"""A base's desk: what must be decided by when, who waits, who comes, and the doors to its other pages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.organisations.models import Organisation
from portal.organisations.policies import can_manage_sessions

from ..due_words import due_words
from ..forms.visits import fresh_key
from ..selectors.clocks import DueRow, final_numbers_open, pending_by_due
from ..selectors.staff_desk import VisitsAhead, moves_offered, visits_ahead, waiting_of_base
from .access import base_or_404, crumb, person

# Doors for everybody at the base, and those only its managers may open: title and address name.
DOORS = (("今天来访", "today"), ("替学校预约", "behalf"), ("场次", "sessions"))
MANAGER_DOORS = (
    ("新增场次", "session_add"),
    ("排期模板", "templates"),
    ("人员和场地", "resources"),
    ("闭馆日", "closed_days"),
    ("预约规则", "rules"),
    ("费用", "prices"),
)


@require_safe
@login_required
def base_desk(request: HttpRequest, code: str) -> HttpResponse:
    """The queue, most urgent request first, then what waits for schools, then the coming groups."""
    base = base_or_404(request, code)
    now = timezone.now()
    pending = pending_by_due(base.pk)
    visits = visits_ahead(base.pk)
    context = {
        "base": base,
        "pending": with_words("答复", pending, now),
        "waiting": waiting_of_base(base.pk),
        "moves": moves_offered(base.pk),
        "numbers": with_words("确认人数", final_numbers_open(base.pk), now),
        "visits": visits,
        "tiles": tiles_of(base, pending, visits),
        "doors": doors_of(base, manager=can_manage_sessions(person(request), base.pk)),
        "key": fresh_key(),
        "as_of": now,
        "crumbs": [crumb("工作台", reverse("bookings:desk")), crumb(f"{base.short_name}工作台")],
    }
    return render(request, "bookings/base_desk.html", context)


def with_words(what: str, rows: Iterable[DueRow], now: datetime) -> list[tuple[DueRow, str]]:
    """Put beside each row by when it is due, in words."""
    return [(row, due_words(what, row.due_at, now)) for row in rows]


def tiles_of(base: Organisation, pending: tuple[DueRow, ...], visits: VisitsAhead) -> list[dict[str, Any]]:
    """Return the numbers at the top."""
    late = sum(row.overdue for row in pending)
    today = sum(row.people for row in visits.today)
    return [
        {
            "label": "待答复的申请",
            "value": len(pending),
            "unit": "条",
            "url": "#pending",
            "note": f"其中 {late} 条已超期" if late else "",
        },
        {
            "label": "今天来访",
            "value": today,
            "unit": "人",
            "url": reverse("bookings:today", args=[base.code]),
            "note": f"{len(visits.today)} 个团队" if visits.today else "",
        },
        {"label": "以后 60 天", "value": len(visits.coming), "unit": "个团队", "url": "#coming"},
    ]


def doors_of(base: Organisation, *, manager: bool) -> list[dict[str, str]]:
    """Return the links to the base's other pages."""
    names = (*DOORS, *MANAGER_DOORS) if manager else DOORS
    return [{"title": title, "url": reverse(f"bookings:{name}", args=[base.code])} for title, name in names]
