"""One booking: its page, the end of a request, and the three decisions about it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe

from .. import services
from ..exceptions import BookingRefused
from ..forms import DecisionForm, VersionForm, make_parties
from ..forms.school_actions import CancelForm
from ..forms.visits import fresh_key, rows_of
from ..models import Party
from ..selectors import BookingDetail
from ..selectors.group_details import details_of
from ..selectors.own_booking import own_booking
from .access import crumb, detail_or_404, person, raise_if_busy


@require_safe
@login_required
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """State, facts and what the reader may do."""
    found = detail_or_404(request, reference)
    own = own_booking(found.row.id)
    parties = Party.objects.filter(booking_id=own.id) if found.for_school and own.may_repeat else ()
    context = {
        **page_context(found),
        "own": own,
        "key": fresh_key(),
        "details": details_of(own.id),
        "again": make_parties(frozenset(), rows=rows_of(parties)) if parties else None,
    }
    return render(request, "bookings/booking_detail.html", context)


@require_safe
@login_required
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The end of a request: number, what happens next, print."""
    found = detail_or_404(request, reference)
    if not found.for_school:
        return redirect(found.row.url)
    context = {**page_context(found), "own": own_booking(found.row.id)}
    return render(request, "bookings/booking_done.html", context)


def page_context(found: BookingDetail, last: str = "") -> dict[str, Any]:
    """Context of every page about one booking."""
    home = crumb("工作台", reverse("bookings:desk"))
    middle = crumb(f"预约 {found.row.reference}", found.row.url)
    trail = [home, middle, crumb(last)] if last else [home, middle]
    return {"booking": found, "row": found.row, "crumbs": trail}


class Decision(LoginRequiredMixin, View):
    """Ask where a reason is needed, then call one service; a refusal keeps what was typed."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    template: ClassVar[str] = ""
    done_text: ClassVar[str] = ""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show the question."""
        found = self.find(request, reference)
        return self.ask(request, found, self.reason_form(found))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Do it, or show the question again with what was typed."""
        found = self.find(request, reference)
        version, form = VersionForm(request.POST), self.reason_form(found, request.POST)
        if not version.is_valid() or not form.is_valid():
            return self.ask(request, found, form)
        try:
            self.act(found, version.stamp(self.name, found.row.id), form.cleaned_data)
        except BookingRefused as refused:
            return self.refuse(request, found, form, refused)
        messages.success(request, self.done_text)
        return redirect(self.after(found))

    def find(self, request: HttpRequest, reference: str) -> BookingDetail:
        """Return the booking if the reader is on the side that may act."""
        found = detail_or_404(request, reference)
        if not self.may(found):
            raise Http404
        return found

    def refuse(
        self, request: HttpRequest, found: BookingDetail, form: Form, refused: BookingRefused
    ) -> HttpResponse:
        """Answer a refusal: a stale page goes to the fresh state, a wrong text back to the form."""
        raise_if_busy(refused)
        if refused.code in {"reason_missing", "personal_data"}:
            form.add_error("reason", refused.message)
            return self.ask(request, found, form)
        if refused.code == "not_allowed":
            raise Http404
        messages.error(request, refused.message)
        return redirect(found.row.url)

    def ask(self, request: HttpRequest, found: BookingDetail, form: Form) -> HttpResponse:
        """Render the question; 422 when a form came back."""
        context = {**page_context(found, self.title), "form": form, "title": self.title}
        return render(request, self.template, context, status=422 if form.is_bound else 200)

    def reason_form(self, found: BookingDetail, data: Any = None) -> Form:
        """Return the form of the reason."""
        return DecisionForm(data)

    def may(self, found: BookingDetail) -> bool:
        """Say whether this reader is on the side that decides; the state is the service's matter."""
        return found.for_base

    def act(self, found: BookingDetail, stamp: dict[str, Any], typed: dict[str, Any]) -> None:
        """Call the service with the version seen, the form's key and what was typed."""
        raise NotImplementedError

    def after(self, found: BookingDetail) -> str:
        """Address to go to when done."""
        return reverse("bookings:base_desk", args=[found.organisation_code])


class Confirm(Decision):
    """The base confirms; one button, no question."""

    name = "confirm"
    title = "确认预约"
    template = "bookings/booking_confirm.html"
    done_text = "已确认，学校会收到通知。"

    def reason_form(self, found: BookingDetail, data: Any = None) -> DecisionForm:
        """No reason is asked."""
        return DecisionForm(data, optional=True)

    def act(self, found: BookingDetail, stamp: dict[str, Any], typed: dict[str, Any]) -> None:
        """Confirm."""
        services.confirm_booking(actor=person(self.request), booking_id=found.row.id, **stamp)


class Decline(Decision):
    """The base declines with a reason."""

    name = "decline"
    title = "婉拒预约"
    template = "bookings/booking_decline.html"
    done_text = "已婉拒，名额已放回，学校会收到通知和原因。"

    def act(self, found: BookingDetail, stamp: dict[str, Any], typed: dict[str, Any]) -> None:
        """Decline."""
        services.decline_booking(
            actor=person(self.request), booking_id=found.row.id, reason=typed["reason"], **stamp
        )


class Withdraw(Decision):
    """Either side calls the visit off; a school leaves a queue or a ballot the same way."""

    name = "withdraw"
    title = "取消预约"
    template = "bookings/booking_withdraw.html"
    done_text = "预约已取消，名额已放回，对方会收到通知。"

    def may(self, found: BookingDetail) -> bool:
        """Every reader of a booking may call it off for their side."""
        return True

    def reason_form(self, found: BookingDetail, data: Any = None) -> CancelForm:
        """Only the school may leave the reason empty."""
        return CancelForm(data, need_reason=not found.for_school)

    def act(self, found: BookingDetail, stamp: dict[str, Any], typed: dict[str, Any]) -> None:
        """Withdraw."""
        services.withdraw_booking(
            actor=person(self.request),
            booking_id=found.row.id,
            reason=typed["reason"],
            reason_code=typed["reason_code"],
            **stamp,
        )

    def after(self, found: BookingDetail) -> str:
        """Back to the booking, which now says it is off."""
        return found.row.url
