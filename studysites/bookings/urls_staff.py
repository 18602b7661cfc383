"""Addresses of a base's staff: the day at the gate, one session, moving a visit."""

from django.urls import path

from .views import staff_moves, staff_sessions, today

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
]
