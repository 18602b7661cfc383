"""A whole grade at one programme: list the classes, look at the proposal, send it, read what was taken."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date

from ..exceptions import BookingRefused
from ..forms.journeys import ALL, MOST_CLASSES, GradeForm, PlanContactForm, make_class_rows, typed_rows
from ..forms.visits import fresh_key
from ..policies import PartyInput
from ..proposals import propose
from ..selectors.grade_plans import (
    PlanProgramme,
    plan_programme,
    plan_result,
    programmes_to_plan,
    sessions_gone,
    sums_of,
)
from ..selectors.group_advice import number, ratio_help
from ..services.grade_plans import Allotment, plan_grade
from ..services.listed_plans import PlanOutcome, plan_grade_listed
from .access import TOO_MANY, person, progress, raise_if_busy, sends_too_much
from .journey_access import JourneyView
from .visit import contact_of

FIRST_ROWS = 4
LABELS = ("填写班级", "安排场次", "看结果")
NOTHING_FROM_THEN = "从这一天起还没有可以预约的场次。请改早一些，或过几天再来。"
# Where the classes that got no places are kept for the page of the result.
LEFT_OUT = "grade_plan_left_out"


class ProgrammesView(JourneyView):
    """At which programme."""

    title = "整个年级来访"

    def get(self, request: HttpRequest) -> HttpResponse:
        """List the programmes with open sessions."""
        return self.page("bookings/grade_programmes.html", {"programmes": programmes_to_plan()})


class GradePlanView(JourneyView):
    """Buttons send ``action``: fill, add_row, edit, propose (classes); check, submit (sessions)."""

    title = "整个年级来访"
    programme: PlanProgramme

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read programme and sessions once."""
        super().setup(request, *args, **kwargs)
        programme = plan_programme(kwargs["programme_id"], day_typed(request.POST.get("first_day", "")))
        if programme is None:
            raise Http404
        self.programme = programme

    def get(self, request: HttpRequest, programme_id: int) -> HttpResponse:
        """Show empty rows."""
        return self.classes_page(self.make_form(initial={"key": fresh_key()}), shown([{}] * FIRST_ROWS))

    def post(self, request: HttpRequest, programme_id: int) -> HttpResponse:
        """Go one step on, or back with everything typed."""
        action = request.POST.get("action", "propose")
        if action in {"fill", "add_row", "edit"}:
            return self.retype(action)
        form = self.make_form(request.POST)
        if action == "propose":
            rows = make_class_rows((), data=without_sessions(request.POST))
            if form.is_valid() and not self.programme.sessions:
                form.add_error("first_day", NOTHING_FROM_THEN)
            if form.is_valid() & rows.is_valid():
                return self.proposal(form, rows.filled())
            return self.classes_page(form, rows, 422)
        rows = make_class_rows(self.choices(), data=request.POST)
        if not form.is_valid() or rows.numbers_wrong():
            return self.classes_page(form, rows, 422)
        if action == "check":
            return self.arrange_page(form, self.arranged(typed_rows(request.POST)), typed_contact(request))
        return self.submit(form, rows, PlanContactForm(request.POST))

    def retype(self, action: str) -> HttpResponse:
        """Show the classes as typed, with one row more or the quick list, without complaints."""
        typed = self.request.POST
        rows = typed_rows(typed, with_session=False)
        if action == "fill":
            rows = quick_rows(typed) or rows
        form = self.make_form(initial={**typed.dict(), "key": typed.get("key") or fresh_key()})
        return self.classes_page(form, shown([*rows, {}] if action == "add_row" else rows), contact=typed)

    def proposal(self, form: GradeForm, filled: list[dict[str, Any]]) -> HttpResponse:
        """Show the classes spread over the sessions, first fit by date."""
        sizes = [row["pupils"] + row["adults"] for row in filled]
        chosen = propose(sizes, self.programme.rooms, self.programme.limits)
        rows = [{**row, "session": session_id or ""} for row, session_id in zip(filled, chosen, strict=True)]
        return self.arrange_page(form, self.arranged(rows), typed_contact(self.request))

    def submit(self, form: GradeForm, rows: Any, contact: PlanContactForm) -> HttpResponse:
        """Send the plan, whole or session by session."""
        if not (rows.is_valid() & contact.is_valid()):
            return self.arrange_page(form, rows, contact, 422)
        loose = [row["label"] for row in rows.filled() if row["session"] is None]
        typed = contact.cleaned_data
        mode = typed.pop("mode")
        if mode == ALL and loose:
            contact.add_error(
                None,
                f"还有 {len(loose)} 个班没有安排场次（{'、'.join(loose)}），没有提交。"
                "请为它们选场次，或改选“能约几场约几场”。",
            )
            return self.arrange_page(form, rows, contact, 422)
        if sends_too_much(self.request):
            contact.add_error(None, TOO_MANY)
            return self.arrange_page(form, rows, contact, 429)
        try:
            return self.send(form, rows, contact, mode)
        except BookingRefused as refused:
            raise_if_busy(refused)
            contact.add_error(None, refused.message)
            return self.arrange_page(form, rows, contact, 422)

    def send(self, form: GradeForm, rows: Any, contact: PlanContactForm, mode: str) -> HttpResponse:
        """Call the service of the mode; BookingRefused when nothing at all was taken."""
        wish = {
            "actor": person(self.request),
            "school_id": form.cleaned_data["school"].pk,
            "grade_id": form.cleaned_data["grade"],
            "allotments": allotments_of(rows.filled(), form.cleaned_data["grade"]),
            "key": f"{form.cleaned_data['key']}:{mode}",
            **contact.cleaned_data,
        }
        if mode == ALL:
            return redirect("bookings:plan", plan_id=plan_grade(**wish).grade_plan_id)
        outcomes = plan_grade_listed(**wish)
        left = self.left_out(rows.filled(), outcomes)
        taken = next((one.booking for one in outcomes if one.booking is not None), None)
        if taken is None:
            contact.add_error(None, "一场都没有约上，没有占用任何名额。原因在下面，请改动后再提交。")
            return self.arrange_page(form, rows, contact, 422, left=left)
        taken.refresh_from_db(fields=["grade_plan"])
        kept = {"plan": taken.grade_plan_id, "rows": left, "programme": self.programme.id}
        self.request.session[LEFT_OUT] = kept
        return redirect("bookings:plan", plan_id=taken.grade_plan_id)

    def left_out(
        self, filled: list[dict[str, Any]], outcomes: tuple[PlanOutcome, ...]
    ) -> list[dict[str, str]]:
        """Return the classes without places: which, for when, and why."""
        names = dict(self.choices())
        left = [
            {
                "classes": "、".join(row["label"] for row in filled if row["session"] == one.session_id),
                "when": names.get(one.session_id, "").partition("，")[0],
                "why": one.refused.message,
            }
            for one in outcomes
            if one.refused is not None
        ]
        loose = "、".join(row["label"] for row in filled if row["session"] is None)
        return [*left, {"classes": loose, "when": "", "why": "没有安排场次。"}] if loose else left

    def make_form(self, data: Any = None, initial: dict[str, Any] | None = None) -> GradeForm:
        """Return the form with the programme's grades."""
        grades = [(grade.pk, grade.zh) for grade in self.programme.grades]
        return GradeForm(data, initial=initial, schools=self.schools, grades=grades)

    def arranged(self, rows: list[dict[str, Any]]) -> Any:
        """Return the rows with their sessions, without complaints."""
        return make_class_rows(self.choices(), rows=rows)

    def choices(self) -> list[tuple[int, str]]:
        """Return the sessions to choose from; those sent stay, so that a repeat gets its first answer."""
        sent = {number(row["session"]) for row in typed_rows(self.request.POST)}
        open_ones = self.programme.choices
        gone = sent - {0} - {session_id for session_id, _ in open_ones}
        return [*open_ones, *(sessions_gone(self.programme.id, gone) if gone else ())]

    def classes_page(
        self, form: GradeForm, rows: Any, status: int = 200, contact: Any = None
    ) -> HttpResponse:
        """Render the classes; what was typed of the contact rides along unseen."""
        sent = contact or self.request.POST
        kept = [(name, sent[name]) for name in PlanContactForm.base_fields if name in sent]
        context = {
            "form": form,
            "rows": rows,
            "programme": self.programme,
            "steps": progress(LABELS, 1),
            "kept": kept,
        }
        return self.page("bookings/grade_classes.html", context, status)

    def arrange_page(
        self, form: GradeForm, rows: Any, contact: PlanContactForm, status: int = 200, **extra: Any
    ) -> HttpResponse:
        """Render the sessions of the classes with what they come to."""
        typed = [{name: row[name].value() for name in row.fields} for row in rows]
        filled = [(row, one) for row, one in zip(rows, typed, strict=True) if one["label"]]
        grade_id = number(form["grade"].value())
        ratio = ratio_help(self.programme.organisation_id)
        sums = sums_of(self.programme, typed, ratio, grade_id)
        troubles = [one.trouble for one in sums if one.trouble]
        context = {
            "form": form,
            "rows": rows,
            "lines": filled,
            "contact": contact,
            "programme": self.programme,
            "grade": dict(form.fields["grade"].choices).get(grade_id, ""),
            "sums": sums,
            # One alone is what a refusal has just named.
            "troubles": troubles if len(troubles) > 1 or not contact.is_bound else [],
            "loose": [one["label"] for _, one in filled if not number(one["session"] or "")],
            "steps": progress(LABELS, 2),
            **extra,
        }
        return self.page("bookings/grade_arrange.html", context, status)


