"""A school's own bookings, by what they ask of it, and the handover when a coordinator leaves."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe

from portal.organisations.models import School
from portal.organisations.policies import coordinated_schools
from portal.organisations.selectors import coordinators_of

from ..exceptions import BookingRefused
from ..forms.school_actions import HandoverForm
from ..selectors import next_sessions
from ..selectors.journeys import trips_waiting
from ..selectors.school_lists import HolderRow, holders_of, lists_of_school, past_of_school
from ..services.deputies import transfer_bookings
from .access import crumb, person, raise_if_busy


@require_safe
@login_required
def school_desk(request: HttpRequest) -> HttpResponse:
    """What needs an answer, comes, waits or is drafted; people without a school go to the choice."""
    schools = list(coordinated_schools(person(request)))
    if not schools:
        return redirect("bookings:desk")
    ids = [school.pk for school in schools]
    past = request.GET.get("show") == "past"
    context: dict[str, Any] = {"schools": schools, "past": past, "crumbs": trail()}
    if past:
        context["page"] = past_of_school(ids, page=request.GET.get("page", "1"))
    else:
        context.update(lists=lists_of_school(ids), trips=trips_waiting(ids), sessions=next_sessions(4))
    return render(request, "bookings/school_desk.html", context)


def trail(last: str = "") -> list[dict[str, str]]:
    """Return 当前位置 of the desk, or of a page below it."""
    home = crumb("工作台", reverse("bookings:desk"))
    if not last:
        return [home, crumb("学校工作台")]
    return [home, crumb("学校工作台", reverse("bookings:school_desk")), crumb(last)]


class HandoverView(LoginRequiredMixin, View):
    """One coordinator's live bookings go to another; ``?school=`` names which of several schools."""

    back, back_title = "bookings:school_desk", "学校工作台"
    done = "预约已交接，两位老师都会收到通知。"
    alone_text = "本校只有一位联络员。请先让接手的老师注册并申请做本校的联络员，批准后再来交接。"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show who holds bookings and who may take them."""
        school = self.school()
        return self.page(school, self.make_form(school))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Hand over, or say why not."""
        school = self.school()
        form = self.make_form(school, request.POST)
        if not form.is_valid():
            return self.page(school, form)
        try:
            transfer_bookings(
                actor=person(request),
                school_id=school.pk,
                from_user_id=form.cleaned_data["giver"],
                to_user_id=form.cleaned_data["taker"],
                key=str(form.cleaned_data["key"]),
            )
        except BookingRefused as refused:
            raise_if_busy(refused)
            if refused.code == "not_allowed":
                raise Http404 from refused
            form.add_error(None, refused.message)
            return self.page(school, form)
        messages.success(request, self.done)
        return redirect(self.back)

    def school(self) -> School:
        """Return the school meant; 404 for any that is not the person's own."""
        schools = coordinated_schools(person(self.request))
        code = self.request.GET.get("school", "")
        found = (schools.filter(code=code) if code else schools).order_by("pk").first()
        if found is None:
            raise Http404
        return found

    def make_form(self, school: School, data: Any = None) -> HandoverForm:
        """Return the choices; a giver who was sent stays one, so that a repeat gets its first answer."""
        givers = [(row.user_id, row.words) for row in self.holders(school)]
        sent = str((data or {}).get("giver", ""))
        if sent.isascii() and sent.isdigit() and int(sent) not in dict(givers):
            givers.append((int(sent), "刚才选的老师"))
        takers = [(one.pk, one.get_full_name()) for one in coordinators_of(school.pk)]
        return HandoverForm(data, givers=givers, takers=takers)

    def holders(self, school: School) -> tuple[HolderRow, ...]:
        """Return whose bookings may be handed over."""
        return holders_of(school.pk)

    def context(self, school: School) -> dict[str, Any]:
        """Return what the page says beside the form."""
        return {
            "others": coordinated_schools(person(self.request)).exclude(pk=school.pk),
            "alone": coordinators_of(school.pk).count() < 2,
            "crumbs": trail("交接预约"),
        }

    def page(self, school: School, form: HandoverForm) -> HttpResponse:
        """Render; 422 when a form came back."""
        context = {
            **self.context(school),
            "school": school,
            "form": form,
            "holders": self.holders(school),
            "possible": form.possible,
            "alone_text": self.alone_text,
            "back_url": reverse(self.back),
            "back_title": self.back_title,
        }
        return render(self.request, "bookings/handover.html", context, status=422 if form.is_bound else 200)
