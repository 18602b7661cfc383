"""What both journeys share: a school is needed."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from portal.organisations.models import School
from portal.organisations.policies import coordinated_schools

from .access import person
from .school_desk import trail


class JourneyView(LoginRequiredMixin, View):
    """A page for coordinators; ``schools`` are theirs."""

    schools: QuerySet[School]
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send people without a school to the page that says how to get one."""
        if request.user.is_authenticated:
            self.schools = coordinated_schools(person(request))
            if not self.schools.exists():
                return self.page("bookings/journey_no_school.html", {})
        return super().dispatch(request, *args, **kwargs)

    def page(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """Render a page below the school's desk."""
        base = {"title": self.title, "crumbs": trail(self.title)}
        return render(self.request, template, {**base, **context}, status=status)
