"""What a school does about a booking, each on a page of its own: one form, one service, one sentence."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from portal.organisations.selectors import coordinators_of
from portal.shared.templatetags.portal_ui import cn_date_short, cn_time

from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..forms.school_actions import DateForm, DeputyForm, GiveBackForm, MinPeopleForm, SeenForm
from ..models import Booking, Party
from ..school_actions import offers
from ..selectors import BookingDetail
from ..selectors.date_choices import DateChoice, by_month, dates_for, nearest_month
from ..selectors.group_details import details_warnings
from ..selectors.own_booking import OwnBooking, own_booking
from ..services.changes import change_session, give_back
from ..services.deputies import name_deputy
from ..services.final_numbers import confirm_final_numbers
from ..services.offers import accept_offer, decline_offer
from ..services.waiting_terms import change_min_people
from .access import person, raise_if_busy
from .booking_pages import page_context
from .school_access import own_or_404

# The page is out of date: nothing typed on it fits any more.
STALE = {"changed", "hold_expired", "not_changeable", "started", "no_offer", "offer_over"}
MOVE_DECLINED = "已谢绝新的时间，这次来访已取消，两个日期的名额都已放回。"
NOT_NOW = "这条预约现在的状态不能办理这一项，没有改动。请看最新状态。"


class SchoolAction(LoginRequiredMixin, View):
    """Show a form, call one service, go back to the booking; a refusal keeps what was typed.

    A repeat of a form reaches the service with its old key and gets the first answer, so the state is
    asked before the form is shown, never before it is taken.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    template: ClassVar[str] = ""
    done_text: ClassVar[str] = ""
    # Whether afterwards the insurance and the counts told before may no longer fit.
    warns: ClassVar[bool] = False

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show the form, or the booking's page when its state does not offer this."""
        found = own_or_404(request, reference)
        if not offers(found.row.status, self.name) or found.started:
            messages.error(request, NOT_NOW)
            return redirect(found.row.url)
        return self.ask(found, self.make_form(found))

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Do it, or show the form again."""
        found = own_or_404(request, reference)
        form = self.make_form(found, request.POST)
        if not form.is_valid():
            return self.invalid(found, form)
        try:
            self.act(found, form)
        except BookingRefused as refused:
            return self.refuse(found, form, refused)
        messages.success(request, self.words(form))
        warnings = details_warnings(found.row.id) if self.warns else ()
        if warnings:
            messages.warning(request, f"请核对团队情况。{'；'.join(warnings)}。")
        return redirect(found.row.url)

    def invalid(self, found: BookingDetail, form: Any) -> HttpResponse:
        """Show a form again that was not filled in rightly."""
        return self.ask(found, form)

    def refuse(self, found: BookingDetail, form: Any, refused: BookingRefused) -> HttpResponse:
        """Answer a refusal: a stale page goes to the fresh state, all else stays in the form."""
        raise_if_busy(refused)
        if refused.code == "not_allowed":
            raise Http404
        if refused.code in STALE:
            messages.error(self.request, refused.message)
            return redirect(found.row.url)
        form.add_error(None, refused.message)
        return self.ask(found, form, alternatives=refused.alternatives)

    def ask(self, found: BookingDetail, form: Any, **extra: Any) -> HttpResponse:
        """Render the page; 422 when a form came back."""
        own = own_booking(found.row.id)
        context = {
            **page_context(found, self.title),
            "title": self.title,
            "form": form,
            "own": own,
            **self.facts(found, own),
            **extra,
        }
        return render(self.request, self.template, context, status=422 if form.is_bound else 200)

    def make_form(self, found: BookingDetail, data: Any = None) -> Any:
        """Return the form, bound to ``data`` when it was sent."""
        return SeenForm(data, version=found.row.version)

    def facts(self, found: BookingDetail, own: OwnBooking) -> dict[str, Any]:
        """Return what else the page shows."""
        return {}

    def act(self, found: BookingDetail, form: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def words(self, form: Any) -> str:
        """Return the sentence of success."""
        return self.done_text

    def who(self, found: BookingDetail) -> dict[str, Any]:
        """Return the arguments every service takes first."""
        return {"actor": person(self.request), "booking_id": found.row.id}


class GiveBackView(SchoolAction):
    """Lower numbers, in one press."""

    name, title = "give_back", "放回部分名额"
    template = "bookings/give_back.html"
    warns = True
    done_text = "人数已减少，多出的名额已放回，会先给候补的学校。"

    def make_form(self, found: BookingDetail, data: Any = None) -> GiveBackForm:
        """Return two numbers a class."""
        parties = Party.objects.filter(booking_id=found.row.id, active=True).select_related("grade")
        return GiveBackForm(data, version=found.row.version, parties=parties)

    def act(self, found: BookingDetail, form: Any) -> None:
        """Give back."""
        give_back(**self.who(found), numbers=form.numbers(), **form.stamp)


class DateView(SchoolAction):
    """Another session of the base, chosen among those that take the group."""

    name, title = "date", "改期"
    template = "bookings/change_date.html"
    warns = True
    done_text = "已改到新的时间，原来的名额已放回。午餐座位和大巴车位请重新选择。"
    months: dict[str, list[DateChoice]]
    month: str

    def make_form(self, found: BookingDetail, data: Any = None) -> DateForm:
        """Return the choices of one month; the one sent stays a choice, the service judges it anew."""
        self.months = by_month(dates_for(found.row.id))
        asked = self.request.GET.get("month", "")
        self.month = asked if asked in self.months else nearest_month(self.months, found.row.start)
        choices = [(one.row.id, one.words) for one in self.months.get(self.month, [])]
        sent = str((data or {}).get("session", ""))
        if sent.isascii() and sent.isdigit() and int(sent) not in dict(choices):
            choices.append((int(sent), "原来选的场次"))
        return DateForm(data, version=found.row.version, choices=choices)

    def facts(self, found: BookingDetail, own: OwnBooking) -> dict[str, Any]:
        """Return the months there is something to choose in."""
        return {"months": self.months, "month": self.month}

    def act(self, found: BookingDetail, form: Any) -> None:
        """Move the booking."""
        change_session(**self.who(found), session_id=form.cleaned_data["session"], **form.stamp)


class OfferView(SchoolAction):
    """Accept or decline what is held; declining another date cancels the visit and is asked twice."""

    name, title = "offer", "答复保留的名额"
    template = "bookings/offer.html"
    warns = True

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Answer; a first no to another date shows what it ends."""
        found = own_or_404(request, reference)
        moved = found.row.status == BookingStatus.MOVED_OFFER
        if moved and not self.accepts() and "sure" not in request.POST:
            return self.ask(found, self.make_form(found), declining=True)
        return super().post(request, reference)

    def act(self, found: BookingDetail, form: Any) -> None:
        """Answer; each answer has a key of its own."""
        service = accept_offer if self.accepts() else decline_offer
        stamp = {**form.stamp, "key": f"{form.stamp['key']}:{'yes' if self.accepts() else 'no'}"}
        self.moved = found.row.status == BookingStatus.MOVED_OFFER
        self.answered = service(**self.who(found), **stamp)

    def accepts(self) -> bool:
        """Say which button was pressed; anything but a clear yes is a no only by its own button."""
        answer = self.request.POST.get("answer")
        if answer not in {"accept", "decline"}:
            raise Http404
        return answer == "accept"

    def words(self, form: Any) -> str:
        """Say what was answered."""
        if not self.accepts():
            return MOVE_DECLINED if self.moved else "已谢绝，名额已放回。"
        start = self.answered.session.starts_at
        what = f"已改到 {cn_date_short(start)} {cn_time(start)}" if self.moved else "已接受，名额归贵校"
        confirmed = self.answered.status == BookingStatus.CONFIRMED
        return f"{what}，{'已确认' if confirmed else '等待基地确认'}。"


