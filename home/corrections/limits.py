"""How often one address may report: 5 times in 10 minutes, a limit of ours against floods."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

REPORTS = 5
WINDOW_SECONDS = 600


def may_report(request: HttpRequest) -> bool:
    """Count one report of the visitor's address and say whether it is within the limit.

    The cache holds a keyed digest, never the address itself.
    """
    address = get_adapter(request).get_client_ip(request)
    key = f"correction:{salted_hmac('home.corrections', address).hexdigest()}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return bool(cache.incr(key) <= REPORTS)
    except ValueError:  # the window ended between the two calls
        return True
