"""Choosing the reading mode: a lasting cookie, no sign-in, no script."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from .frame import MODE_COOKIE, MODES

YEAR_SECONDS = 365 * 24 * 3600


@require_GET
def set_mode(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the choice for a year and go back to the page it was made on; raise 404 for no such mode."""
    if code not in dict(MODES):
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        MODE_COOKIE, code, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True
    )
    return response
