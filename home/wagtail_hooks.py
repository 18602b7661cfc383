"""The admin under our own name: look, menu, first page, listing of corrections."""

from functools import lru_cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.signals import page_published, page_unpublished
from wagtail.snippets.models import register_snippet

from portal.organisations.policies import body_roles, is_officer

from .admin_counts import count_what_is_seen
from .admin_publishing import refuse_unfinished, say_it_is_public
from .admin_words import label_the_admin
from .corrections.admin import CorrectionViewSet
from .corrections.policies import answers_some, reports_for
from .dashboard import MANUAL_URL, CorrectionsPanel, ReviewPanel, WelcomePanel
from .models import HomePage
from .selectors.front_page import forget

ADMIN_CSS = "portal/css/admin.css"
# Stock entries of the help menu lead to English pages of a foreign site.
FOREIGN_HELP = frozenset({"editor-guide", "whats-new-in-wagtail", "help-guide"})

register_snippet(CorrectionViewSet)
label_the_admin()
hooks.register("before_bulk_action", refuse_unfinished)
hooks.register("after_edit_page", say_it_is_public)
hooks.register("construct_homepage_summary_items", count_what_is_seen)


@lru_cache(maxsize=1)
def has_admin_css() -> bool:
    """Say whether the design system brings a style sheet for the admin."""
    return finders.find(ADMIN_CSS) is not None


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString | str:
    """Add our style sheet to every admin page."""
    if not has_admin_css():
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static(ADMIN_CSS))


@hooks.register("construct_help_menu")
def own_manual(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Replace the stock help by our own manual."""
    menu_items[:] = [item for item in menu_items if not is_foreign(item)]
    menu_items.append(MenuItem("操作手册", MANUAL_URL, name="manual", icon_name="help", order=10))


def is_foreign(item: Any) -> bool:
    """Say whether a menu item leaves the site."""
    return item.name in FOREIGN_HELP or str(getattr(item, "url", "")).startswith("http")


@hooks.register("construct_homepage_panels")
def own_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Put what is due for this person on the first page, before Wagtail's own panels."""
    user = request.user
    panels.append(WelcomePanel())
    if answers_some(user):
        panels.append(CorrectionsPanel(reports_for(user)))
    bodies = None if is_officer(user) else frozenset(body_roles(user))
    panels.append(ReviewPanel(bodies))


def forget_front_pages(**kwargs: Any) -> None:
    """Show a change on the front page at once in this process; others follow within 30 seconds."""
    for page in HomePage.objects.all():
        forget(page)


page_published.connect(forget_front_pages, dispatch_uid="home.forget_front_pages")
page_unpublished.connect(forget_front_pages, dispatch_uid="home.forget_front_pages")
