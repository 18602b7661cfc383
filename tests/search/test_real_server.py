"""A real Elasticsearch in trouble and well again: slow, refusing the password, read-only, emptied."""

import time
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from portal.search import answering
from portal.search.engines import current_engine, embedded_engine
from portal.search.engines.base import EngineUnavailable
from portal.search.entries import EntryData, remove_entry, write_entry
from portal.search.models import SearchEntry
from portal.search.schema import make_document
from portal.search.selectors import strict_matches
from portal.search.syncing import highest_number, rebuild_index, sync_engine, sync_index
from tests.services.certificates import make_authority
from tests.services.slow_proxy import slow_proxy

from . import present_index

pytestmark = [pytest.mark.elasticsearch, pytest.mark.usefixtures("elasticsearch", "entries")]
TIMEOUT = 1.0


def ask(text: str = "汉画馆"):
    """One question."""
    return strict_matches(text, filters={}, facets=(), offset=0, limit=10)


def keys(text: str) -> list[str]:
    """Keys of the strict matches, which the server must have found."""
    result = ask(text)
    assert not result.spare
    return [hit.key for hit in result.hits]


def publish(number: int = 80, title: str = "丹江渠首园") -> None:
    """One more entry, written into the indexes that can be reached."""
    write_entry(EntryData(f"site:{number}", "site", number, title))
    sync_index()


def let_it_be_tried() -> None:
    """The pause of the breaker is over."""
    current_engine().breaker._next_try = 0.0


def documents() -> dict[str, int]:
    """Number of each entry as the server holds it."""
    indexes = current_engine().indexes
    found = indexes.client.search(
        index=indexes.alias, query={"exists": {"field": "key"}}, version=True, size=1000, source=False
    )
    return {hit["_id"]: hit["_version"] for hit in found["hits"]["hits"]}


def expected() -> dict[str, int]:
    """The same as the database has it."""
    return dict(SearchEntry.objects.filter(deleted=False).values_list("key", "number"))


@pytest.fixture
def proxied(settings, elasticsearch):
    """The server behind a proxy that may be told to delay."""
    with slow_proxy(urlsplit(settings.PORTAL_ELASTICSEARCH_URL[0]).port) as proxy:
        settings.PORTAL_ELASTICSEARCH_URL = [f"https://127.0.0.1:{proxy.port}"]
        settings.PORTAL_ELASTICSEARCH_TIMEOUT = TIMEOUT
        yield proxy


def test_a_slow_server_is_left_alone_and_catches_up(proxied):
    assert keys("汉画馆")[0] == "site:2"
    proxied.delay = 5.0
    current_engine().forget()
    started = time.monotonic()
    assert ask().spare
    assert time.monotonic() - started < TIMEOUT + 1.0
    assert current_engine().breaker.reason == "ConnectionTimeout"
    started = time.monotonic()
    publish()
    remove_entry("guide:4")
    sync_index()
    assert [hit.key for hit in ask("渠首园").hits] == ["site:80"]
    assert time.monotonic() - started < TIMEOUT
    proxied.delay = 0.0
    assert sync_index().outcome == "resting"
    let_it_be_tried()
    assert sync_index().outcome == "current"
    assert keys("渠首园") == ["site:80"]
    assert keys("顶嘴") == []
    assert documents() == expected()


def test_a_wrong_password_is_answered_for(settings, elasticsearch):
    settings.PORTAL_ELASTICSEARCH_PASSWORD = "not this one"
    assert ask().spare
    assert current_engine().breaker.reason == "answered 401 security_exception"
    publish()
    assert ask("渠首园").spare
    settings.PORTAL_ELASTICSEARCH_PASSWORD = elasticsearch.password
    sync_index()
    assert keys("渠首园") == ["site:80"]


def test_a_certificate_of_another_authority_is_refused(settings, tmp_path):
    make_authority(tmp_path)
    settings.PORTAL_ELASTICSEARCH_CA_FILE = str(tmp_path / "ca.crt")
    assert ask().spare
    assert current_engine().breaker.reason == "TlsError"


def test_a_full_disk_makes_the_index_read_only_and_nothing_is_lost():
    engine = current_engine()
    index = engine.state().index
    block = {"index.blocks.read_only_allow_delete": True}
    engine.indexes.client.indices.put_settings(index=index, settings=block)
    position = engine.state().position
    publish()
    assert "cluster_block_exception" in engine.breaker.reason
    assert [hit.key for hit in ask("渠首园").hits] == ["site:80"]
    assert ask("渠首园").spare
    let_it_be_tried()
    assert sync_index().outcome == "failed"
    assert engine.state().position == position < highest_number()
    engine.indexes.client.indices.put_settings(
        index=index, settings={"index.blocks.read_only_allow_delete": None}
    )
    let_it_be_tried()
    assert sync_index().outcome == "current"
    assert keys("渠首园") == ["site:80"]
    assert documents() == expected()


def test_a_write_that_comes_late_replaces_nothing():
    engine = current_engine()
    old = engine.state()
    publish(2, "石刻艺术馆")
    with engine.lock():
        late = replace(old, index=engine.state().index)
        document = make_document(
            key="site:2", number=2, kind="site", title="南阳汉画馆", text="", facets={},
            analyser=engine.analyser(),
        )  # fmt: skip
        engine.apply([document], {"lesson:1": 0}, late)
    assert keys("石刻艺术馆") == ["site:2"]
    sync_index()
    assert documents() == expected()


def test_a_late_writer_makes_no_index_of_the_one_that_was_replaced():
    engine = current_engine()
    old = engine.state()
    rebuild_index()
    with pytest.raises(EngineUnavailable, match="answered 404"), engine.lock():
        engine.apply([], {}, old)
    assert present_index.names() == [present_index.name()] != [old.index]
    let_it_be_tried()
    assert sync_index().outcome == "current"


def test_only_what_was_left_by_this_machine_is_swept(tmp_path):
    engine = current_engine()
    ours = engine.indexes.create([])
    engine.indexes.folder, folder = tmp_path / "another-machine", engine.indexes.folder
    theirs = engine.indexes.create([])
    engine.indexes.folder = folder
    rebuild_index()
    assert set(present_index.names()) == {theirs, present_index.name()}
    assert ours not in present_index.names()


def test_a_server_that_stays_behind_is_not_asked(monkeypatch):
    monkeypatch.setattr(answering, "MOST_LAG", -1.0)
    write_entry(EntryData("site:80", "site", 80, "丹江渠首园"))
    sync_engine(embedded_engine())
    answering._lag.clear()
    assert ask("渠首园").spare
    assert current_engine().breaker.reason == "behind the site"
    let_it_be_tried()
    sync_index()
    assert keys("渠首园") == ["site:80"]


def test_no_text_is_kept_on_the_server():
    indexes = current_engine().indexes
    found = indexes.client.search(index=indexes.alias, query={"exists": {"field": "key"}}, size=100)
    assert len(found["hits"]["hits"]) == 6
    assert all(hit["_source"] == {} for hit in found["hits"]["hits"])
