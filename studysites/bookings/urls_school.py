"""Addresses of a school's own pages, and of the bureau's when a school has nobody to use them."""

from django.urls import path

from .views import bureau_handover, school_actions, school_desk, school_group, school_hold

BOOKING = "desk/bookings/<str:reference>/"

urlpatterns = [
    path("desk/school/handover/", school_desk.HandoverView.as_view(), name="handover"),
    path("desk/bureau/handover/", bureau_handover.handovers, name="bureau_handovers"),
    path(
        "desk/bureau/handover/<int:school_id>/",
        bureau_handover.BureauHandoverView.as_view(),
        name="bureau_handover",
    ),
    path(f"{BOOKING}hold/", school_hold.HoldView.as_view(), name="hold"),
    path(f"{BOOKING}give-up/", school_hold.GiveUpView.as_view(), name="give_up"),
    path(f"{BOOKING}classes/", school_group.ClassesView.as_view(), name="classes"),
    path(f"{BOOKING}details/", school_group.DetailsView.as_view(), name="details"),
    path(f"{BOOKING}give-back/", school_actions.GiveBackView.as_view(), name="give_back"),
    path(f"{BOOKING}date/", school_actions.DateView.as_view(), name="date"),
    path(f"{BOOKING}offer/", school_actions.OfferView.as_view(), name="offer"),
    path(f"{BOOKING}numbers/", school_actions.NumbersView.as_view(), name="numbers"),
    path(f"{BOOKING}deputy/", school_actions.DeputyView.as_view(), name="deputy"),
    path(f"{BOOKING}waiting/", school_actions.WaitingView.as_view(), name="waiting"),
]
