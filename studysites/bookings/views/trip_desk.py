"""One day at two bases on the school's desk: submit, give up, and choose what becomes of a half."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from portal.shared.templatetags.portal_ui import cn_time

from ..exceptions import BookingRefused
from ..forms import ContactForm
from ..forms.journeys import KeyForm, ReplaceForm
from ..forms.school_actions import CancelForm, SeenForm
from ..forms.visits import rows_of
from ..models import Party
from ..pairing import Link
from ..selectors import SessionRow
from ..selectors.group_advice import Advice, number, ratio_help
from ..selectors.journeys import Part, TripPage, replacements_for, trip_page
from ..services.holds import extend_hold
from ..services.trips import cancel_trip, keep_half, replace_half, submit_trip
from ..trip_words import words_of_day
from .access import person, progress, raise_if_busy
from .school_desk import trail
from .trip_pages import LABELS
from .visit import contact_of

# The page is out of date: nothing typed on it fits any more.
STALE = {"changed", "hold_expired", "trip_settled"}
NOTHING_TO_CANCEL = "这次两馆一日已经开始，或两馆都不再有效，没有可以取消的。"
CALLED_OFF = "已取消，名额已放回；已经提交过的基地会收到通知。"
GIVEN_UP = "占位已放弃，两馆的名额已放回。"


class TripDeskView(LoginRequiredMixin, View):
    """The page of one trip; buttons send ``action``: submit, extend, keep or replace."""

    def get(self, request: HttpRequest, trip_id: int) -> HttpResponse:
        """Show both parts and what can be done."""
        return self.show(trip_or_404(request, trip_id))

    def post(self, request: HttpRequest, trip_id: int) -> HttpResponse:
        """Do what the button says."""
        trip = trip_or_404(request, trip_id)
        key = KeyForm(request.POST)
        acts = {"submit": self.submit, "extend": self.extend, "keep": self.keep, "replace": self.replace}
        act = acts.get(request.POST.get("action", ""))
        if act is None or not key.is_valid():
            return redirect("bookings:trip", trip_id=trip.id)
        return act(trip, str(key.cleaned_data["key"]))

    def submit(self, trip: TripPage, key: str) -> HttpResponse:
        """Send both requests."""
        contact = ContactForm(self.request.POST)
        if not contact.is_valid():
            return self.show(trip, contact=contact, status=422)
        try:
            submit_trip(**self.who(trip), **contact.cleaned_data, key=f"{key}:submit")
        except BookingRefused as refused:
            return self.refuse(trip, refused, contact=contact)
        return self.done(trip, "两馆的申请都已提交，名额继续保留，等两馆各自确认。")

    def extend(self, trip: TripPage, key: str) -> HttpResponse:
        """Add half an hour to both holds and keep what was typed."""
        sent = {name: self.request.POST.get(name, "") for name in ContactForm.base_fields}
        seen = SeenForm(self.request.POST)
        typed = ContactForm(initial=sent)
        if not seen.is_valid():
            return redirect("bookings:trip", trip_id=trip.id)
        booking_id, version = trip.first.row.id, seen.cleaned_data["version"]
        try:
            extend_hold(
                actor=person(self.request), booking_id=booking_id, version=version, key=f"{key}:extend"
            )
        except BookingRefused as refused:
            return self.refuse(trip, refused, contact=typed)
        messages.success(self.request, "两馆的占位都已延长 30 分钟，只能延长这一次。")
        return self.show(trip_or_404(self.request, trip.id), contact=typed)

    def keep(self, trip: TripPage, key: str) -> HttpResponse:
        """Come to the base that stands only."""
        try:
            keep_half(**self.who(trip), key=f"{key}:keep")
        except BookingRefused as refused:
            return self.refuse(trip, refused)
        return self.done(trip, "已决定只去仍然有效的一馆，名额照样保留。")

    def replace(self, trip: TripPage, key: str) -> HttpResponse:
        """Ask for another session of the day."""
        form = replace_form(replacements_for(trip) if trip.state == "choice" else (), self.request.POST)
        if not form.is_valid():
            return self.show(trip, replace=form, status=422)
        try:
            replace_half(**self.who(trip), session_id=form.cleaned_data["session"], key=f"{key}:replace")
        except BookingRefused as refused:
            return self.refuse(trip, refused, replace=form)
        return self.done(trip, "已向新选的基地提交申请，名额已为您保留，等待确认。")

    def who(self, trip: TripPage) -> dict[str, Any]:
        """Return the arguments every service takes first."""
        return {"actor": person(self.request), "trip_id": trip.id}

    def done(self, trip: TripPage, words: str) -> HttpResponse:
        """Say what was done on the fresh page."""
        messages.success(self.request, words)
        return redirect("bookings:trip", trip_id=trip.id)

    def refuse(self, trip: TripPage, refused: BookingRefused, **forms: Any) -> HttpResponse:
        """Answer a refusal: a stale page goes to the fresh state, all else stays in the form."""
        raise_if_busy(refused)
        if refused.code in {"trip_unknown", "not_allowed"}:
            raise Http404
        form = next(iter(forms.values()), None)
        if refused.code in STALE or form is None:
            messages.error(self.request, refused.message)
            return redirect("bookings:trip", trip_id=trip.id)
        if not form.is_bound:
            messages.error(self.request, refused.message)
        elif trip.state == "held" and trip.hold_until is not None:
            form.add_error(None, f"{refused.message}两馆的占位仍为您保留到 {cn_time(trip.hold_until)}。")
        else:
            form.add_error(None, refused.message)
        return self.show(trip, status=422, **forms)

    def show(
        self, trip: TripPage, *, contact: Any = None, replace: Any = None, status: int = 200
    ) -> HttpResponse:
        """Render the trip."""
        held, choosing = trip.state == "held", trip.state == "choice"
        others = replacements_for(trip) if choosing else ()
        context = {
            "trip": trip,
            "crumbs": trail("两馆一日"),
            "parts": [(part, advice_of(part) if held else None) for part in parts_to_show(trip)],
            "words": words_of_day(trip.state, trip.parts),
            "seen": SeenForm(version=trip.first.version),
            "steps": progress(LABELS, 3) if held else None,
            "contact": (contact or ContactForm(initial=contact_of(person(self.request)))) if held else None,
            "replace": (replace or replace_form(others)) if choosing else None,
            "others": others,
        }
        return render(self.request, "bookings/trip.html", context, status=status)


class CancelTripView(LoginRequiredMixin, View):
    """Ask once, then give up or call off what still stands."""

    def get(self, request: HttpRequest, trip_id: int) -> HttpResponse:
        """Show the question."""
        trip = trip_or_404(request, trip_id)
        if not trip.may_cancel:
            messages.error(request, NOTHING_TO_CANCEL)
            return redirect("bookings:trip", trip_id=trip.id)
        return self.ask(trip, CancelForm(need_reason=False))

    def post(self, request: HttpRequest, trip_id: int) -> HttpResponse:
        """Cancel."""
        trip = trip_or_404(request, trip_id)
        form = CancelForm(request.POST, need_reason=False)
        if not form.is_valid():
            return self.ask(trip, form)
        typed = form.cleaned_data
        try:
            cancel_trip(
                actor=person(request),
                trip_id=trip.id,
                reason=typed["reason"],
                reason_code=typed["reason_code"],
                key=str(typed["key"] or ""),
            )
        except BookingRefused as refused:
            raise_if_busy(refused)
            if refused.code == "personal_data":
                form.add_error("reason", refused.message)
                return self.ask(trip, form)
            messages.error(request, refused.message)
            return redirect("bookings:trip", trip_id=trip.id)
        messages.success(request, GIVEN_UP if trip.state == "held" else CALLED_OFF)
        return redirect("bookings:trip", trip_id=trip.id)

    def ask(self, trip: TripPage, form: CancelForm) -> HttpResponse:
        """Render the question; 422 when a form came back."""
        title = "放弃两馆的占位" if trip.state == "held" else "取消这次两馆一日"
        context = {
            "trip": trip,
            "title": title,
            "form": form,
            "standing": [part for part in trip.parts if part.standing],
            "crumbs": [
                *trail("两馆一日")[:-1],
                {"title": "两馆一日", "url": trip_url(trip)},
                {"title": title},
            ],
        }
        return render(
            self.request, "bookings/trip_cancel.html", context, status=422 if form.is_bound else 200
        )


def trip_or_404(request: HttpRequest, trip_id: int) -> TripPage:
    """Return the trip for a coordinator of its school."""
    trip = trip_page(trip_id, person(request))
    if trip is None:
        raise Http404
    return trip


def trip_url(trip: TripPage) -> str:
    """Return the address of the trip's page."""
    return reverse("bookings:trip", args=[trip.id])


def parts_to_show(trip: TripPage) -> list[Part]:
    """Return the parts by time; once the school has chosen, what fell away comes last."""
    return sorted(trip.parts, key=lambda part: trip.state == "standing" and not part.standing)


def advice_of(part: Part) -> Advice:
    """Say whether enough adults come to one base. 3 queries."""
    rows = rows_of(Party.objects.filter(booking_id=part.row.id))
    return ratio_help(part.organisation_id).say(
        [(row["grade"], row["pupils"], row["adults"]) for row in rows]
    )


def replace_form(others: tuple[tuple[SessionRow, Link], ...], data: Any = None) -> ReplaceForm:
    """Return the choices; the one sent stays a choice, the service judges it anew."""
    choices = [(row.id, words_of(row, link)) for row, link in others]
    sent = number((data or {}).get("session", ""))
    if sent and sent not in dict(choices):
        choices.append((sent, "刚才选的场次"))
    return ReplaceForm(data, choices=choices)


def words_of(row: SessionRow, link: Link) -> str:
    """Say where, when, how many places, and how it joins the half that stands."""
    when = f"{cn_time(row.start)}–{cn_time(row.end)}"
    return f"{when} {row.site_title} · {row.title}，余 {row.places_left} 人；{link.words}"