class NumbersView(SchoolAction):
    """The numbers stay as they are and are final."""

    name, title = "numbers", "确认最终人数"
    template = "bookings/final_numbers.html"
    done_text = "最终人数已确认，基地会收到通知。之后减少人数仍可办理。"

    def act(self, found: BookingDetail, form: Any) -> None:
        """Confirm."""
        confirm_final_numbers(**self.who(found), **form.stamp)


class DeputyView(SchoolAction):
    """Another coordinator beside the one who asked."""

    name, title = "deputy", "副联络员"
    template = "bookings/deputy.html"
    done_text = "副联络员已更新，被指定的老师会收到通知。"

    def make_form(self, found: BookingDetail, data: Any = None) -> DeputyForm:
        """Return the school's other coordinators."""
        booking = Booking.objects.get(pk=found.row.id)
        people = list(coordinators_of(booking.school_id).exclude(pk=booking.requested_by_id or 0))
        return DeputyForm(
            data, version=found.row.version, people=people, initial={"deputy": booking.deputy_id}
        )

    def facts(self, found: BookingDetail, own: OwnBooking) -> dict[str, Any]:
        """Return whether there is anybody to name."""
        booking = Booking.objects.get(pk=found.row.id)
        others = coordinators_of(booking.school_id).exclude(pk=booking.requested_by_id or 0)
        return {"alone": not others.exists()}

    def act(self, found: BookingDetail, form: Any) -> None:
        """Name the deputy."""
        name_deputy(**self.who(found), user_id=form.cleaned_data["deputy"], **form.stamp)


class WaitingView(SchoolAction):
    """With how few people a waiting school still comes."""

    name, title = "waiting", "至少需要的人数"
    template = "bookings/waiting.html"
    done_text = "已保存，候补的次序没有变。"

    def make_form(self, found: BookingDetail, data: Any = None) -> MinPeopleForm:
        """Return the number as it is."""
        own = own_booking(found.row.id)
        return MinPeopleForm(data, version=found.row.version, initial={"min_people": own.min_people})

    def act(self, found: BookingDetail, form: Any) -> None:
        """Save it."""
        change_min_people(**self.who(found), min_people=form.cleaned_data["min_people"], **form.stamp)
