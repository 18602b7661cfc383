"""The index mends itself: missing, outdated, damaged, behind; and one process writes at a time."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from portal.search import syncing
from portal.search.engines import current_engine
from portal.search.entries import EntryData, remove_entry, write_entry
from portal.search.models import EntryNumber, SearchEntry
from portal.search.selectors import strict_matches
from portal.search.syncing import rebuild_index, sync_index

from . import present_index

pytestmark = pytest.mark.usefixtures("entries")


def keys(text: str = "汉画馆") -> list[str]:
    """Strict matches as the index is now."""
    return [hit.key for hit in strict_matches(text, filters={}, facets=(), offset=0, limit=10).hits]


def add(number: int = 50, title: str = "汉画馆夜场") -> None:
    """One more entry."""
    write_entry(EntryData(f"page:{number}", "page", number, title))


def test_only_what_changed_is_written():
    assert sync_index().written == 0
    add()
    assert sync_index() == syncing.SyncReport("current", 1)
    assert sync_index().written == 0
    assert "page:50" in keys()


def test_the_overlap_finds_what_came_late():
    """A change whose number became visible after a higher one is still read."""
    add(50)
    add(51)
    late = SearchEntry.objects.get(key="page:50")
    sync_index()
    state = current_engine().state()
    recent = {key: number for key, number in state.recent.items() if key != late.key}
    with current_engine().lock():
        current_engine().apply([], {late.key: late.number}, replace(state, recent=recent))
    assert "page:50" not in keys()
    assert sync_index().written == 1
    assert {"page:50", "page:51"} <= set(keys())


def test_a_batch_larger_than_one_read_is_written_wholly(monkeypatch):
    monkeypatch.setattr(syncing, "BATCH", 3)
    for number in range(100, 111):
        add(number)
    remove_entry("site:2")
    assert sync_index().written == 12
    assert current_engine().document_count() == 6 + 11 - 1


def test_a_missing_index_is_built():
    present_index.destroy()
    assert keys()[0] == "site:2"


def test_an_outdated_index_answers_until_it_is_replaced():
    old = present_index.name()
    present_index.keep(replace(current_engine().state(), analysis="of an older version"))
    assert keys()[0] == "site:2"
    assert sync_index(build_limit=2).outcome == "waiting"
    assert sync_index().outcome == "built"
    assert present_index.name() != old
    assert keys()[0] == "site:2"


def test_an_index_with_other_fields_is_replaced():
    old = present_index.name()
    present_index.keep(replace(current_engine().state(), schema=0))
    assert keys()[0] == "site:2"
    assert present_index.name() != old


def test_a_restored_database_replaces_an_index_that_is_ahead():
    add()
    sync_index()
    SearchEntry.objects.filter(key="page:50").delete()
    EntryNumber.objects.update(value=6)
    assert sync_index().outcome == "built"
    assert "page:50" not in keys()


def test_a_busy_lock_is_left_to_its_holder():
    add()
    with current_engine().lock() as held:
        assert held
        assert sync_index().outcome == "busy"
        assert rebuild_index().outcome == "busy"
        with pytest.raises(CommandError):
            call_command("rebuild_search_index", "--entries-as-they-are", "--wait", "0")
    assert sync_index().written == 1


def test_the_holder_looks_again_after_letting_go(monkeypatch):
    """What was committed while the lock was held is not left lying."""
    real, calls = syncing.catch_up, []

    def catch_up_then_write(engine, state):
        written = real(engine, state)
        if not calls:
            calls.append(1)
            add(77)
        return written

    monkeypatch.setattr(syncing, "catch_up", catch_up_then_write)
    assert sync_index().written == 1
    assert "page:77" in keys()


def test_rebuild_keeps_the_old_answers_until_the_swap(monkeypatch):
    old, seen = present_index.name(), []
    monkeypatch.setattr(syncing, "BATCH", 1)
    report = rebuild_index(lambda done, total: seen.append((done, total, keys()[0], present_index.name())))
    assert report.outcome == "built"
    assert [row[:3] for row in seen] == [(number, 6, "site:2") for number in range(1, 7)]
    assert {row[3] for row in seen} == {old}
    assert present_index.name() != old
    assert keys()[0] == "site:2"


def test_a_failed_build_changes_nothing(monkeypatch):
    old = present_index.name()

    def broken(entry, analyser):
        raise RuntimeError("planted")

    monkeypatch.setattr(syncing, "document_of", broken)
    with pytest.raises(RuntimeError):
        rebuild_index()
    assert present_index.name() == old
    assert present_index.names() == [old]
    assert keys()[0] == "site:2"


def test_rebuild_command_tells_progress(capsys):
    call_command("rebuild_search_index", "--entries-as-they-are")
    said = capsys.readouterr().out
    assert "6 of 6 (100 %)" in said
    assert "built, 6 entries" in said


def test_a_new_name_becomes_a_word_with_the_next_build():
    write_entry(EntryData("site:90", "site", 90, "丹江渠首园"))
    sync_index()
    assert "丹江渠首园" not in current_engine().analyser().user_words
    rebuild_index()
    assert "丹江渠首园" in current_engine().analyser().user_words
    assert keys("渠首") == ["site:90"]
