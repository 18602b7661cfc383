"""One session as its base sees it: who comes, who waits, the draw, and places kept for some schools."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.organisations.policies import can_manage_sessions

from ..exceptions import BookingRefused
from ..forms.keys import key_of
from ..forms.staff import ReserveForm
from ..forms.today import VisitForm
from ..selectors import BaseSessionRow, bookings_standing, session_of_base
from ..selectors.staff_desk import applications_of, moves_to_session, reserves_of, waiting_of_base
from ..services.applications import award_application, waitlist_application
from ..services.reserves import set_reserve
from .access import base_or_404, crumb, person, raise_if_busy
from .inventory import InventoryPage, found, trail
from .today import STALE

DRAWS = {
    "award": (award_application, "已给名额：{school}。请在工作台确认这条申请。"),
    "wait": (waitlist_application, "已转入候补：{school}。有名额时系统会通知它。"),
}


@require_safe
@login_required
def session(request: HttpRequest, code: str, session_id: int) -> HttpResponse:
    """Bookings, waiting schools, applications and reserves of one session."""
    base = base_or_404(request, code)
    row = found(session_of_base(base.pk, session_id))
    context = {
        "base": base,
        "session": row,
        "standing": bookings_standing(row.id),
        "arriving": moves_to_session(row.id),
        "waiting": waiting_of_base(base.pk, session_id=row.id),
        "applications": applications_of(row.id),
        "reserves": reserves_of(row.id),
        "over": row.start <= timezone.now(),
        "may_manage": can_manage_sessions(person(request), base.pk),
        "token": uuid.uuid4(),
        "crumbs": [
            *trail(base),
            crumb("场次", reverse("bookings:sessions", args=[base.code])),
            crumb("这一场"),
        ],
    }
    return render(request, "bookings/session.html", context)


@require_POST
@login_required
def draw(request: HttpRequest, code: str, session_id: int, act: str) -> HttpResponse:
    """Give one application its places, or put it into the queue; managers only."""
    base = base_or_404(request, code, manage=True)
    row = found(session_of_base(base.pk, session_id))
    if act not in DRAWS:
        raise Http404
    form, answer = VisitForm(request.POST), redirect("bookings:session", code=base.code, session_id=row.id)
    if not form.is_valid():
        messages.error(request, STALE)
        return answer
    service, said = DRAWS[act]
    booking_id = form.cleaned_data["booking"]
    try:
        booking = service(
            actor=person(request),
            booking_id=booking_id,
            version=form.cleaned_data["version"],
            key=f"{form.cleaned_data['token'].hex}-{booking_id}-{act}",
        )
    except BookingRefused as refused:
        raise_if_busy(refused)
        if refused.code == "not_allowed":
            raise Http404 from refused
        messages.error(request, refused.message)
        return answer
    messages.success(request, said.format(school=booking.school.name))
    return answer


class Reserve(InventoryPage):
    """Keep places of one session for the schools of one band until a day."""

    title, button, back_title = "预留名额", "保存预留", "这一场"
    text = "预留的名额只给这一类学校，从开放名额里划出；到期没有用掉的自动放开。再填一次同一类，就是修改。"
    template = "bookings/reserve.html"
    subject: BaseSessionRow

    def find(self, **kwargs: Any) -> BaseSessionRow:
        """Return the session of this base."""
        return found(session_of_base(self.base.pk, kwargs["session_id"]))

    @property
    def back_url(self) -> str:
        """The session's own page."""
        return reverse("bookings:session", args=[self.base.code, self.subject.id])

    def make_form(self, data: Any = None) -> ReserveForm:
        """Start from the last day that leaves other schools one to ask."""
        return ReserveForm(data, initial={"until": self.last_day()}, last_day=self.last_day())

    def last_day(self) -> date:
        """Return the last day a reserve of this session may end: the one before the last to request it."""
        return self.subject.dates.book_by.date() - timedelta(days=1)

    def act(self, form: ReserveForm) -> str:
        """Set the reserve."""
        set_reserve(
            actor=person(self.request),
            session_id=self.subject.id,
            band=form.cleaned_data["band"],
            people=form.cleaned_data["people"],
            groups=form.cleaned_data["groups"],
            until=form.ends_at(),
            now=timezone.now(),
            key=key_of(form),
        )
        return "预留已保存。"
