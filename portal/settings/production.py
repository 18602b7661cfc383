"""Production: refuses to start without a secret and a real address."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, SECRET_KEY

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "PORTAL_SECRET_KEY is missing or shorter than 50 characters; see docs/configuration.md"
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("PORTAL_BASE_URL or PORTAL_ALLOWED_HOSTS must name the site's host")
