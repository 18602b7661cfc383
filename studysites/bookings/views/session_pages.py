"""A base's sessions: staff read the list, managers add, close, reopen, resize and remove."""

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_safe

from portal.organisations.models import Organisation
from portal.organisations.policies import can_manage_sessions

from .. import services
from ..dates import ZONE
from ..exceptions import BookingRefused
from ..forms import AddSessionForm, DecisionForm, ResizeForm
from ..forms.keys import KeyForm, key_of
from ..selectors import (
    BaseSessionRow,
    bookings_standing,
    programmes_of_base,
    session_of_base,
    sessions_of_base,
)
from ..selectors.base_sessions import MonthOfBase, months_of_base
from ..session_state import news_of
from .access import base_or_404, crumb, person, pressed_before, raise_if_busy

PER_PAGE = 30


@require_safe
@login_required
def session_list(request: HttpRequest, code: str) -> HttpResponse:
    """Sessions of one month, from yesterday on, with sizes, what is taken and what may be done."""
    base = base_or_404(request, code)
    programmes = programmes_of_base(base.pk)
    wanted = request.GET.get("programme", "")
    programme = next((row for row in programmes if str(row.id) == wanted), None)
    months = months_of_base(base.pk, programme_id=programme.id if programme else None)
    month = month_of(months, request.GET.get("month", ""))
    rows = sessions_of_base(base.pk, month=month, programme_id=programme.id if programme else None)
    context = {
        "base": base,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page", "1")),
        "months": months,
        "month": month,
        "programmes": programmes if len(programmes) > 1 else (),
        "programme": programme,
        "may_manage": can_manage_sessions(person(request), base.pk),
        "crumbs": trail(base)[:-1] + [crumb("场次")],
    }
    return render(request, "bookings/session_list.html", context)


def month_of(months: tuple[MonthOfBase, ...], wanted: str) -> date | None:
    """Return the first day of the wanted month, of the first still running with sessions otherwise."""
    chosen = next((one.first for one in months if one.value == wanted), None)
    this_month = timezone.localdate(timezone=ZONE).replace(day=1)
    running = (one.first for one in months if one.first >= this_month)
    return chosen or next(running, None) or next((one.first for one in months), None)


def trail(base: Organisation, last: str = "") -> list[dict[str, str]]:
    """Return 当前位置 of a page below the session list."""
    return [
        crumb("工作台", reverse("bookings:desk")),
        crumb(f"{base.short_name}工作台", reverse("bookings:base_desk", args=[base.code])),
        crumb("场次", reverse("bookings:sessions", args=[base.code])),
        *([crumb(last)] if last else []),
    ]


class ManagerPage(LoginRequiredMixin, View):
    """One question to a manager, one service call; a refusal is shown above what was typed."""

    title: ClassVar[str] = ""
    button: ClassVar[str] = ""
    done_text: ClassVar[str] = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        base, session = self.find(**kwargs)
        return self.show(base, session, self.make_form(base, session))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it, or show the form again."""
        base, session = self.find(**kwargs)
        form = self.make_form(base, session, request.POST)
        if not form.is_valid():
            return self.show(base, session, form)
        try:
            touched = self.act(session, form)
        except BookingRefused as refused:
            raise_if_busy(refused)
            if refused.code == "not_allowed":
                raise Http404 from refused
            form.add_error(self.field_of(refused.code, form), refused.message)
            return self.show(base, session, form)
        return self.finish(base, touched)

    def finish(self, base: Organisation, session_id: int | None) -> HttpResponse:
        """Say what is so now, and go to the month of the session; to the list when it is gone."""
        address = reverse("bookings:sessions", args=[base.code])
        row = session_of_base(base.pk, session_id) if session_id else None
        if row is None:
            messages.success(self.request, self.done_text)
            return redirect(address)
        news = news_of(row.state, row.dates, timezone.now()) if self.with_news else ""
        messages.success(self.request, f"{self.done_text}{news}")
        month = timezone.localtime(row.start).date()
        ids = [one.id for one in sessions_of_base(base.pk, month=month)]
        page = ids.index(row.id) // PER_PAGE + 1 if row.id in ids else 1
        return redirect(f"{address}?month={month:%Y-%m}&page={page}#session-{row.id}")

    def field_of(self, code: str, form: BaseForm) -> str | None:
        """Return at which field a refusal belongs; at none by default."""
        return None

    def find(self, code: str, session_id: int | None = None) -> tuple[Organisation, BaseSessionRow | None]:
        """Return the base and its session; 404 for others."""
        base = base_or_404(self.request, code, manage=True)
        session = session_of_base(base.pk, session_id) if session_id else None
        # What the first press removed is gone for the second; its answer is there.
        if session_id and session is None and not pressed_before(self.request):
            raise Http404
        self.session_id = session_id
        return base, session

    def show(self, base: Organisation, session: BaseSessionRow | None, form: BaseForm) -> HttpResponse:
        """Render; 422 when a form came back."""
        context = {
            "base": base,
            "session": session,
            "form": form,
            "title": self.title,
            "button": self.button,
            "danger": self.danger,
            "text": self.text,
            "standing": bookings_standing(session.id) if session else (),
            "crumbs": trail(base, self.title),
        }
        status = 422 if form.is_bound else 200
        return render(self.request, "bookings/session_form.html", context, status=status)

    danger: ClassVar[bool] = False
    # Whether what schools can do now is said with the success.
    with_news: ClassVar[bool] = False
    text: ClassVar[str] = ""

    def make_form(self, base: Organisation, session: BaseSessionRow | None, data: Any = None) -> BaseForm:
        """Return the form; the key alone where a button is enough."""
        return KeyForm(data)

    def act(self, session: BaseSessionRow | None, form: Any) -> int | None:
        """Call the service; return the id of the session that was touched, None when it is gone."""
        raise NotImplementedError


class AddSession(ManagerPage):
    """A new session."""

    title, button, done_text, with_news = "新增场次", "新增场次", "场次已新增。", True

    def make_form(self, base: Organisation, session: BaseSessionRow | None, data: Any = None) -> BaseForm:
        """Offer the base's programmes."""
        return AddSessionForm(data, programmes=programmes_of_base(base.pk))

    def field_of(self, code: str, form: BaseForm) -> str | None:
        """Times that cannot be stand at their own fields."""
        if code == "session_past":
            return "day" if form.cleaned_data["day"] < timezone.localdate() else "start"
        return {"session_times": "end", "session_exists": "start"}.get(code)

    def act(self, session: BaseSessionRow | None, form: AddSessionForm) -> int:
        """Add."""
        start, end = form.times()
        added = services.add_session(
            actor=person(self.request),
            programme_id=form.cleaned_data["programme"],
            starts_at=start,
            ends_at=end,
            note=form.cleaned_data["note"],
            key=key_of(form),
            **form.sizes(),
        )
        return added.pk


