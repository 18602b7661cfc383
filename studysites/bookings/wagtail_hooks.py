"""Bookings in the Wagtail admin: read-only lists, and pages that must not be deleted."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from portal.organisations.policies import is_officer

from .page_guard import refusal
from .viewsets import BookingsGroup


@hooks.register("register_admin_viewset")
def register_bookings() -> BookingsGroup:
    """Add the read-only lists."""
    return BookingsGroup()


class BureauDeskItem(MenuItem):
    """The bureau's own list of visits, for its officers only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether the reader may open the desk."""
        return is_officer(request.user)


@hooks.register("register_admin_menu_item")
def register_bureau_desk() -> MenuItem:
    """Lead officers from the admin to the desk where they work on bookings."""
    address = reverse("bookings:bureau_desk")
    return BureauDeskItem("全市研学预约", address, name="bureau-desk", icon_name="list-ul", order=490)


@hooks.register("before_delete_page")
def keep_booked_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a page with sessions at or below it."""
    return refuse(request, [page])


@hooks.register("before_bulk_action")
def keep_booked_pages(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Refuse the bulk deletion when any chosen page has sessions at or below it."""
    pages = [row for row in objects if isinstance(row, Page)]
    return refuse(request, pages) if action_type == "delete" and pages else None


def refuse(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Say why and go back to the explorer, or None when the pages are free."""
    why = refusal(pages)
    if not why:
        return None
    messages.error(request, why)
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else pages[0].pk)
