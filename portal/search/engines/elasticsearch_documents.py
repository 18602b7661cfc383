"""The declaration of schema.FIELDS as an Elasticsearch document, and our documents as bulk actions.

Tokens arrive cut, so the built-in whitespace analyser is all that is needed on any server. Beside the
entries an index keeps two documents without any of their fields: its state and its user words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from elasticsearch.dsl import Document, Keyword, MetaField, Object, Text
from elasticsearch.dsl.field import Field

from ..schema import FIELDS, FieldKind, IndexDocument
from .base import IndexState

STATE_ID, WORDS_ID = "~state", "~words"
INDEX_SETTINGS: Mapping[str, Any] = {
    # One shard: term statistics of several would shift the order of hits.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
    "max_result_window": 200_000,
    # Late writes are told from new ones by their number; deletions are remembered for as long as any takes.
    "gc_deletes": "1h",
}


def field_of(kind: FieldKind) -> Field:
    """One field in the server's terms."""
    if kind is FieldKind.TOKENS:
        return Text(analyzer="whitespace", index_options="freqs")
    if kind is FieldKind.ORDERED:
        return Text(analyzer="whitespace", index_options="positions")
    return Keyword()


class EntryDocument(Document):
    """What the index holds. Nothing but state and words is kept as source: texts are in the database."""

    kept = Object(enabled=False)

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(includes=["kept"])


for _name, _kind in FIELDS.items():
    EntryDocument._doc_type.mapping.field(_name, field_of(_kind))


def mappings(about: Mapping[str, Any]) -> dict[str, Any]:
    """The mappings of a new index, ``about`` being what is noted of its making."""
    return {**EntryDocument._doc_type.mapping.to_dict(), "_meta": dict(about)}


def source_of(document: IndexDocument) -> dict[str, Any]:
    """Our document in the server's terms."""
    tokens = {name: " ".join(found) for name, found in document.tokens.items()}
    return {"key": document.key, **tokens, **document.facets}


def write_actions(documents: Iterable[IndexDocument]) -> Iterator[dict[str, Any]]:
    """Bulk actions that replace; a write that arrives after a newer one of the same key is refused."""
    for document in documents:
        yield {
            "_op_type": "index", "_id": document.key, "version": document.number,
            "version_type": "external_gte", "_source": source_of(document),
        }  # fmt: skip


def removal_actions(removed: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Bulk actions that delete, with the number of the deletion."""
    for key, number in removed.items():
        yield {"_op_type": "delete", "_id": key, "version": number, "version_type": "external_gte"}


def kept_state(state: IndexState) -> dict[str, Any]:
    """The source of the state's document; one string, so that keys never become fields."""
    return {"kept": {"state": json.dumps({**asdict(state), "index": ""})}}


def state_of(source: Mapping[str, Any], index: str) -> IndexState | None:
    """The state read from an index; None when it cannot be understood."""
    try:
        return IndexState(**{**json.loads(source["kept"]["state"]), "index": index})
    except (KeyError, TypeError, ValueError):
        return None
