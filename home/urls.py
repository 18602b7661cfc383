"""Addresses of the top app that are no pages."""

from django.urls import path

from .corrections.views import correct
from .feeds import FreshFeed
from .health import healthz
from .reading_mode import set_mode
from .search.reading_views import AttachmentTextView
from .search.views import SearchView
from .sitemaps import favicon, robots, site_map, sitemap
from .topics import topic_view
from .units import unit_view

urlpatterns = [
    path("search/", SearchView.as_view(), name="search"),
    path("search/files/<int:page_id>/<slug:file>/", AttachmentTextView.as_view(), name="attachment_text"),
    path("topics/<slug:code>/", topic_view, name="topic"),
    path("units/<slug:code>/", unit_view, name="unit"),
    path("mode/<slug:code>/", set_mode, name="mode"),
    path("correction/", correct, name="correction"),
    path("rss.xml", FreshFeed(), name="rss"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap/", site_map, name="site_map"),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
]
