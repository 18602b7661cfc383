"""Settings of the measured server: the embedded default on SQLite, production's cache on PostgreSQL."""

from portal.settings import base
from portal.settings.embedded import *  # noqa: F403
from portal.settings.embedded import DATABASES

ROOT_URLCONF = "benchmarks.booking_urls"
ALLOWED_HOSTS = ["127.0.0.1"]
# No worker: its work would be measured too.
PORTAL_WORKER_IN_PROCESS = False
IS_POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
if IS_POSTGRES:
    CACHES = base.CACHES
    PORTAL_SECOND_FACTOR_REQUIRED = base.PORTAL_SECOND_FACTOR_REQUIRED
