"""Addresses of pages worked out from their place in the tree, without a query per page."""

from collections.abc import Callable

from wagtail.models import Page, Site

Address = Callable[[Page], str]


def default_root() -> Page | None:
    """Return the root page of the default site."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site is not None else None


def addresses_below(root: Page) -> Address:
    """Return a function that gives the path (``/lessons/``) of any page below ``root``."""
    cut = len(root.url_path)
    return lambda page: "/" + page.url_path[cut:]
