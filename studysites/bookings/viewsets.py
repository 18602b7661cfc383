"""Bookings and sessions in the admin, to be read only; changes are made on the desks. Ways are typed here."""

from typing import Any, ClassVar

from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.shared.inspect_view import LocalTimeInspectView

from .models import Booking, VisitSession
from .travel_viewset import TravelTimeViewSet


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Grants nothing but looking, whatever the person may do elsewhere."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Let people with the view permission look; refuse every other action."""
        return action == "view" and super().user_has_permission(user, action)


for bookable in (Booking, VisitSession):
    register_permission_policy(bookable, ReadOnlyPolicy(bookable), exact_class=True)


class ReadOnlyViewSet(ModelViewSet):
    """List and one page a row, without add, edit, copy or delete."""

    inspect_view_enabled = True
    inspect_view_class = LocalTimeInspectView
    copy_view_enabled = False
    list_per_page = 30
    form_fields: ClassVar[list[str]] = []
    add_to_admin_menu = False


class SessionViewSet(ReadOnlyViewSet):
    """Sessions of all bases."""

    model = VisitSession
    icon = "date"
    menu_label = "场次"
    list_display: ClassVar[list[str]] = ["programme", "organisation", "starts_at", "status"]
    list_filter: ClassVar[list[str]] = ["organisation", "status"]
    inspect_view_fields: ClassVar[list[str]] = [
        "programme", "organisation", "starts_at", "ends_at", "status", "note", "closed_reason",
    ]  # fmt: skip


class BookingViewSet(ReadOnlyViewSet):
    """Bookings of all schools."""

    model = Booking
    icon = "list-ul"
    menu_label = "预约"
    list_display: ClassVar[list[str]] = [
        "reference",
        "school",
        "session",
        "status",
        "decision_due_at",
        "created_at",
    ]
    list_filter: ClassVar[list[str]] = ["status", "session__organisation"]
    search_fields: ClassVar[list[str]] = ["reference", "school__name"]
    inspect_view_fields: ClassVar[list[str]] = [
        "reference", "school", "session", "status", "created_at", "decision_due_at", "decided_at", "reason",
        "cancelled_by", "final_numbers_at", "checked_in_at", "completed_at", "no_show_at",
    ]  # fmt: skip


class BookingsGroup(ModelViewSetGroup):
    """One menu entry for all three."""

    menu_label = "研学预约"
    menu_icon = "date"
    menu_order = 500
    items = (BookingViewSet, SessionViewSet, TravelTimeViewSet)
