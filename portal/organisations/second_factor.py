"""People who work for a body set up a second factor before they work, where the settings ask for it."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from .policies import is_staff_member

GUARDED = ("/admin/", "/desk/")
OPEN = ("/admin/login/", "/admin/logout/")
WHY = "您的身份可以审批或发布内容，需要先设置两步验证，再继续办理。用手机上的验证器应用扫码，一分钟就好。"


class SecondFactorMiddleware:
    """Lead staff without a second factor from desks and admin to its set-up page, saying why.

    Reading the site and the account's own pages stay open, or the set-up itself could not be reached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect, or answer as usual."""
        if settings.PORTAL_SECOND_FACTOR_REQUIRED and lacks_factor(request):
            messages.warning(request, WHY)
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def lacks_factor(request: HttpRequest) -> bool:
    """Say whether a guarded page is asked for by a person who must have a second factor and has none."""
    if not request.path.startswith(GUARDED) or request.path.startswith(OPEN):
        return False
    user = request.user
    return user.is_authenticated and not is_mfa_enabled(user) and is_staff_member(user)
