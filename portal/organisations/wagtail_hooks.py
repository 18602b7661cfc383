"""What organisations put into the Wagtail admin and its userbar."""

from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.userbar import BaseItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .admin_snippets import OrganisationsGroup
from .policies import can_withdraw_pages

register_snippet(OrganisationsGroup)


class WithdrawItem(BaseItem):
    """The withdraw button in the userbar of a page."""

    template_name = "organisations/admin/userbar_withdraw.html"

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.url = reverse("organisations:withdraw_page", args=[page.pk])


@hooks.register("construct_wagtail_userbar")
def add_withdraw_item(request: Any, items: list, page: Page | None) -> None:
    """Offer withdrawal on the live page an officer or administrator looks at."""
    if page is not None and page.pk and page.live and can_withdraw_pages(request.user):
        items.append(WithdrawItem(page))


@hooks.register("register_page_listing_more_buttons")
def withdraw_button(page: Page, user: Any, next_url: str | None = None) -> Any:
    """Offer withdrawal in the page explorer, beside Wagtail's own unpublishing."""
    if page.live and not page.is_root() and can_withdraw_pages(user):
        url = reverse("organisations:withdraw_page", args=[page.pk])
        yield Button("撤下并通知所属机构", url, icon_name="download", priority=45)
