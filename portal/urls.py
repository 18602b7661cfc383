"""All addresses of the site; together with settings the only place that joins the apps."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.accounts.urls import door_patterns

handler403 = "django.views.defaults.permission_denied"

urlpatterns = [
    # The three stock login pages lead to the one door; they must come before the stock addresses.
    *door_patterns,
    path("admin/", include(wagtailadmin_urls)),
    path("", include("portal.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("documents/", include("media.document_urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("uploads/", include("media.urls")),
    path("", include("portal.organisations.urls")),
    path("", include("studysites.bookings.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
