"""Addresses of a day at two bases and of a whole grade."""

from django.urls import path

from .views import grade_plan_pages, trip_desk, trip_pages

urlpatterns = [
    path("visit/day/", trip_pages.DayView.as_view(), name="trip_day"),
    path(
        "visit/day/<int:first_id>/<int:second_id>/",
        trip_pages.TripClassesView.as_view(),
        name="trip_classes",
    ),
    path("desk/trips/<int:trip_id>/", trip_desk.TripDeskView.as_view(), name="trip"),
    path("desk/trips/<int:trip_id>/cancel/", trip_desk.CancelTripView.as_view(), name="trip_cancel"),
    path("visit/grade/", grade_plan_pages.ProgrammesView.as_view(), name="grade_programmes"),
    path("visit/grade/<int:programme_id>/", grade_plan_pages.GradePlanView.as_view(), name="grade_plan"),
    path("desk/plans/<int:plan_id>/", grade_plan_pages.PlanView.as_view(), name="plan"),
]
