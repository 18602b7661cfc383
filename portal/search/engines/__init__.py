"""The engines of this machine; one a place, kept for the life of the process."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from .base import Engine
from .connection import Connection, connection_of_settings
from .tantivy_engine import TantivyEngine

if TYPE_CHECKING:
    from .elasticsearch_engine import ElasticsearchEngine

ELASTICSEARCH = "elasticsearch"


def current_engine() -> Engine:
    """The engine the settings choose; it answers while it is well."""
    folder = Path(settings.PORTAL_SEARCH_DIR)
    if settings.PORTAL_SEARCH_ENGINE == ELASTICSEARCH:
        return elasticsearch_at(connection_of_settings(), folder / ELASTICSEARCH)
    return embedded_engine()


def embedded_engine() -> TantivyEngine:
    """The embedded engine, kept up to date always: it stands in for a server in trouble."""
    return tantivy_at(Path(settings.PORTAL_SEARCH_DIR) / "tantivy")


def kept_engines() -> tuple[Engine, ...]:
    """All engines this machine keeps up to date, the chosen one first."""
    chosen, embedded = current_engine(), embedded_engine()
    return (chosen,) if chosen is embedded else (chosen, embedded)


@lru_cache(maxsize=4)
def tantivy_at(folder: Path) -> TantivyEngine:
    """The embedded engine of one folder."""
    return TantivyEngine(folder)


@lru_cache(maxsize=4)
def elasticsearch_at(connection: Connection, folder: Path) -> "ElasticsearchEngine":
    """The engine of one server; the folder holds this machine's lock and name.

    Its client is loaded only here: a portal without a server is spared half a second and the memory.
    """
    from .elasticsearch_engine import ElasticsearchEngine

    return ElasticsearchEngine(connection, folder)
