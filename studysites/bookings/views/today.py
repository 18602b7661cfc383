"""The day at the gate: who comes, arrivals, counts in and out, ends and groups that did not come."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.organisations.models import Organisation

from ..enums import BookingStatus, Direction
from ..exceptions import BookingRefused
from ..forms.today import CountForm, DayForm, VisitForm
from ..models import Booking
from ..selectors.attendance import class_named
from ..selectors.today import COUNTED, GroupOfDay, SessionOfDay, base_day
from ..services import attendance, gate
from .access import base_or_404, crumb, person, raise_if_busy

# Messages with this tag and the id of a class stand at that class.
AT_CLASS = "class"
STALE = "这一页的内容不完整或已过期，没有登记。请在刷新后的页面上再按一次。"
WRONG_COUNT = "请填写 1 到 500 之间的人数。没有记录，已有的人数不变。"
# Address of a press -> service and what is said when it is done.
PRESSES: dict[str, tuple[Callable[..., Booking], str]] = {
    "arrive": (attendance.check_in, "已登记到达：{school}。请按班清点人数。"),
    "undo": (attendance.undo_check_in, "已撤销到达：{school}。清点的人数也已删除，名额照旧保留。"),
    "complete": (attendance.complete_visit, "已登记完成：{school}。"),
    "missing": (attendance.mark_no_show, "已登记未到：{school}。学校会收到通知；48 小时内可以更正。"),
    "came": (attendance.reverse_no_show, "已更正：{school}改为“已完成”，学校会收到通知。"),
}


@dataclass(frozen=True)
class Presses:
    """Which buttons a group has at this moment; ``wait`` says from when, if it has none yet."""

    arrive: bool = False
    missing: bool = False
    complete: bool = False
    undo: bool = False
    came: bool = False
    count: bool = False
    wait: str = ""


@dataclass(frozen=True)
class Asked:
    """A count above what a class booked, waiting for a second press."""

    party: int
    people: int
    direction: str
    text: str

    @property
    def way(self) -> str:
        """入馆 or 离馆."""
        return str(Direction(self.direction).label)


@require_safe
@login_required
def today(request: HttpRequest, code: str) -> HttpResponse:
    """One day of a base, session by session; without ``day`` it is today."""
    base = base_or_404(request, code)
    day = DayForm(request.GET).chosen()
    return render(request, "bookings/today.html", page_context(request, base, day))


def split_messages(request: HttpRequest) -> dict[str, Any]:
    """Return what is said at the top (``messages``) and what at one class (``said``, with its id)."""
    top, said, party = [], None, 0
    for message in messages.get_messages(request):
        name, _, number = (message.extra_tags or "").partition("-")
        if name == AT_CLASS and number.isdigit():
            said, party = message, int(number)
        else:
            top.append(message)
    return {"messages": top, "said": said, "said_at": party}


def page_context(request: HttpRequest, base: Organisation, day: date) -> dict[str, Any]:
    """Context of the page; every rendering brings a token of its own for its buttons."""
    now = timezone.now()
    found = base_day(base.pk, day)
    desk = reverse("bookings:base_desk", args=[base.code])
    return {
        "base": base,
        "day": found,
        "sessions": [
            (session, [(group, presses_of(session, group, now)) for group in session.groups])
            for session in found.sessions
        ],
        "is_today": day == timezone.localdate(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "as_of": now,
        "token": uuid.uuid4(),
        **split_messages(request),
        "crumbs": [
            crumb("工作台", reverse("bookings:desk")),
            crumb(f"{base.short_name}工作台", desk),
            crumb("当天来访"),
        ],
    }


def presses_of(session: SessionOfDay, group: GroupOfDay, now: datetime) -> Presses:
    """Return the buttons; the services check the same limits again."""
    status, row = group.row.status, group.row
    open_until = row.end + attendance.CORRECTION
    if status == BookingStatus.CONFIRMED:
        arrive_from = row.start - attendance.EARLIEST
        if now < arrive_from:
            return Presses(wait=f"{timezone.localtime(arrive_from):%H:%M} 起可以登记到达")
        return Presses(arrive=now <= open_until, missing=session.no_show_from <= now <= open_until)
    if status == BookingStatus.NO_SHOW:
        noted = group.no_show_at
        return Presses(came=noted is not None and now <= noted + attendance.CORRECTION)
    there = status == BookingStatus.CHECKED_IN
    return Presses(
        complete=there and now >= row.start,
        undo=there,
        count=status in COUNTED and now <= open_until,
    )


@require_POST
@login_required
def press(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Do one of PRESSES for one booking and go back to the day; a second press does nothing more."""
    base = base_or_404(request, code)
    if act not in PRESSES:
        raise Http404
    service, said = PRESSES[act]
    form = VisitForm(request.POST)
    if not form.is_valid():
        messages.error(request, STALE)
        return back(base, form)
    values = form.cleaned_data
    try:
        booking = service(
            actor=person(request),
            booking_id=values["booking"],
            version=values["version"],
            key=f"{values['token'].hex}-{values['booking']}-{act}",
        )
    except BookingRefused as refused:
        return refuse(request, refused, back(base, form, f"#visit-{values['booking']}"))
    messages.success(request, said.format(school=booking.school.name))
    return back(base, form, f"#visit-{booking.pk}")


@require_POST
@login_required
def count(request: HttpRequest, code: str) -> HttpResponse:
    """Write one count of one class; the form's nonce lets a double press count once."""
    base = base_or_404(request, code)
    form = CountForm(request.POST)
    values = form.cleaned_data if form.is_valid() else {}
    if not values:
        party = form.cleaned_data.get("party")
        at = {"extra_tags": f"{AT_CLASS}-{party}"} if party else {}
        messages.error(request, WRONG_COUNT if "people" in form.errors else STALE, **at)
        return back(base, form, f"#class-{party}" if party else "")
    at_class = f"{AT_CLASS}-{values['party']}"
    try:
        booking = gate.count_at_gate(
            actor=person(request),
            party_id=values["party"],
            direction=values["direction"],
            people=values["people"],
            nonce=values["nonce"],
            sure=values["sure"],
        )
    except BookingRefused as refused:
        if refused.code == "count_above":
            asked = Asked(values["party"], values["people"], values["direction"], refused.message)
            context = {**page_context(request, base, form.chosen()), "asked": asked}
            return render(request, "bookings/today.html", context, status=422)
        return refuse(request, refused, back(base, form, f"#class-{values['party']}"), at_class)
    way, name = Direction(values["direction"]).label, class_named(values["party"])
    words = f"已记下：{booking.school.name} {name} {way} {values['people']} 人。"
    messages.success(request, words, extra_tags=at_class)
    return back(base, form, f"#class-{values['party']}")


def refuse(
    request: HttpRequest, refused: BookingRefused, answer: HttpResponse, tags: str = ""
) -> HttpResponse:
    """Say why nothing was written; what is not yours is not there."""
    raise_if_busy(refused)
    if refused.code == "not_allowed":
        raise Http404 from refused
    messages.error(request, refused.message, extra_tags=tags)
    return answer


def back(base: Organisation, form: DayForm, anchor: str = "") -> HttpResponse:
    """Go to the day the button was on."""
    address = reverse("bookings:today", args=[base.code])
    return redirect(f"{address}?day={form.chosen():%Y-%m-%d}{anchor}")
