"""The embedded default of ``make run``: SQLite, one process, plain http on this machine.

The secret is made once and kept in var/ with mode 600.
"""

from . import env
from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, PORTAL_BASE_URL, STATIC_ROOT, STORAGES, VAR_DIR
from .secret_file import read_or_make_secret

SECRET_KEY = env.text("PORTAL_SECRET_KEY") or read_or_make_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL, "http://localhost:8000", "http://127.0.0.1:8000"]

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
PORTAL_MAIL_TRANSPORT = env.text("PORTAL_MAIL_TRANSPORT", "file")
PORTAL_WORKER_IN_PROCESS = env.flag("PORTAL_WORKER_IN_PROCESS", True)
PORTAL_SECOND_FACTOR_REQUIRED = env.flag("PORTAL_SECOND_FACTOR_REQUIRED", False)
PORTAL_DEMONSTRATION = True

# Static files straight from their sources: nothing to collect before the first start.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