class SessionAction(ManagerPage):
    """A page about one session that exists."""

    def act(self, session: BaseSessionRow | None, form: Any) -> int:
        """Hand the session's id on; the service knows one that is gone by its key."""
        if self.session_id is None:
            raise Http404
        self.act_on(self.session_id, form)
        return self.session_id

    def act_on(self, session_id: int, form: Any) -> None:
        """Call the service."""
        raise NotImplementedError


class CloseSession(SessionAction):
    """Stop taking requests."""

    title, button, done_text = "停止预约", "停止预约", "这个场次已停止预约，已有的预约不受影响。"
    danger = True
    text = "停止后学校不能再提交新的申请；已经提交和确认的预约全部保留，以后可以恢复。"

    def make_form(self, base: Organisation, session: BaseSessionRow | None, data: Any = None) -> BaseForm:
        """Ask for the reason, which the public list shows."""
        return DecisionForm(
            data, help_text="学校打开这一场的预约页时会看到这段话；停止预约的场次不再列在课程页上。"
        )

    def act_on(self, session_id: int, form: Any) -> None:
        """Close."""
        services.close_session(
            actor=person(self.request),
            session_id=session_id,
            reason=form.cleaned_data["reason"],
            key=key_of(form),
        )


class ReopenSession(SessionAction):
    """Take requests again."""

    title, button, done_text, with_news = "恢复预约", "恢复预约", "这个场次已恢复。", True
    text = "恢复后学校可以继续提交申请。"

    def act_on(self, session_id: int, form: Any) -> None:
        """Reopen."""
        services.reopen_session(actor=person(self.request), session_id=session_id, key=key_of(form))


class ResizeSession(SessionAction):
    """Change how many people and groups fit."""

    title, button, done_text = "调整容量", "保存容量", "容量已调整。"
    text = "填整场的容量，预留的名额也算在里面。不能少于已经占用和预留着的数量。"

    def make_form(self, base: Organisation, session: BaseSessionRow | None, data: Any = None) -> BaseForm:
        """Start from the present numbers."""
        sizes = {"people": session.people, "groups": session.groups} if session else {}
        return ResizeForm(data, initial=sizes)

    def act_on(self, session_id: int, form: Any) -> None:
        """Resize."""
        services.resize_session(
            actor=person(self.request),
            session_id=session_id,
            people=form.cleaned_data["people"],
            groups=form.cleaned_data["groups"],
            key=key_of(form),
        )


class DeleteSession(SessionAction):
    """Remove a session nobody ever booked."""

    title, button, done_text = "删除场次", "删除这个场次", "场次已删除。"
    danger = True
    text = "只能删除从未有过预约的场次；删除后不能恢复，但可以重新新增。"

    def act_on(self, session_id: int, form: Any) -> None:
        """Delete."""
        actor = person(self.request)
        services.delete_empty_session(actor=actor, session_id=session_id, key=key_of(form))
