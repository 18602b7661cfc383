"""A school telephones: the base finds the school, a session, and books for it on the record."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe

from portal.organisations.forms import SchoolSearchForm
from portal.organisations.models import Organisation, School
from portal.organisations.selectors import SCHOOLS_SHOWN, districts_with_schools, find_schools

from ..exceptions import BookingRefused
from ..forms import make_parties, raw_rows
from ..forms.behalf import BehalfForm
from ..selectors import SessionRow, VisitPlan, visit_plan
from ..selectors.group_advice import ratio_help
from ..selectors.staff_desk import bookable_of_base
from ..services.on_behalf import book_on_behalf
from .access import base_or_404, crumb, person, progress, raise_if_busy
from .inventory import trail

FIRST_ROWS = 2
TITLE = "替学校预约"
LABELS = ("找学校", "选场次", "填写并预约")


@require_safe
@login_required
def find_school(request: HttpRequest, code: str) -> HttpResponse:
    """Step 1: look the school up by district and words."""
    base = base_or_404(request, code)
    form = SchoolSearchForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"district": "", "q": ""}
    searched = bool(chosen["district"] or chosen["q"])
    found = list(find_schools(chosen["district"], chosen["q"])[: SCHOOLS_SHOWN + 1]) if searched else []
    context = {
        "districts": districts_with_schools(),
        "chosen": chosen,
        "searched": searched,
        "nothing_typed": "q" in request.GET and not searched,
        "schools": found[:SCHOOLS_SHOWN],
        "more": len(found) > SCHOOLS_SHOWN,
        "shown": SCHOOLS_SHOWN,
    }
    return page(request, base, 1, "bookings/behalf_school.html", context)


@require_safe
@login_required
def choose_session(request: HttpRequest, code: str, school_id: int) -> HttpResponse:
    """Step 2: the sessions of the base that can be booked now."""
    base = base_or_404(request, code)
    school = get_object_or_404(School, pk=school_id)
    rows = bookable_of_base(base.pk)
    context = {
        "school": school,
        "sessions": [(row, address(base, school, row)) for row in rows],
        "as_of": rows[0].as_of if rows else None,
    }
    return page(request, base, 2, "bookings/behalf_session.html", context)


class BookOnBehalf(LoginRequiredMixin, View):
    """Step 3: classes and contact; buttons send ``action``: add_row, edit or book."""

    base: Organisation
    school: School
    plan: VisitPlan

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find base, school and session; 404 for everybody but the base's staff."""
        if request.user.is_authenticated:
            self.base = base_or_404(request, kwargs["code"])
            self.school = get_object_or_404(School, pk=kwargs["school_id"])
            plan = visit_plan(kwargs["session_id"])
            if plan is None or plan.session.organisation_id != self.base.pk:
                raise Http404
            self.plan = plan
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show an empty form, or go back to the list when this session takes nobody."""
        if self.plan.session.state not in {"open", "few"}:
            messages.error(request, f"这一场现在不能预约（{self.plan.session.state_label}）。请另选一场。")
            return redirect("bookings:behalf_session", code=self.base.code, school_id=self.school.pk)
        return self.fill_in({"key": str(uuid.uuid4())}, [{} for _ in range(FIRST_ROWS)])

    def post(self, request: HttpRequest) -> HttpResponse:
        """Book, or show everything typed again."""
        action = request.POST.get("action", "book")
        if action in {"add_row", "edit"}:
            return self.fill_in(
                request.POST.dict(), raw_rows(request.POST) + ([{}] if action == "add_row" else [])
            )
        form = BehalfForm(request.POST)
        parties = make_parties(self.plan.grade_ids, data=request.POST)
        if not (form.is_valid() & parties.is_valid()):
            return self.show(form, parties, status=422)
        try:
            booking = self.book(form, parties)
        except BookingRefused as refused:
            raise_if_busy(refused)
            if refused.code == "not_allowed":
                raise Http404 from refused
            form.add_error(None, refused.message)
            return self.show(form, parties, status=422, alternatives=refused.alternatives)
        messages.success(request, f"已替{self.school.name}预约并确认，学校的联络员会收到通知。")
        return redirect("bookings:detail", reference=booking.reference)

    def book(self, form: BehalfForm, parties: Any) -> Any:
        """Call the service."""
        return book_on_behalf(
            actor=person(self.request),
            school_id=self.school.pk,
            session_id=self.plan.session.id,
            parties=parties.parties(),
            contact_name=form.cleaned_data["contact_name"],
            contact_phone=form.cleaned_data["contact_phone"],
            note=form.cleaned_data["note"],
            key=str(form.cleaned_data["key"]),
        )

    def fill_in(self, initial: dict[str, Any], rows: list[dict[str, Any]]) -> HttpResponse:
        """Show the form with values but without complaints."""
        return self.show(BehalfForm(initial=initial), make_parties(self.plan.grade_ids, rows=rows))

    def show(
        self, form: BehalfForm, parties: Any, *, status: int = 200, alternatives: tuple[SessionRow, ...] = ()
    ) -> HttpResponse:
        """Render the form."""
        ratio = ratio_help(self.base.pk)
        context = {
            "school": self.school,
            "plan": self.plan,
            "session": self.plan.session,
            "form": form,
            "parties": parties,
            "advice": ratio.say(parties.typed()),
            "ratio": ratio,
            "alternatives": [(row, address(self.base, self.school, row)) for row in alternatives],
        }
        return page(self.request, self.base, 3, "bookings/behalf_form.html", context, status)


def address(base: Organisation, school: School, row: SessionRow) -> str:
    """Return the address of step 3; empty for a session that takes nobody."""
    if row.state not in {"open", "few"}:
        return ""
    return reverse("bookings:behalf_form", args=[base.code, school.pk, row.id])


def page(
    request: HttpRequest,
    base: Organisation,
    step: int,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render one of the three steps."""
    values = {
        "base": base,
        "steps": progress(LABELS, step),
        "crumbs": [*trail(base), crumb(TITLE)],
        "title": TITLE,
    }
    return render(request, template, {**values, **context}, status=status)
