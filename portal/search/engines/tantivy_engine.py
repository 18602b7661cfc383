"""The embedded engine: tantivy in this process, no service.

Readers look at two small files with every question and reload when they changed. Writers re-open
the index each time (an index kept open by several writers leaves orphan segments).
"""

import logging
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from tantivy import Document, Index, IndexWriter, Searcher
from tantivy import Query as TantivyQuery

from ..analysis_words import Analyser
from ..schema import FIELDS, SCHEMA_VERSION, FieldKind, IndexDocument
from .base import EngineUnavailable, Hit, IndexMissing, IndexState, Query, Result
from .breaker import Breaker
from .generations import Generations, mark_broken, read_state, read_words, write_state
from .tantivy_queries import make_schema, whole

logger = logging.getLogger(__name__)

ENGINE_ERRORS = (OSError, ValueError, RuntimeError)
# tantivy asks for 15 MB a thread at least; a rebuild is faster with more.
UPDATE_HEAP = 15_000_000
BUILD_HEAP = 64_000_000
# More segments than this and the writer waits for merging before it goes.
MANY_SEGMENTS = 12
TIE_MARGIN = 50
MOST_FACET_VALUES = 200


@dataclass(frozen=True)
class Reader:
    """One opened generation and the stamp of its files when it was last loaded."""

    path: Path
    index: Index
    stamp: tuple[int, int]
    analyser: Analyser


def meta_stamp(path: Path) -> tuple[int, int]:
    """What changes with every commit; raises OSError when the index is not there."""
    stat = (path / "meta.json").stat()
    return stat.st_mtime_ns, stat.st_ino


def to_document(source: IndexDocument) -> Document:
    """Our document in tantivy's terms."""
    document = Document()
    document.add_text("key", source.key)
    for name, tokens in source.tokens.items():
        document.add_text(name, " ".join(tokens))
    for name, values in source.facets.items():
        for value in values:
            document.add_text(name, value)
    return document


class TantivyBuild:
    """A generation in the making."""

    def __init__(self, generations: Generations, words: list[str]) -> None:
        self.generations = generations
        self.path = generations.new(words)
        self.writer: IndexWriter = Index(make_schema(), str(self.path)).writer(BUILD_HEAP, 1)

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Write documents; memory stays bounded, tantivy spills by itself."""
        for document in documents:
            self.writer.add_document(to_document(document))

    def finish(self, state: IndexState) -> None:
        """Commit, merge, store the state, swap."""
        self.writer.commit()
        self.writer.wait_merging_threads()
        write_state(self.path, state)
        self.generations.publish(self.path)

    def abandon(self) -> None:
        """Leave the half-made folder to the sweep."""
        del self.writer
        self.generations.sweep()


class TantivyEngine:
    """See ``base.Engine``."""

    name = "tantivy"
    breaker: Breaker | None = None

    def __init__(self, folder: Path) -> None:
        self.generations = Generations(folder)
        self._reader: Reader | None = None
        self._opening = Lock()

    def lock(self) -> AbstractContextManager[bool]:
        """The operating system's lock on a file of the folder."""
        return self.generations.lock()

    def state(self) -> IndexState | None:
        """None when there is no index, it has other fields, or it was found damaged."""
        path = self.generations.current()
        state = read_state(path) if path and not self.generations.repairable(path) else None
        return state if state and state.schema == SCHEMA_VERSION else None

    def analyser(self) -> Analyser:
        """The analyser of the present generation; without one, that of an empty dictionary."""
        try:
            return self._current_reader().analyser
        except EngineUnavailable:
            return Analyser()

    def document_count(self) -> int:
        """Documents that can be found; raises EngineUnavailable."""
        return self._current_reader().index.searcher().num_docs

    def search(self, query: Query) -> Result:
        """Hits, total and counts of one question; raises EngineUnavailable."""
        reader = self._current_reader()
        try:
            return answer(reader.index, query)
        except ENGINE_ERRORS as error:
            mark_broken(reader.path)
            logger.exception("search index %s cannot be read", reader.path.name)
            raise EngineUnavailable from error

    def apply(
        self, documents: Iterable[IndexDocument], removed: Mapping[str, int], state: IndexState
    ) -> None:
        """Replace, remove, commit, store the state; raises EngineUnavailable when the index is damaged."""
        path = self._present()
        try:
            index = Index.open(str(path))
        except ENGINE_ERRORS as error:
            mark_broken(path)
            raise EngineUnavailable(f"index {path.name} cannot be opened") from error
        write_into(index, documents, removed)
        write_state(path, state)

    def begin_build(self, words: list[str]) -> TantivyBuild:
        """Start a generation beside the present one."""
        return TantivyBuild(self.generations, words)

    def _current_reader(self) -> Reader:
        """The opened present generation, re-opened or reloaded when its files changed."""
        with self._opening:
            path = self._present()
            try:
                self._reader = refreshed(self._reader, path)
            except ENGINE_ERRORS as error:
                again = self._present()
                if again == path:  # no swap in between: it is damaged
                    mark_broken(path)
                    raise EngineUnavailable(f"index {path.name} cannot be opened") from error
                self._reader = refreshed(None, again)
            return self._reader

    def _present(self) -> Path:
        """The generation that answers; raises EngineUnavailable before the first build."""
        path = self.generations.current()
        if path is None:
            raise IndexMissing("no index")
        return path


