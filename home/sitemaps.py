"""Site maps: for machines (sitemap.xml, robots.txt) and for people."""

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.query import PageQuerySet

from .selectors.addresses import default_root
from .selectors.site_tree import site_tree, topics_in_use

# The protocol allows 50,000 addresses a file; small files are made quickly by a small machine.
ADDRESSES_A_FILE = 1000
HOUR = 3600
# What robots need not read: work places, forms, questions to the search.
CLOSED_TO_ROBOTS = ("/admin/", "/account/", "/desk/", "/visit/", "/search/", "/mode/", "/correction/")


class PublicPages(Sitemap):
    """Live public pages of the site; addresses come from the Site, which setup keeps at PORTAL_BASE_URL."""

    limit = ADDRESSES_A_FILE

    def items(self) -> PageQuerySet:
        """Pages in tree order, without loading their own fields."""
        root = self.get_wagtail_site().root_page
        return root.get_descendants(inclusive=True).live().public().order_by("path")


@require_safe
@cache_control(public=True, max_age=HOUR)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Send the addresses, or an index of files (``?p=2``) when there are more than one file holds."""
    pages = PublicPages(request)
    count = pages.paginator.num_pages
    if count > 1 and "p" not in request.GET:
        return index_of_files(request, count)
    return sitemap_views.sitemap(request, {"pages": pages})


def index_of_files(request: HttpRequest, count: int) -> HttpResponse:
    """List the files of a large site map."""
    address = f"{settings.PORTAL_BASE_URL}{reverse('sitemap')}"
    files = [f"{address}?p={number}" for number in range(1, count + 1)]
    return render(request, "home/sitemap_index.xml", {"files": files}, content_type="application/xml")


@require_safe
@cache_control(public=True, max_age=HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to leave alone and where the site map is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS),
        f"Sitemap: {settings.PORTAL_BASE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Draw all public pages as a tree of links."""
    root = default_root()
    crumbs = [{"title": "首页", "url": "/"}, {"title": "网站地图", "url": ""}]
    sections = site_tree(root) if root is not None else []
    context = {"sections": sections, "topics": topics_in_use(), "crumbs": crumbs}
    return render(request, "home/site_map.html", context)


@require_safe
@cache_control(public=True, max_age=HOUR)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead those who ask for the old name to the seal."""
    return HttpResponsePermanentRedirect(static("portal/img/seal.svg"))
