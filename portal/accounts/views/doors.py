"""The old doors of Wagtail lead to the one sign-in; its password and name forms are not used."""

from allauth.account.views import login as account_login
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


@sensitive_post_parameters()
def login_door(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in page; a form posted here is judged there, limits included.

    Raises PermissionDenied for a signed-in person: Wagtail sends people here who lack a right, and
    sending them on to sign in would bring them back for ever.
    """
    if request.method == "POST":
        return account_login(request)
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    if request.user.is_authenticated:
        if wanted and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return redirect(settings.LOGIN_REDIRECT_URL)
    query = f"?{urlencode({'next': wanted})}" if wanted and safe else ""
    return redirect(f"{reverse('account_login')}{query}")


def password_door(request: HttpRequest) -> HttpResponse:
    """Send to the one place that resets passwords."""
    return redirect("account_reset_password")


class AdminAccountView(AccountView):
    """Wagtail's own account page without the name form: 姓名 is edited under 我的账号."""

    def get_panels(self) -> list:
        """Return Wagtail's panels but the one that demands a first name."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]


admin_account = login_required(require_admin_access(AdminAccountView.as_view()))