def refreshed(reader: Reader | None, path: Path) -> Reader:
    """The reader of a generation as it is now on disk."""
    stamp = meta_stamp(path)
    if reader and reader.path == path:
        if reader.stamp == stamp:
            return reader
        reader.index.reload()
        return Reader(path, reader.index, stamp, reader.analyser)
    state = read_state(path)
    if state is None or state.schema != SCHEMA_VERSION:
        raise ValueError("index has no state or other fields")
    index = Index.open(str(path))
    index.config_reader("manual")
    index.reload()
    return Reader(path, index, stamp, Analyser(read_words(path)))


def write_into(index: Index, documents: Iterable[IndexDocument], removed: Iterable[str]) -> None:
    """Replace and remove in one commit; many small segments are merged before the writer goes."""
    writer = index.writer(UPDATE_HEAP, 1)
    for key in removed:
        writer.delete_documents_by_term("key", key)
    for document in documents:
        writer.delete_documents_by_term("key", document.key)
        writer.add_document(to_document(document))
    writer.commit()
    index.reload()
    if index.searcher().num_segments > MANY_SEGMENTS:
        writer.wait_merging_threads()


def answer(index: Index, query: Query) -> Result:
    """Ask one opened index."""
    searcher, schema = index.searcher(), index.schema
    question = whole(schema, query)
    end = query.offset + query.limit
    found = fetch(searcher, question, end)
    ordered = sorted(found.hits, key=lambda hit: (-hit.score, hit.key))[query.offset : end]
    counts = {
        name: facet_counts(searcher, whole(schema, query, without_filter=name), name) for name in query.facets
    }
    return Result(hits=tuple(ordered), total=found.total, counts=counts)


def fetch(searcher: Searcher, question: TantivyQuery, end: int) -> Result:
    """The first ``end`` hits and all that tie with the last of them.

    tantivy cannot sort by two keys, so enough is fetched to break equal scores by key here.
    """
    size = end + TIE_MARGIN
    while True:
        result: Any = searcher.search(question, limit=size, count=True)
        rows = result.hits
        if len(rows) < size or end == 0 or rows[-1][0] < rows[end - 1][0]:
            break
        size *= 2
    hits = tuple(Hit(key=searcher.doc(address)["key"][0], score=score) for score, address in rows)
    return Result(hits=hits, total=result.count or 0)


def facet_counts(searcher: Searcher, question: TantivyQuery, name: str) -> dict[str, int]:
    """How many matches hold each value of one facet."""
    if FIELDS[name] is not FieldKind.FACET:
        raise ValueError(f"{name} is no facet")
    request = {name: {"terms": {"field": name, "size": MOST_FACET_VALUES}}}
    buckets = searcher.aggregate(question, request)[name]["buckets"]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}
