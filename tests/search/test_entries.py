"""Entries: numbered, written with the publication, withdrawn without leaving text behind."""

import pytest
from django.db import transaction

from portal.search.entries import EntryData, remove_entry, write_entry
from portal.search.models import EntryNumber, SearchEntry
from portal.search.selectors import strict_matches
from portal.search.syncing import sync_index

pytestmark = pytest.mark.django_db


def entry(title: str = "宪法是根本法", **fields) -> EntryData:
    """One entry."""
    return EntryData(**{"key": "lesson:1", "kind": "lesson", "object_id": 1, "title": title, **fields})


def keys(text: str) -> list[str]:
    """Strict matches after a synchronisation."""
    sync_index()
    return [hit.key for hit in strict_matches(text, filters={}, facets=(), offset=0, limit=10).hits]


def test_numbers_grow_with_every_change_and_with_nothing_else():
    assert write_entry(entry())
    assert not write_entry(entry())
    assert write_entry(entry("宪法"))
    assert SearchEntry.objects.get().number == EntryNumber.objects.get().value == 2


def test_writing_again_replaces_in_the_index():
    for title in ("宪法是根本法", "宪法在身边", "宪法与我们"):
        write_entry(entry(title))
        assert keys("宪法") == ["lesson:1"]
    assert keys("根本法") == []


def test_removed_is_not_found_and_keeps_no_text():
    write_entry(entry(body="正文", keywords="七上", card={"summary": "摘要"}, facets={"stage": ["j"]}))
    assert keys("宪法") == ["lesson:1"]
    assert remove_entry("lesson:1")
    assert not remove_entry("lesson:1")
    assert keys("宪法") == []
    left = SearchEntry.objects.get()
    assert (left.title, left.body, left.keywords, left.card, left.facets) == ("", "", "", {}, {})


def test_removed_comes_back():
    write_entry(entry())
    remove_entry("lesson:1")
    write_entry(entry())
    assert keys("宪法") == ["lesson:1"]


def test_an_undone_publication_leaves_nothing():
    write_entry(entry("卧龙岗"))
    with pytest.raises(RuntimeError), transaction.atomic():
        write_entry(entry())
        raise RuntimeError
    assert keys("宪法") == []
    assert keys("卧龙岗") == ["lesson:1"]


def test_keywords_are_found():
    write_entry(entry(keywords="七上\n初一"))
    assert keys("七上 宪法") == keys("初一") == ["lesson:1"]


def test_what_no_column_takes_is_dropped():
    write_entry(entry("宪\x00法\ud800", body="正\x00文", card={"summary": "\x00摘要", "files": ["p\x00df"]}))
    kept = SearchEntry.objects.get()
    assert (kept.title, kept.body, kept.card) == ("宪法", "正文", {"summary": "摘要", "files": ["pdf"]})


def test_the_index_follows_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write_entry(entry())
    hits = strict_matches("宪法", filters={}, facets=(), offset=0, limit=10).hits
    assert [hit.key for hit in hits] == ["lesson:1"]
