"""One textbook unit: its lessons, the bases that serve it and the guides to take home."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal.taxonomy.models import Unit

from .topics import HOME_CRUMB, joined_context, joined_pages


def unit_view(request: HttpRequest, code: str) -> HttpResponse:
    """Show one unit; an unknown code is a 404."""
    unit = get_object_or_404(Unit.objects.select_related("volume__course", "volume__grade"), code=code)
    joined = joined_pages(Q(unit=unit), Q(units=unit))
    crumbs = [HOME_CRUMB, {"title": unit.volume.zh}, {"title": f"第{unit.number}单元"}]
    context = {"unit": unit, **joined_context(request, joined), "crumbs": crumbs}
    return render(request, "home/unit.html", context)
