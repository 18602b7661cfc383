"""A running hold: how long it lasts, who leads the group, and the submission."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from ..date_words import cancel_words
from ..exceptions import BookingRefused
from ..forms import ContactForm
from ..forms.school_actions import SeenForm
from ..forms.visits import rows_of
from ..models import Party
from ..selectors import BookingDetail, visit_plan
from ..selectors.group_advice import ratio_help
from ..selectors.group_details import details_of
from ..selectors.journeys import trip_of_booking
from ..selectors.own_booking import own_booking
from ..services.holds import extend_hold, give_up_hold
from ..services.submissions import submit_booking
from .access import person, raise_if_busy
from .booking_pages import page_context
from .school_access import own_or_404
from .visit import contact_of, costs_of, steps

GONE = {"changed", "hold_expired", "part_of_trip"}


class HoldView(LoginRequiredMixin, View):
    """The page of one hold; buttons send ``action``: submit or extend. Typed text stays on the page."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show the form; a day at two bases and what is no running hold have their own pages."""
        found = own_or_404(request, reference)
        own = own_booking(found.row.id)
        if own.trip_id:
            return redirect("bookings:trip", trip_id=own.trip_id)
        if found.row.status != "held" or own.hold_over:
            return redirect(found.row.url)
        return self.page(found, ContactForm(initial=contact_of(person(request))))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Submit, or extend and stay."""
        found = own_or_404(request, reference)
        seen, contact = SeenForm(request.POST), ContactForm(request.POST)
        if not seen.is_valid():
            return redirect(found.row.url)
        if request.POST.get("action") == "extend":
            return self.extend(found, seen)
        if not contact.is_valid():
            return self.page(found, contact, 422)
        try:
            submit_booking(
                actor=person(request), booking_id=found.row.id, **seen.stamp, **contact.cleaned_data
            )
        except BookingRefused as refused:
            return self.refuse(found, contact, refused)
        return redirect("bookings:done", reference=reference)

    def extend(self, found: BookingDetail, seen: SeenForm) -> HttpResponse:
        """Add half an hour and show the same form with what was typed."""
        sent = {name: self.request.POST.get(name, "") for name in ContactForm.base_fields}
        typed = ContactForm(initial=sent)
        stamp = {**seen.stamp, "key": f"{seen.stamp['key']}:extend"}
        try:
            extend_hold(actor=person(self.request), booking_id=found.row.id, **stamp)
        except BookingRefused as refused:
            if refused.code == "hold_extended":
                messages.error(self.request, refused.message)
                return self.page(found, typed, 422)
            return self.refuse(found, typed, refused)
        messages.success(self.request, "占位已延长 30 分钟，只能延长这一次。")
        return self.page(own_or_404(self.request, found.row.reference), typed)

    def refuse(self, found: BookingDetail, contact: ContactForm, refused: BookingRefused) -> HttpResponse:
        """Answer a refusal: to the fresh state when the hold is gone, else the form with the sentence."""
        raise_if_busy(refused)
        if refused.code == "not_allowed":
            raise Http404
        if refused.code in GONE or not contact.is_bound:
            messages.error(self.request, refused.message)
            return redirect(found.row.url)
        contact.add_error(None, refused.message)
        return self.page(found, contact, 422)

    def page(self, found: BookingDetail, contact: ContactForm, status: int = 200) -> HttpResponse:
        """Render the hold."""
        own = own_booking(found.row.id)
        parties = list(Party.objects.filter(booking_id=own.id))
        typed = [(row["grade"], row["pupils"], row["adults"]) for row in rows_of(parties)]
        plan = visit_plan(own.session_id)
        context: dict[str, Any] = {
            **page_context(found, "填写联系人"),
            "cancel_text": cancel_words(plan.dates) if plan else "",
            "own": own,
            "contact": contact,
            "seen": SeenForm(version=own.version),
            "details": details_of(own.id),
            "steps": steps(3, "hold"),
            "advice": ratio_help(own.organisation_id).say(typed),
            **costs_of(plan, typed),
        }
        return render(self.request, "bookings/hold.html", context, status=status)


class GiveUpView(LoginRequiredMixin, View):
    """Ask once, then give up a hold or delete a draft."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show the question."""
        found = own_or_404(request, reference)
        if trip_id := trip_of_booking(found.row.id):
            return redirect("bookings:trip", trip_id=trip_id)
        if found.row.status not in {"held", "draft"}:
            return redirect(found.row.url)
        title = "删除草稿" if found.row.status == "draft" else "放弃占位"
        context = {
            **page_context(found, title),
            "title": title,
            "form": SeenForm(version=found.row.version),
        }
        return render(request, "bookings/give_up.html", context)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Give up."""
        found = own_or_404(request, reference)
        form = SeenForm(request.POST)
        if not form.is_valid():
            return redirect(found.row.url)
        try:
            give_up_hold(actor=person(request), booking_id=found.row.id, **form.stamp)
        except BookingRefused as refused:
            raise_if_busy(refused)
            messages.error(request, refused.message)
            return redirect(found.row.url)
        words = "草稿已删除。" if found.row.status == "draft" else "占位已放弃，名额已放回。"
        messages.success(request, words)
        return redirect(reverse("bookings:school_desk"))