class PlanView(JourneyView):
    """What a sent plan took; what it did not is told once more to the one who sent it."""

    title = "年级计划"

    def get(self, request: HttpRequest, plan_id: int) -> HttpResponse:
        """List both."""
        plan = plan_result(plan_id, person(request))
        if plan is None:
            raise Http404
        kept = request.session.get(LEFT_OUT) or {}
        told = kept if kept.get("plan") == plan.id else {}
        context = {
            "plan": plan,
            "lines": [(row, plan.classes[row.id]) for row in plan.bookings],
            "left": told.get("rows", []),
            "programme_id": told.get("programme"),
            "steps": progress(LABELS, 3),
        }
        return self.page("bookings/grade_plan.html", context)


def day_typed(text: str) -> date | None:
    """Return the day the school would come first, None for none; a wrong one is told by the form."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def shown(rows: list[dict[str, Any]]) -> Any:
    """Return rows without sessions and complaints."""
    return make_class_rows((), rows=rows)


def typed_contact(request: HttpRequest) -> PlanContactForm:
    """Return the contact as typed before, else of the person's own account, without complaints."""
    typed = {name: request.POST[name] for name in PlanContactForm.base_fields if name in request.POST}
    return PlanContactForm(initial={**contact_of(person(request)), **typed})


def without_sessions(data: Any) -> dict[str, Any]:
    """Return a submission with every class unplaced."""
    return {name: "" if name.endswith("-session") else value for name, value in data.items()}


def quick_rows(data: Any) -> list[dict[str, Any]]:
    """Return classes 1班 to n班 with the usual numbers; none when no number of classes was typed."""
    count = min(number(data.get("count", "")), MOST_CLASSES)
    usual = {name: data.get(name, "") for name in ("pupils", "adults")}
    return [{"label": f"{one}班", **usual} for one in range(1, count + 1)]


def allotments_of(filled: list[dict[str, Any]], grade_id: int) -> list[Allotment]:
    """Return the classes by session."""
    chosen: dict[int, list[PartyInput]] = {}
    for row in filled:
        if row["session"] is not None:
            party = PartyInput(grade_id, row["label"], row["pupils"], row["adults"])
            chosen.setdefault(row["session"], []).append(party)
    return [Allotment(session_id, tuple(parties)) for session_id, parties in chosen.items()]
