"""How Elasticsearch is reached: addresses, credentials, certificate, time-out; all from the settings."""

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True)
class Connection:
    """Everything that makes two clients different. ``timeout`` is in seconds and holds for one request."""

    urls: tuple[str, ...]
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 2.0
    prefix: str = "portal"


def connection_of_settings() -> Connection:
    """The connection the settings name."""
    return Connection(
        urls=tuple(settings.PORTAL_ELASTICSEARCH_URL),
        api_key=settings.PORTAL_ELASTICSEARCH_API_KEY,
        user=settings.PORTAL_ELASTICSEARCH_USER,
        password=settings.PORTAL_ELASTICSEARCH_PASSWORD,
        ca_file=settings.PORTAL_ELASTICSEARCH_CA_FILE,
        timeout=settings.PORTAL_ELASTICSEARCH_TIMEOUT,
        prefix=settings.PORTAL_ELASTICSEARCH_PREFIX,
    )
