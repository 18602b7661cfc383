"""Both engines give the same first ten, totals, counts and scores on fresh indexes of the starter content."""

import csv
import random
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.search.analysis import typed
from portal.search.clauses import loose_gate, score_of, strict_gate
from portal.search.engines import current_engine, embedded_engine
from portal.search.engines.base import Query, Result
from portal.search.models import EntryNumber, SearchEntry
from portal.search.schema import FACETS
from portal.search.syncing import highest_number, rebuild_index

pytestmark = pytest.mark.elasticsearch
QUERIES = Path(__file__).parent / "known_answers" / "queries.csv"
DISTRACTORS = 1_500
# Both store the length of a field in one byte, but add up in single precision in another order.
SAME = 1e-5


@pytest.fixture
def content(db, elasticsearch, settings, tmp_path):
    """The starter content, siblings of it cut and joined anew, and a fresh index on each engine."""
    settings.VAR_DIR = tmp_path
    settings.PORTAL_BASE_URL = "http://localhost:8123"
    call_command("setup_portal", stdout=StringIO())
    call_command("load_starter", stdout=StringIO())
    add_distractors()
    for engine in (current_engine(), embedded_engine()):
        assert rebuild_index(engine=engine).outcome == "built"


def add_distractors() -> None:
    """Entries of other keys with titles and sentences of the real ones."""
    source, real = random.Random(8), list(SearchEntry.objects.filter(deleted=False))
    sentences = [part for entry in real for part in entry.body.split("。") if part.strip()]
    first = highest_number() + 1
    SearchEntry.objects.bulk_create(
        SearchEntry(
            key=f"lesson:{900_000 + place}", kind="lesson", object_id=900_000 + place, number=first + place,
            title=source.choice(real).title[:12] + source.choice(["", "（二）", "一课"]),
            body="。".join(source.sample(sentences, source.randrange(2, 9))),
            facets=source.choice(real).facets,
        )
        for place in range(DISTRACTORS)
    )  # fmt: skip
    EntryNumber.objects.update(value=first + DISTRACTORS)


def questions(text: str) -> list[Query]:
    """The strict and the loose question of a text, and the strict one filtered."""
    words, analyser = typed(text), embedded_engine().analyser()
    score, strict = score_of(words, analyser), strict_gate(words, analyser)
    return [
        Query(score, strict, facets=FACETS),
        Query(score, loose_gate(words, analyser), without=strict),
        Query(score, strict, filters={"stage": ("j", "p1"), "kind": ("lesson",)}, facets=FACETS, offset=3),
    ]


def without_zero(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Counts that lead somewhere."""
    return {name: {value: n for value, n in found.items() if n} for name, found in counts.items()}


def differences(ours: Result, theirs: Result) -> list[str]:
    """What is not the same in two results."""
    found = []
    if [hit.key for hit in ours.hits] != [hit.key for hit in theirs.hits]:
        found.append("order")
    if ours.total != theirs.total or without_zero(ours.counts) != without_zero(theirs.counts):
        found.append("totals or counts")
    pairs = zip(ours.hits, theirs.hits, strict=False)
    if any(abs(one.score - other.score) > SAME * one.score for one, other in pairs):
        found.append("scores")
    return found


def test_known_answers_are_the_same_on_both_engines(content):
    assert embedded_engine().analyser().user_words == current_engine().analyser().user_words
    assert embedded_engine().document_count() == current_engine().document_count() > DISTRACTORS
    with QUERIES.open(encoding="utf-8") as rows:
        texts = [row["query"] for row in csv.DictReader(rows)]
    different, hits = [], 0
    for text in texts:
        for query in questions(text):
            embedded, server = embedded_engine().search(query), current_engine().search(query)
            hits += len(embedded.hits)
            if found := differences(embedded, server):
                different.append((text, found))
    assert len(texts) >= 150
    assert hits > 10 * len(texts)
    assert different == []
