"""Settings of the test run: fast hashing, plain static storage, everything else as in production."""

import os
import tempfile
from pathlib import Path

from . import env

TEST_VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
os.environ.setdefault("PORTAL_VAR_DIR", str(TEST_VAR_DIR))

from .base import *  # noqa: E402, F403
from .base import STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

SECRET_KEY = "test-only-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {
    "default": {
        **env.database("PORTAL_DATABASE_URL", f"sqlite://{VAR_DIR / 'unused.sqlite3'}"),
        "TEST": {"NAME": env.text("PORTAL_TEST_DATABASE") or None},
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
# WhiteNoise warns about a missing folder, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PORTAL_MAIL_TRANSPORT = "file"
PORTAL_SECOND_FACTOR_REQUIRED = False
PORTAL_WORKER_IN_PROCESS = False
PORTAL_DEMONSTRATION = True
