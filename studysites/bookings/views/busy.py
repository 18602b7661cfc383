"""The one answer to ``busy``: 503, nothing was booked, and the same form to be sent again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..exceptions import BookingRefused

RETRY_SECONDS = 5
# Made anew for the page.
TOKEN = "csrfmiddlewaretoken"  # noqa: S105


class BusyMiddleware:
    """Answer a refusal ``busy`` that a view lets through; every other exception passes.

    ``busy`` says that the database had no room for this write in time; the transaction is rolled back.
    The page carries everything typed, with the same idempotency key, so that one press sends it again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page, or None for what is not ``busy``."""
        if not isinstance(exception, BookingRefused) or exception.code != "busy":
            return None
        typed = [(name, value) for name, values in request.POST.lists() for value in values if name != TOKEN]
        context = {"said": exception.message, "typed": typed, "sent": request.method == "POST"}
        response = render(request, "bookings/busy.html", context, status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
