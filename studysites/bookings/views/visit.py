"""Asking for a visit: fill in, check, done. One address, no script, nothing typed is lost."""

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from portal.organisations.models import School
from portal.organisations.policies import coordinated_schools

from .. import services
from ..exceptions import BookingRefused
from ..forms import RequestForm, make_parties, raw_rows
from ..selectors import VisitPlan, open_sessions, visit_plan
from .access import crumb, person

FIRST_ROWS = 2
# One person's submissions; far above honest use, far below a script's.
LIMITS = {"request": "30/h/user"}
TOO_MANY = "您一小时内提交的次数太多，请过一会儿再提交。已填写的内容都还在这张表里。"


class VisitView(LoginRequiredMixin, View):
    """The request form of one session; buttons send ``action``: add_row, edit, review or submit."""

    plan: VisitPlan
    schools: QuerySet[School]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the session once for all steps."""
        super().setup(request, *args, **kwargs)
        plan = visit_plan(kwargs["session_id"])
        if plan is None:
            raise Http404
        self.plan = plan

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send people without a school to the page that says how to get one."""
        if request.user.is_authenticated:
            self.schools = coordinated_schools(person(request))
            if not self.schools.exists():
                return self.page("bookings/visit_no_school.html", {}, "预约")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show an empty form, or what else is open when this session takes nobody."""
        if self.plan.session.state not in {"open", "few"}:
            return self.page("bookings/visit_closed.html", {"others": self.others()}, "预约")
        user = person(request)
        initial = {
            "key": RequestForm.fresh_key(),
            "contact_name": user.get_full_name(),
            "contact_phone": user.phone,
        }
        return self.fill_in(initial, [{} for _ in range(FIRST_ROWS)])

    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Go one step on, or back with everything typed."""
        action = request.POST.get("action", "review")
        if action in {"add_row", "edit"}:
            rows = raw_rows(request.POST) + ([{}] if action == "add_row" else [])
            return self.fill_in(request.POST.dict(), rows)
        form = RequestForm(request.POST, schools=self.schools)
        parties = make_parties(self.plan.grade_ids, data=request.POST)
        if not (form.is_valid() & parties.is_valid()):
            return self.form_page(form, parties, status=422)
        try:
            return self.submit(form, parties) if action == "submit" else self.review(form, parties)
        except BookingRefused as refused:
            form.add_error(None, refused.message)
            return self.form_page(form, parties, status=422, alternatives=refused.alternatives)

    def review(self, form: RequestForm, parties: Any) -> HttpResponse:
        """Show everything once more with the sums, before anything is sent."""
        needs = services.preview_needs(
            session_id=self.plan.session.id,
            parties=parties.parties(),
            **{name: form.cleaned_data[name] for name in ("contact_name", "contact_phone", "note")},
        )
        rows = parties.parties()
        context = {
            "form": form,
            "parties": parties,
            "school": form.cleaned_data["school"],
            "needs": needs,
            "pupils": sum(row.pupils for row in rows),
            "adults": sum(row.adults for row in rows),
            "tight": needs.people > self.plan.session.places_left
            or needs.groups > self.plan.session.groups_left,
            "steps": steps(3),
        }
        return self.page("bookings/visit_review.html", context, "核对")

    def submit(self, form: RequestForm, parties: Any) -> HttpResponse:
        """Send the request; the answer is the end page."""
        user = person(self.request)
        if not ratelimit.consume(self.request, app="bookings", action="request", config=LIMITS, user=user):
            form.add_error(None, TOO_MANY)
            return self.form_page(form, parties, status=429)
        booking = services.request_booking(
            actor=user,
            school_id=form.cleaned_data["school"].pk,
            session_id=self.plan.session.id,
            parties=parties.parties(),
            contact_name=form.cleaned_data["contact_name"],
            contact_phone=form.cleaned_data["contact_phone"],
            note=form.cleaned_data["note"],
            key=str(form.cleaned_data["key"]),
        )
        return redirect("bookings:done", reference=booking.reference)

    def fill_in(self, initial: dict[str, Any], rows: list[dict[str, Any]]) -> HttpResponse:
        """Show the form with values but without complaints."""
        form = RequestForm(initial=initial, schools=self.schools)
        return self.form_page(form, make_parties(self.plan.grade_ids, rows=rows))

    def form_page(self, form: RequestForm, parties: Any, status: int = 200, **extra: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "parties": parties, "steps": steps(2), **extra}
        return self.page("bookings/visit_form.html", context, "填写预约", status)

    def page(self, template: str, context: dict[str, Any], last: str, status: int = 200) -> HttpResponse:
        """Render a page about this session."""
        session = self.plan.session
        trail = [crumb(session.title, session.url), crumb(last)]
        base = {"plan": self.plan, "session": session, "crumbs": trail}
        return render(self.request, template, {**base, **context}, status=status)

    def others(self) -> tuple:
        """Return other sessions of the programme that still take people."""
        rows = open_sessions(programme_id=self.plan.session.programme_id)
        return tuple(row for row in rows if row.state in {"open", "few"})[:3]


def steps(current: int) -> list[dict[str, str]]:
    """Return the progress line; the session is chosen before the form opens."""
    labels = ["选定场次", "填写班级和联系人", "核对并提交"]
    states = ["done" if number < current else "todo" for number in range(1, 4)]
    states[current - 1] = "current"
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]
