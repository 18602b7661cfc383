"""The base cannot keep a date: it offers the school another one and holds the places meanwhile."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from portal.shared.templatetags.portal_ui import cn_date, cn_time

from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..forms import VersionForm
from ..forms.staff import MoveForm
from ..selectors import BookingDetail
from ..selectors.move_targets import MoveTarget, move_targets
from ..selectors.staff_desk import move_offered
from ..services.moved_offers import MOVABLE, offer_move
from .access import crumb, detail_or_404, person, raise_if_busy

DONE = "已请学校改期，新旧两个日期的名额都为它留着，学校会收到通知。答复之前请不要停掉原来的场次。"
NOT_MOVABLE = "这条预约现在是“{status}”，不能再请学校改期，没有改动。"


class MoveVisit(LoginRequiredMixin, View):
    """List the sessions that take the group, ask for one and a reason; a refusal keeps both."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show the list, or what was offered already."""
        found = self.find(reference)
        if found.row.status not in MOVABLE | {BookingStatus.MOVED_OFFER}:
            messages.error(request, NOT_MOVABLE.format(status=found.row.status_label))
            return redirect(found.row.url)
        months = months_of(found)
        month = request.GET.get("month", "")
        chosen = month if month in months else nearest_month(found, months)
        form = MoveForm(choices=choices_in(months, chosen))
        return self.show(found, form, months=months, month=chosen)

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Offer the chosen session."""
        found = self.find(reference)
        sent = request.POST.get("session", "")
        version = VersionForm(request.POST)
        form = MoveForm(request.POST, choices=choices_of(found) or choice_sent(found, sent))
        if not version.is_valid() or not form.is_valid():
            return self.show(found, form)
        try:
            offer_move(
                actor=person(request),
                booking_id=found.row.id,
                session_id=form.cleaned_data["session"],
                reason=form.cleaned_data["reason"],
                **version.stamp("move", found.row.id),
            )
        except BookingRefused as refused:
            return self.refuse(found, form, refused)
        messages.success(request, DONE)
        return redirect("bookings:base_desk", code=found.organisation_code)

    def find(self, reference: str) -> BookingDetail:
        """Return the booking for the staff of its base; 404 for everybody else."""
        found = detail_or_404(self.request, reference)
        if not found.for_base:
            raise Http404
        return found

    def refuse(self, found: BookingDetail, form: MoveForm, refused: BookingRefused) -> HttpResponse:
        """A changed booking goes to its fresh state, everything else back to the form."""
        raise_if_busy(refused)
        if refused.code == "not_allowed":
            raise Http404 from refused
        if refused.code == "changed":
            messages.error(self.request, refused.message)
            return redirect(found.row.url)
        form.add_error("reason" if refused.code == "personal_data" else None, refused.message)
        return self.show(found, form)

    def show(self, found: BookingDetail, form: MoveForm, **extra: Any) -> HttpResponse:
        """Render; 422 when a form came back."""
        waits = found.row.status == BookingStatus.MOVED_OFFER
        context: dict[str, Any] = {
            "booking": found,
            "row": found.row,
            "form": form,
            "offer": move_offered(found.row.id) if waits else None,
            "crumbs": [
                crumb("工作台", reverse("bookings:desk")),
                crumb(f"预约 {found.row.reference}", found.row.url),
                crumb("请学校改期"),
            ],
            **extra,
        }
        return render(self.request, "bookings/move.html", context, status=422 if form.is_bound else 200)


def choices_of(found: BookingDetail) -> list[tuple[int, str]]:
    """Return the sessions that fit, each as one line."""
    return [(one.session_id, words_of(one)) for targets in months_of(found).values() for one in targets]


def months_of(found: BookingDetail) -> dict[str, list[MoveTarget]]:
    """Return the sessions that fit by month, 2026-12, in order of time."""
    months: dict[str, list[MoveTarget]] = {}
    if found.row.status in MOVABLE:
        for target in move_targets(found.row.id, timezone.now()):
            months.setdefault(f"{timezone.localtime(target.start):%Y-%m}", []).append(target)
    return months


def nearest_month(found: BookingDetail, months: dict[str, list[MoveTarget]]) -> str:
    """Return the month of the session nearest to the visit; empty when there is none."""
    return min(
        months,
        key=lambda month: min(abs(target.start - found.row.start) for target in months[month]),
        default="",
    )


def choices_in(months: dict[str, list[MoveTarget]], month: str) -> list[tuple[int, str]]:
    """Return the sessions of one month, each as one line."""
    return [(target.session_id, words_of(target)) for target in months.get(month, [])]


def choice_sent(found: BookingDetail, sent: str) -> list[tuple[int, str]]:
    """Return what was chosen before the booking changed, so that a repeat gets its first answer."""
    known = found.row.status not in MOVABLE and sent.isascii() and sent.isdigit()
    return [(int(sent), "刚才选的场次")] if known else []


def words_of(target: MoveTarget) -> str:
    """Return 2026年11月23日 星期一 09:00–10:30，余 60 人; another programme is named."""
    words = f"{cn_date(target.start)} {cn_time(target.start)}–{cn_time(target.end)}，余 {target.left} 人"
    return words if target.same_programme else f"{words}（另一个课程：{target.title}）"
