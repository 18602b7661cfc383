"""Addresses of a base's staff: the day at the gate."""

from django.urls import path

from .views import today

BASE = "desk/base/<slug:code>/"

urlpatterns = [
    path(f"{BASE}today/", today.today, name="today"),
    path(f"{BASE}today/count/", today.count, name="today_count"),
    path(f"{BASE}today/<slug:act>/", today.press, name="today_press"),
]
