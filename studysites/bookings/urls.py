"""Addresses of booking: the visit form and the desks."""

from django.urls import path

from . import urls_inventory, urls_journeys, urls_rules, urls_school, urls_staff
from .views import base_desk, booking_pages, desks, school_desk, session_pages, visit

app_name = "bookings"

BASE = "desk/base/<slug:code>/"
BOOKING = "desk/bookings/<str:reference>/"
SESSION = f"{BASE}sessions/<int:session_id>/"

urlpatterns = [
    path("visit/<int:session_id>/", visit.VisitView.as_view(), name="visit"),
    path("desk/", desks.desk, name="desk"),
    path("desk/school/", school_desk.school_desk, name="school_desk"),
    path("desk/bureau/", desks.bureau_desk, name="bureau_desk"),
    path(BASE, base_desk.base_desk, name="base_desk"),
    path(f"{BASE}sessions/", session_pages.session_list, name="sessions"),
    path(f"{BASE}sessions/add/", session_pages.AddSession.as_view(), name="session_add"),
    path(f"{SESSION}close/", session_pages.CloseSession.as_view(), name="session_close"),
    path(f"{SESSION}reopen/", session_pages.ReopenSession.as_view(), name="session_reopen"),
    path(f"{SESSION}resize/", session_pages.ResizeSession.as_view(), name="session_resize"),
    path(f"{SESSION}delete/", session_pages.DeleteSession.as_view(), name="session_delete"),
    path(BOOKING, booking_pages.detail, name="detail"),
    path(f"{BOOKING}done/", booking_pages.done, name="done"),
    path(f"{BOOKING}confirm/", booking_pages.Confirm.as_view(), name="confirm"),
    path(f"{BOOKING}decline/", booking_pages.Decline.as_view(), name="decline"),
    path(f"{BOOKING}withdraw/", booking_pages.Withdraw.as_view(), name="withdraw"),
    *urls_inventory.urlpatterns,
    *urls_staff.urlpatterns,
    *urls_rules.urlpatterns,
    *urls_school.urlpatterns,
    *urls_journeys.urlpatterns,
]
