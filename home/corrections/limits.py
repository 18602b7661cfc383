"""How often one address may report: 5 times in a window of 10 minutes, a limit of ours against floods."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

REPORTS = 5
WINDOW_SECONDS = 600


def may_report(request: HttpRequest) -> bool:
    """Take one of the 5 places the visitor's address has in the present window; False when none is left.

    Each place is one ``add``, which every cache does in one step; counting up is get and set in the
    database cache, loses reports sent at once and moves the end of the window. The cache holds a keyed
    digest, never the address itself.
    """
    address = get_adapter(request).get_client_ip(request)
    digest = salted_hmac("home.corrections", address).hexdigest()
    window = int(time.time()) // WINDOW_SECONDS
    places = (f"correction:{digest}:{window}:{place}" for place in range(REPORTS))
    return any(cache.add(key, True, WINDOW_SECONDS) for key in places)
