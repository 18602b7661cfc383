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
from ..services.details import save_details
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
        save_details(**self.who(found), details=form.details(), **form.stamp)


def told_before(booking_id: int) -> dict[str, Any]:
    """Return what the form starts with; zeros are left empty."""
    row = VisitDetails.objects.filter(booking_id=booking_id).values().first() or {}
    known = {name: value for name, value in row.items() if value not in (0, None)}
    held = Allocation.objects.filter(booking_id=booking_id, released_at=None, bucket__unit="seats")
    seats = held.select_related("bucket").first()
    if seats is not None and seats.bucket.window_start and seats.bucket.resource_id:
        start = seats.bucket.window_start.astimezone(ZONE)
        known["lunch_slot"] = code_of_slot(seats.bucket.resource_id, start)
    return known
