"""One server for all measured views; the bare one runs without any middleware."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.booking_settings")

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

BARE = "/benchmark/bare/"


class BareHandler(WSGIHandler):
    """Django without middleware."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build an empty chain."""
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)


full = get_wsgi_application()
bare = BareHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer with the whole portal, or bare."""
    handler = bare if environ["PATH_INFO"] == BARE else full
    return handler(environ, start_response)
