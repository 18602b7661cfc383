"""Response headers of the whole site: who may cache a page, and what a page may load."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

# Places left may be this old at most (design decision 25).
SHARED_SECONDS = 30
ADMIN_PREFIXES = ("/admin/",)


class CacheHeaderMiddleware:
    """Mark a page cacheable only when neither request nor response has to do with a session.

    Signed-in readers always get fresh HTML. A response that already says something about caching
    (files, health page) is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and set Cache-Control and Vary on the way out."""
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        if is_shareable(request, response):
            patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
        else:
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response


def is_shareable(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether every visitor without a session may be given this very response."""
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not response.cookies
        and not request.path.startswith(ADMIN_PREFIXES)
    )


class SiteSecurityPolicyMiddleware(CSPMiddleware):
    """Strict policy on the site; the Wagtail admin needs inline script and style and gets them."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the policy of settings, with inline allowed under the admin."""
        parts = super().get_policy_parts(request=request, response=response, report_only=report_only)
        if request.path.startswith(ADMIN_PREFIXES) and not report_only:
            parts.update = {
                **(parts.update or {}),
                "script-src": ["'unsafe-inline'", "'unsafe-eval'"],
                "style-src": ["'unsafe-inline'"],
                "img-src": ["blob:"],
            }
        return parts
