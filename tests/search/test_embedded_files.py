"""The files of the embedded index: damaged ones are replaced, and a bad disk keeps no machine building."""

from contextlib import suppress

import pytest

from portal.search.engines import embedded_engine
from portal.search.engines.base import EngineUnavailable
from portal.search.engines.generations import BROKEN
from portal.search.selectors import strict_matches
from portal.search.syncing import sync_index

pytestmark = pytest.mark.usefixtures("embedded", "entries")


@pytest.fixture
def embedded(settings):
    """These tests are about the embedded engine whatever the run is about."""
    settings.PORTAL_SEARCH_ENGINE = "tantivy"


def keys(text: str = "汉画馆") -> list[str]:
    """Strict matches as the index is now."""
    return [hit.key for hit in strict_matches(text, filters={}, facets=(), offset=0, limit=10).hits]


@pytest.mark.parametrize("damage", ["meta", "segment", "state", "words"])
def test_a_damaged_index_is_replaced(damage):
    old = embedded_engine().generations.current()
    victims = {"meta": "meta.json", "segment": "*.term", "state": "state.json", "words": "*.idx"}
    for path in old.glob(victims[damage]):
        path.write_bytes(b"")
    embedded_engine()._reader = None
    with suppress(EngineUnavailable):
        keys()
    sync_index()
    assert keys()[0] == "site:2"


def test_repairs_pause_so_that_a_bad_disk_does_not_spin():
    (embedded_engine().generations.current() / BROKEN).write_text("")
    assert sync_index().outcome == "built"
    (embedded_engine().generations.current() / BROKEN).write_text("")
    assert sync_index().outcome == "current"
