"""The index that answers, in words that hold for both engines."""

import shutil

from portal.search.engines import ELASTICSEARCH, current_engine
from portal.search.engines.base import IndexState

from .conftest import delete_indexes


def on_elasticsearch() -> bool:
    """Is the chosen engine Elasticsearch?"""
    return current_engine().name == ELASTICSEARCH


def name() -> str:
    """Name of the index that answers."""
    engine = current_engine()
    return engine.state().index if on_elasticsearch() else engine.generations.current().name


def names() -> list[str]:
    """Names of all indexes there are."""
    engine = current_engine()
    if on_elasticsearch():
        return list(engine.indexes.client.indices.get(index=f"{engine.indexes.alias}-*"))
    return [path.name for path in engine.generations.folder.glob("gen-*")]


def destroy() -> None:
    """Delete everything the engine has."""
    if on_elasticsearch():
        delete_indexes()
    else:
        shutil.rmtree(current_engine().generations.folder)


def keep(state: IndexState) -> None:
    """Store another state beside the documents."""
    with current_engine().lock():
        current_engine().apply([], {}, state)
