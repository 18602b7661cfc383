"""The addresses of the site with our documents view in front of Wagtail's."""

from django.urls import include, path

from portal.urls import urlpatterns as site_patterns

urlpatterns = [path("documents/", include("media.document_urls")), *site_patterns]
