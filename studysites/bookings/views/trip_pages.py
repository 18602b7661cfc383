"""A day at two bases before it is held: choose the day and two sessions, then the classes."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from ..dates import ZONE
from ..exceptions import BookingRefused
from ..forms import ClassesForm, make_parties, raw_rows
from ..forms.journeys import USUAL_PARTY, DayForm
from ..forms.visits import fresh_key
from ..models import BaseRules
from ..selectors.group_advice import RatioHelp, ratio_help
from ..selectors.journeys import Pair, days_to_join, pair_of, starts_on, ways_known
from ..services.trips import hold_trip
from .access import TOO_MANY, person, progress, raise_if_busy, sends_too_much
from .journey_access import JourneyView

FIRST_ROWS = 2
LABELS = ("选两个场次", "填班级占位", "提交申请")
NOT_JOINED = "这两个场次现在不能连成一日，没有占用名额。请从下面另选两场。"
RATIOS = ("pupils_per_adult_lower", "pupils_per_adult_middle", "pupils_per_adult_upper")


class DayView(JourneyView):
    """Which sessions of different bases a group can visit on one day."""

    title = "两馆一日"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the days that work, and the sessions of the day asked for."""
        form = DayForm({"people": USUAL_PARTY, **request.GET.dict()} if request.GET.get("date") else None)
        typed = form.cleaned_data if form.is_valid() else {}
        people, day = typed.get("people", USUAL_PARTY), typed.get("date")
        starts = starts_on(day, people) if day else ()
        context = {
            "form": form,
            "steps": progress(LABELS, 1),
            "has_ways": bool(ways_known()),
            "people": people,
            "day": day,
            "days": days_to_join(people),
            "starts": starts,
            "as_of": starts[0].row.as_of if starts else None,
        }
        return self.page("bookings/trip_day.html", context)


class TripClassesView(JourneyView):
    """The classes for both sessions; buttons send ``action``: add_row, edit or hold."""

    title = "两馆一日"
    pair: Pair
    ratio: RatioHelp

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read both sessions once."""
        super().setup(request, *args, **kwargs)
        pair = pair_of(kwargs["first_id"], kwargs["second_id"])
        if pair is None:
            raise Http404
        self.pair = pair

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Know the ratio both bases ask for."""
        self.ratio = strictest([plan.session.organisation_id for plan in self.pair.plans])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
        """Show an empty form, or the day again when the two cannot be joined."""
        if self.pair.link is None:
            messages.error(request, NOT_JOINED)
            return redirect(self.day_url())
        return self.fill_in({"key": fresh_key()}, [{} for _ in range(FIRST_ROWS)])

    def post(self, request: HttpRequest, first_id: int, second_id: int) -> HttpResponse:
        """Hold both, or go back with everything typed."""
        action = request.POST.get("action", "hold")
        if action in {"add_row", "edit"}:
            rows = raw_rows(request.POST) + ([{}] if action == "add_row" else [])
            return self.fill_in({**request.POST.dict(), "key": request.POST.get("key") or fresh_key()}, rows)
        form = ClassesForm(request.POST, schools=self.schools)
        parties = make_parties(self.pair.grade_ids, data=request.POST)
        if not (form.is_valid() & parties.is_valid()):
            return self.form_page(form, parties, 422)
        if sends_too_much(self.request):
            form.add_error(None, TOO_MANY)
            return self.form_page(form, parties, 429)
        return self.hold(form, parties)

    def hold(self, form: ClassesForm, parties: Any) -> HttpResponse:
        """Hold both or say why neither is held."""
        first, second = self.pair.plans
        try:
            booking = hold_trip(
                actor=person(self.request),
                school_id=form.cleaned_data["school"].pk,
                session_ids=(first.session.id, second.session.id),
                parties=parties.parties(),
                key=f"{form.cleaned_data['key']}:trip",
            )
        except BookingRefused as refused:
            raise_if_busy(refused)
            form.add_error(None, f"{refused.message}两馆都没有占位。")
            return self.form_page(form, parties, 422, refused=refused.code)
        return redirect("bookings:trip", trip_id=booking.trip_id)

    def fill_in(self, initial: dict[str, Any], rows: list[dict[str, Any]]) -> HttpResponse:
        """Show the form with values but without complaints."""
        form = ClassesForm(initial=initial, schools=self.schools)
        return self.form_page(form, make_parties(self.pair.grade_ids, rows=rows))

    def form_page(self, form: ClassesForm, parties: Any, status: int = 200, **extra: Any) -> HttpResponse:
        """Render the form of the classes."""
        context = {
            "form": form,
            "parties": parties,
            "pair": self.pair,
            "steps": progress(LABELS, 2),
            "advice": self.ratio.say(parties.typed()),
            "ratio": self.ratio,
            "day_url": self.day_url(people_in(parties)),
            **extra,
        }
        return self.page("bookings/trip_classes.html", context, status)

    def day_url(self, people: int = 0) -> str:
        """Return the address of the day with other sessions."""
        day = self.pair.first.session.start.astimezone(ZONE).date()
        return f"{reverse('bookings:trip_day')}?{urlencode({'date': day, 'people': people or USUAL_PARTY})}"


def people_in(parties: Any) -> int:
    """Return the people typed so far; what is no number counts nothing."""
    numbers = [str(number) for _, pupils, adults in parties.typed() for number in (pupils, adults)]
    return sum(
        int(text) for text in numbers if text.isascii() and text.isdigit() and len(text) <= len("5000")
    )


def strictest(organisation_ids: list[int]) -> RatioHelp:
    """Return the ratios that satisfy all bases at once. 2 queries a base."""
    helps = [ratio_help(organisation_id) for organisation_id in organisation_ids]
    numbers = {name: min(getattr(one.rules, name) for one in helps) for name in RATIOS}
    return RatioHelp(BaseRules(**numbers), helps[0].grades)
