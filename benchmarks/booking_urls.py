"""The portal's addresses and the reference views beside them.

One person may send 30 requests an hour; a benchmark sends more, so the number is raised. The limiter
itself still runs and is measured as a part of the portal's own view.
"""

from django.urls import path

from benchmarks.booking_reference import ReferenceView, bare_view
from portal.urls import urlpatterns as portal_patterns
from studysites.bookings.views import access

access.LIMITS = {"request": "1000000/h/user"}

urlpatterns = [
    path("benchmark/reference/<int:session_id>/", ReferenceView.as_view()),
    path("benchmark/bare/", bare_view),
    *portal_patterns,
]
