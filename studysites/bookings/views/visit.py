"""Asking for a visit: choose classes, then hold places, wait, enter a ballot or keep a draft.

One address a session, no script, nothing typed is lost.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from portal.organisations.models import School
from portal.organisations.policies import coordinated_schools
from portal.shared.templatetags.portal_ui import cn_date_short

from ..date_words import date_lines
from ..exceptions import BookingRefused
from ..forms import ClassesForm, ContactForm, WaitForm, make_parties, raw_rows
from ..forms.visits import fresh_key, rows_of
from ..models import Booking, VisitSession
from ..policies import groups_of
from ..rule_words import rule_lines
from ..selectors import VisitPlan, open_sessions, visit_plan
from ..selectors.cost_advice import CostHelp
from ..selectors.group_advice import RatioHelp, number, ratio_help
from ..selectors.sessions import sessions_that_fit
from ..selectors.visit_modes import CLOSED, WAIT, mode_of, why_waiting
from ..services.applications import apply_for_ballot
from ..services.holds import hold_places, save_draft
from ..services.waitlist import join_waitlist
from .access import TOO_MANY, crumb, person, progress, raise_if_busy, sends_too_much

FIRST_ROWS = 2
AFTER_THE_DRAW = "基地抽签后会通知您；没有抽中的会排入候补。"
# The other rules stand among the dates of the session.
ASKED_AT_THE_FORM = {"基地答复", "随行成人"}
STAYING = {"add_row", "edit"}
# Step two of the ways that ask for a contact at once: name of the button -> (title, button of the step).
CONTACT_STEPS = {"wait": ("加入候补", "加入候补"), "apply": ("报名抽签", "提交报名")}


class VisitView(LoginRequiredMixin, View):
    """The classes for one session; buttons send ``action``.

    add_row, edit: show the form again; hold, draft: done at once; wait_form, apply_form: ask for the
    contact; wait, apply: send it.
    """

    plan: VisitPlan
    schools: QuerySet[School]
    ratio: RatioHelp
    mode: str

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
            self.ratio = ratio_help(self.plan.session.organisation_id)
            self.mode = mode_of(self.plan.session)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show an empty form or a draft's, or what else is open when this session takes nobody."""
        if self.mode == CLOSED:
            return self.page("bookings/visit_closed.html", {"others": self.others()}, "预约")
        initial: dict[str, Any] = {"key": fresh_key()}
        rows: list[dict[str, Any]] = [{} for _ in range(FIRST_ROWS)]
        reference = request.GET.get("draft", "")
        if reference:
            draft = self.own_draft(reference)
            initial.update(draft=draft.reference, school=draft.school_id)
            rows = [*rows_of(draft.parties.all()), {}]
        return self.fill_in(initial, rows)

    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Go one step on, or back with everything typed."""
        action = request.POST.get("action", "hold")
        if action in STAYING:
            rows = raw_rows(request.POST) + ([{}] if action == "add_row" else [])
            return self.fill_in({**request.POST.dict(), "key": request.POST.get("key") or fresh_key()}, rows)
        form = ClassesForm(request.POST, schools=self.schools)
        parties = make_parties(self.plan.grade_ids, data=request.POST)
        if not (form.is_valid() & parties.is_valid()):
            return self.form_page(form, parties, status=422)
        way = action.removesuffix("_form")
        if way in CONTACT_STEPS:
            return self.contact_step(way, form, parties, sent=way == action)
        return self.take(action, form, parties)

    def take(self, action: str, form: ClassesForm, parties: Any) -> HttpResponse:
        """Hold places or keep a draft; a refusal comes back with the form and other ways."""
        if sends_too_much(self.request):
            form.add_error(None, TOO_MANY)
            return self.form_page(form, parties, status=429)
        service = save_draft if action == "draft" else hold_places
        draft = form.cleaned_data["draft"]
        try:
            booking = service(
                **self.wish(form, parties, "draft" if action == "draft" else "hold"),
                booking_id=self.own_draft(draft).pk if draft else None,
            )
        except BookingRefused as refused:
            raise_if_busy(refused)
            form.add_error(None, refused.message)
            extra = {"alternatives": refused.alternatives, "is_full": refused.code == "full"}
            extra["too_many"] = refused.code == "too_many"
            return self.form_page(form, parties, status=422, **extra)
        if action == "draft":
            messages.success(self.request, "草稿已保存，没有占用名额。随时可以继续办理。")
            return redirect("bookings:detail", reference=booking.reference)
        return redirect("bookings:hold", reference=booking.reference)

    def contact_step(self, way: str, form: ClassesForm, parties: Any, *, sent: bool) -> HttpResponse:
        """Ask for the contact of a waiting or applying school, or send what was typed."""
        shape = WaitForm if way == "wait" else ContactForm
        if not sent:
            return self.contact_page(way, form, parties, shape(initial=contact_of(person(self.request))))
        contact = shape(self.request.POST)
        if not contact.is_valid():
            return self.contact_page(way, form, parties, contact, status=422)
        if sends_too_much(self.request):
            contact.add_error(None, TOO_MANY)
            return self.contact_page(way, form, parties, contact, status=429)
        service = join_waitlist if way == "wait" else apply_for_ballot
        try:
            booking = service(**self.wish(form, parties, way), **contact.cleaned_data)
        except BookingRefused as refused:
            raise_if_busy(refused)
            contact.add_error("min_people" if refused.code == "min_people" else None, refused.message)
            return self.contact_page(way, form, parties, contact, status=422)
        done = "已加入候补，没有占用名额。" if way == "wait" else "已报名，没有占用名额，抽签后会通知您。"
        messages.success(self.request, done)
        return redirect("bookings:detail", reference=booking.reference)

    def wish(self, form: ClassesForm, parties: Any, way: str) -> dict[str, Any]:
        """Return what every service asks; a key belongs to one way, so that another one may follow."""
        return {
            "actor": person(self.request),
            "school_id": form.cleaned_data["school"].pk,
            "session_id": self.plan.session.id,
            "parties": parties.parties(),
            "key": f"{form.cleaned_data['key']}:{way}",
        }

    def own_draft(self, reference: str) -> Booking:
        """Return the booking of that number if it is of one of the person's schools; else 404."""
        found = Booking.objects.filter(reference=reference, school__in=self.schools).first()
        if found is None:
            raise Http404
        return found

    def fill_in(self, initial: dict[str, Any], rows: list[dict[str, Any]]) -> HttpResponse:
        """Show the form with values but without complaints."""
        form = ClassesForm(initial=initial, schools=self.schools)
        return self.form_page(form, make_parties(self.plan.grade_ids, rows=rows))

    def form_page(self, form: ClassesForm, parties: Any, status: int = 200, **extra: Any) -> HttpResponse:
        """Render the form of the classes."""
        context = {
            "form": form,
            "parties": parties,
            "steps": steps(2, self.mode),
            "advice": self.ratio.say(parties.typed()),
            "ratio": self.ratio,
            **costs_of(self.plan, parties.typed()),
            **self.ways(parties),
            "dates": date_lines(self.plan.dates),
            "rules": [line for line in rule_lines(self.ratio.rules) if line[0] in ASKED_AT_THE_FORM],
            **extra,
        }
        return self.page("bookings/visit_form.html", context, "填写班级", status)

    def ways(self, parties: Any) -> dict[str, Any]:
        """Return how this session is asked for; beside a queue up to three sessions with room stand."""
        session = self.plan.session
        ballot = f"{cn_date_short(session.book_by)}以前报名，不占名额。{AFTER_THE_DRAW}"
        found: dict[str, Any] = {"mode": self.mode, "ballot_text": ballot}
        if self.mode == WAIT:
            people = max(self.plan.min_party, people_of(parties.typed()))
            groups = groups_of(people, self.plan.group_size)
            wanted = VisitSession(pk=session.id, programme_id=session.programme_id, starts_at=session.start)
            found["why_waiting"] = why_waiting(session)
            found["alternatives"] = sessions_that_fit(wanted, people=people, groups=groups)
        return found

    def contact_page(
        self, way: str, form: ClassesForm, parties: Any, contact: ContactForm, status: int = 200
    ) -> HttpResponse:
        """Render the second step of the ways that ask for the contact at once."""
        title, button = CONTACT_STEPS[way]
        rows = parties.parties()
        context = {
            "form": form,
            "parties": parties,
            "contact": contact,
            "way": way,
            "title": title,
            "button": button,
            "steps": steps(3, "wait" if way == "wait" else "ballot"),
            "people": sum(row.people for row in rows),
            "advice": self.ratio.say(parties.typed()),
            **costs_of(self.plan, parties.typed()),
        }
        return self.page("bookings/visit_contact.html", context, title, status)

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


def people_of(classes: Any) -> int:
    """Return the pupils and adults of the classes as typed; what is no number is nobody."""
    return sum(number(pupils) + number(adults) for _, pupils, adults in classes)


def costs_of(plan: VisitPlan | None, classes: Any) -> dict[str, Any]:
    """Return what the classes as typed pay, for the page; nothing where there are no prices."""
    if plan is None:
        return {}
    cost = CostHelp(plan.prices, plan.group_size)
    return {"cost": cost, "cost_text": cost.say(classes)}


def contact_of(user: Any) -> dict[str, str]:
    """Return what the form may fill in of the person's own account."""
    return {"contact_name": user.get_full_name(), "contact_phone": user.phone}


def steps(current: int, mode: str) -> list[dict[str, str]]:
    """Return the progress line; the session is chosen before the form opens."""
    last = {"wait": "联系人，加入候补", "ballot": "联系人，报名抽签"}.get(mode, "联系人，提交申请")
    labels = ["选定场次", "填写班级" if mode in {"wait", "ballot"} else "填写班级，占位", last]
    return progress(labels, current)
