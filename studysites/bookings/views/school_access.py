"""What only a booking's own school opens; anybody else's number answers 404."""

from django.http import Http404, HttpRequest

from ..selectors import BookingDetail
from .access import detail_or_404


def own_or_404(request: HttpRequest, reference: str) -> BookingDetail:
    """Return the booking for a coordinator of its school."""
    found = detail_or_404(request, reference)
    if not found.for_school:
        raise Http404
    return found
