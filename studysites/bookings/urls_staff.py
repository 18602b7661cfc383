"""Addresses of a base's staff: the day at the gate, one session, moving a visit, booking for a school."""

from django.urls import path

from .views import staff_behalf, staff_moves, staff_sessions, today

BASE = "desk/base/<slug:code>/"
SESSION = f"{BASE}sessions/<int:session_id>/"

urlpatterns = [
    path(f"{BASE}today/", today.today, name="today"),
    path(f"{BASE}today/count/", today.count, name="today_count"),
    path(f"{BASE}today/<slug:act>/", today.press, name="today_press"),
    path(SESSION, staff_sessions.session, name="session"),
    path(f"{SESSION}reserve/", staff_sessions.Reserve.as_view(), name="reserve"),
    path(f"{SESSION}draw/<slug:act>/", staff_sessions.draw, name="draw"),
    path("desk/bookings/<str:reference>/move/", staff_moves.MoveVisit.as_view(), name="move"),
    path(f"{BASE}behalf/", staff_behalf.find_school, name="behalf"),
    path(f"{BASE}behalf/<int:school_id>/", staff_behalf.choose_session, name="behalf_session"),
    path(
        f"{BASE}behalf/<int:school_id>/<int:session_id>/",
        staff_behalf.BookOnBehalf.as_view(),
        name="behalf_form",
    ),
]
