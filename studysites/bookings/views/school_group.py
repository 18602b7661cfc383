"""The group of a booking: its classes, and what else the base must know."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ..dates import ZONE
from ..exceptions import BookingRefused
from ..forms import make_parties, raw_rows
from ..forms.details import DetailsForm, code_of_slot
from ..forms.school_actions import SeenForm
from ..forms.visits import rows_of
from ..models import Allocation, Party, VisitDetails
from ..selectors import BookingDetail, visit_plan
from ..selectors.group_advice import ratio_help
from ..selectors.own_booking import OwnBooking, own_booking
from ..selectors.resources import bays_left, lunch_slots
from ..services.changes import change_parties
from ..services.details import problems_of, save_details
from ..services.status_moves import load_booking
from .school_access import own_or_404
from .school_actions import SchoolAction

FULL = "余下的名额不够改成这样，没有保存；原来的名额仍为您保留。请减少人数，或另选场次。"


class ClassesForm(SeenForm):
    """Version and key; the rows of the classes ride beside it."""

    rows: Any

    def is_valid(self) -> bool:
        """Let the rows be right too."""
        return bool(super().is_valid() & self.rows.is_valid())


class ClassesView(SchoolAction):
    """Other classes or numbers; buttons send ``action``: add_row, check or save."""

    name, title = "classes", "修改班级和人数"
    template = "bookings/classes.html"
    done_text = "班级和人数已保存，名额已随之调整。"
    warns = True

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show another row, or save."""
        action = request.POST.get("action", "save")
        if action not in {"add_row", "edit"}:
            return super().post(request, reference)
        found = own_or_404(request, reference)
        form = ClassesForm(initial={name: request.POST.get(name, "") for name in ("version", "key")})
        form.rows = self.make_rows(found, rows=raw_rows(request.POST) + [{}] * (action == "add_row"))
        return self.ask(found, form)

    def make_form(self, found: BookingDetail, data: Any = None) -> ClassesForm:
        """Return the form with the stored classes or those sent."""
        form = ClassesForm(data, version=found.row.version)
        stored = rows_of(Party.objects.filter(booking_id=found.row.id))
        form.rows = self.make_rows(found, data=data) if data else self.make_rows(found, rows=[*stored, {}])
        return form

    def make_rows(self, found: BookingDetail, **kwargs: Any) -> Any:
        """Return the rows with the programme's grades first."""
        plan = visit_plan(found.row.session_id)
        return make_parties(plan.grade_ids if plan else frozenset(), **kwargs)

    def facts(self, found: BookingDetail, own: OwnBooking) -> dict[str, Any]:
        """Return the live ratio and what the programme takes."""
        help_ = ratio_help(own.organisation_id)
        return {"ratio": help_, "plan": visit_plan(found.row.session_id)}

    def ask(self, found: BookingDetail, form: Any, **extra: Any) -> HttpResponse:
        """Say what the rows as they stand come to."""
        advice = ratio_help(own_booking(found.row.id).organisation_id).say(form.rows.typed())
        return super().ask(found, form, parties=form.rows, advice=advice, **extra)

    def act(self, found: BookingDetail, form: Any) -> None:
        """Write the classes; a full session is told as what it means for a booking that stands."""
        try:
            change_parties(**self.who(found), parties=form.rows.parties(), **form.stamp)
        except BookingRefused as refused:
            if refused.code != "full":
                raise
            raise BookingRefused("full", FULL) from refused


class DetailsView(SchoolAction):
    """Needs, transport, lunch, insurance and consent."""

    name, title = "details", "团队情况"
    template = "bookings/details.html"
    done_text = "团队情况已保存，基地可以看到。"
    held_text = "团队情况已保存，提交申请以后基地才看得到。"
    warns = True

    def make_form(self, found: BookingDetail, data: Any = None) -> DetailsForm:
        """Return the form as it was told before, or as sent."""
        session = load_booking(found.row.id).session
        slots = lunch_slots(session.organisation_id, session.starts_at.astimezone(ZONE).date())
        return DetailsForm(
            data,
            version=found.row.version,
            slots=slots,
            bays=bays_left(session.organisation_id, session),
            initial=told_before(found.row.id),
        )

    def act(self, found: BookingDetail, form: Any) -> None:
        """Save."""
        self.held = found.row.status == "held"
        save_details(**self.who(found), details=form.details(), **form.stamp)

    def words(self, form: Any) -> str:
        """Say who sees it: the base, once there is a request."""
        return self.held_text if self.held else self.done_text

    def invalid(self, found: BookingDetail, form: Any) -> HttpResponse:
        """Say in one answer what is no number or date and what does not fit."""
        form.add_problems(problems_of(load_booking(found.row.id), form.details()))
        return self.ask(found, form)

    def refuse(self, found: BookingDetail, form: Any, refused: BookingRefused) -> HttpResponse:
        """Show every problem at its field."""
        if not refused.problems:
            return super().refuse(found, form, refused)
        form.add_problems(refused.problems)
        return self.ask(found, form)


def told_before(booking_id: int) -> dict[str, Any]:
    """Return what the form starts with; what was not told is left empty, a told 0 stays."""
    row = VisitDetails.objects.filter(booking_id=booking_id).values().first() or {}
    unused = {name for name in ("coach_count", "lunch_people") if not row.get(name)}
    known = {name: value for name, value in row.items() if value is not None and name not in unused}
    held = Allocation.objects.filter(booking_id=booking_id, released_at=None, bucket__unit="seats")
    seats = held.select_related("bucket").first()
    if seats is not None and seats.bucket.window_start and seats.bucket.resource_id:
        start = seats.bucket.window_start.astimezone(ZONE)
        known["lunch_slot"] = code_of_slot(seats.bucket.resource_id, start)
    return known
