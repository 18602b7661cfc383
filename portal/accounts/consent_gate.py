"""Asks signed-in people to agree when a new privacy text is in force: a page, asked once."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from .forms import PRIVACY_PATH
from .selectors import owes_consent

SESSION_KEY = "consent_checked_on"
OPEN_NAMES = ("accounts:consent", "accounts:close", "account_logout")


class ConsentMiddleware:
    """Send page visits of a signed-in person to the consent page while a consent is owed.

    Forms already filled in (any method but GET) pass, so nothing typed is lost. Each session is
    checked once a day, which costs two short queries then and none afterwards.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect, or answer as usual."""
        if is_page_visit(request) and must_ask(request):
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('accounts:consent')}?{query}")
        return self.get_response(request)


def is_page_visit(request: HttpRequest) -> bool:
    """Say whether a person with a session opens a page, as against files and script requests."""
    if request.method != "GET" or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    if request.headers.get("Sec-Fetch-Dest", "document") != "document":
        return False
    closed = (settings.STATIC_URL, settings.MEDIA_URL, PRIVACY_PATH, *(reverse(name) for name in OPEN_NAMES))
    return not request.path.startswith(closed) and request.headers.get("X-Requested-With") != "XMLHttpRequest"


def must_ask(request: HttpRequest) -> bool:
    """Say whether this session's person owes a consent, looking it up once a day."""
    today = timezone.localdate().isoformat()
    if not request.user.is_authenticated or request.session.get(SESSION_KEY) == today:
        return False
    if owes_consent(request.user):
        return True
    request.session[SESSION_KEY] = today
    return False
