"""Which engine answers searches, and how Elasticsearch is reached (docs/search.md)."""

from django.core.exceptions import ImproperlyConfigured

from . import env

PORTAL_SEARCH_ENGINE = env.text("PORTAL_SEARCH_ENGINE", "tantivy")
if PORTAL_SEARCH_ENGINE not in {"tantivy", "elasticsearch"}:
    raise ImproperlyConfigured(
        f"PORTAL_SEARCH_ENGINE must be tantivy or elasticsearch, not {PORTAL_SEARCH_ENGINE!r}"
    )
PORTAL_ELASTICSEARCH_URL = env.words("PORTAL_ELASTICSEARCH_URL", "https://localhost:9200")
PORTAL_ELASTICSEARCH_API_KEY = env.text("PORTAL_ELASTICSEARCH_API_KEY")
PORTAL_ELASTICSEARCH_USER = env.text("PORTAL_ELASTICSEARCH_USER")
PORTAL_ELASTICSEARCH_PASSWORD = env.text("PORTAL_ELASTICSEARCH_PASSWORD")
PORTAL_ELASTICSEARCH_CA_FILE = env.text("PORTAL_ELASTICSEARCH_CA_FILE")
PORTAL_ELASTICSEARCH_TIMEOUT = float(env.number("PORTAL_ELASTICSEARCH_TIMEOUT", 2))
PORTAL_ELASTICSEARCH_PREFIX = env.text("PORTAL_ELASTICSEARCH_PREFIX", "portal")
