"""The engine in use; one an index folder, kept for the life of the process."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .base import Engine
from .tantivy_engine import TantivyEngine


def current_engine() -> Engine:
    """The engine that answers questions and takes writes on this machine."""
    return engine_at(Path(settings.PORTAL_SEARCH_DIR))


@lru_cache(maxsize=4)
def engine_at(folder: Path) -> Engine:
    """The embedded engine of one folder."""
    return TantivyEngine(folder / "tantivy")
