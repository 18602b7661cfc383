"""Elasticsearch as an engine, through ``elasticsearch.dsl``: the same tokens, clauses and order of hits.

Nothing is cut or ranked in another way than on the embedded engine (docs/search.md). A server in trouble
opens the breaker; who asks meanwhile is answered by the embedded engine (portal.search.answering).
"""

import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from elasticsearch import NotFoundError
from elasticsearch.dsl import Search

from ..analysis_words import Analyser
from ..schema import SCHEMA_VERSION, IndexDocument
from .base import Hit, IndexMissing, IndexState, Query, Result
from .breaker import Breaker
from .connection import Connection
from .elasticsearch_client import asking, make_client
from .elasticsearch_documents import removal_actions, write_actions
from .elasticsearch_indexes import BATCH, Indexes
from .elasticsearch_queries import search_of
from .generations import Generations

# How long a reader may go on asking an index after another took its place.
LOOK_SECONDS = 1.0


@dataclass(frozen=True)
class Reading:
    """The index a process reads, with its words; ``looked_at`` in monotonic seconds."""

    index: str
    analyser: Analyser
    looked_at: float


class ElasticsearchBuild:
    """An index in the making."""

    def __init__(self, engine: "ElasticsearchEngine", words: list[str]) -> None:
        self.engine = engine
        self.waiting: list[IndexDocument] = []
        with asking(engine.breaker):
            self.index = engine.indexes.create(words)

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Write documents in batches."""
        self.waiting += documents
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Send what waits."""
        with asking(self.engine.breaker):
            self.engine.indexes.write(self.index, write_actions(self.waiting))
        self.waiting = []

    def finish(self, state: IndexState) -> None:
        """Send the rest, store the state, swap the alias."""
        self.flush()
        with asking(self.engine.breaker):
            self.engine.indexes.keep_state(replace(state, index=self.index))
            self.engine.indexes.publish(self.index)
        self.engine.forget()

    def abandon(self) -> None:
        """Delete the half-made index; what cannot be deleted now the next build sweeps."""
        with asking(self.engine.breaker):
            self.engine.indexes.delete(self.index)


class ElasticsearchEngine:
    """See ``base.Engine``."""

    name = "elasticsearch"

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.breaker: Breaker = Breaker(self.name)
        self.indexes = Indexes(make_client(connection), connection.prefix, folder)
        self._folder = Generations(folder)
        self._reading: Reading | None = None
        self._looking = Lock()

    def lock(self) -> AbstractContextManager[bool]:
        """One writer a machine. Machines do not wait for each other: numbers decide which write holds."""
        return self._folder.lock()

    def state(self) -> IndexState | None:
        """Asked of the server each time; None when there is no index or it has other fields."""
        with asking(self.breaker):
            state = self.indexes.current()
        return state if state and state.schema == SCHEMA_VERSION else None

    def analyser(self) -> Analyser:
        """The analyser with the words of the index that answers."""
        return self._current().analyser

    def document_count(self) -> int:
        """Entries that can be found."""
        with asking(self.breaker):
            found = Search(using=self.indexes.client, index=self._current().index)
            return found.filter("exists", field="key").count()

    def search(self, query: Query) -> Result:
        """Hits, total and counts of one question; an index that was replaced meanwhile is looked up again."""
        with asking(self.breaker):
            try:
                return self._ask(self._current().index, query)
            except NotFoundError:
                self.forget()
                return self._ask(self._current().index, query)

    def apply(
        self, documents: Iterable[IndexDocument], removed: Mapping[str, int], state: IndexState
    ) -> None:
        """Replace, remove and make visible in the index ``state`` was read from, then store the state."""
        with asking(self.breaker):
            self.indexes.write(state.index, [*write_actions(documents), *removal_actions(removed)])
            self.indexes.keep_state(state)

    def begin_build(self, words: list[str]) -> ElasticsearchBuild:
        """Start an index beside the present one."""
        return ElasticsearchBuild(self, words)

    def forget(self) -> None:
        """Look up with the next question which index answers."""
        self._reading = None

    def _ask(self, index: str, query: Query) -> Result:
        """Ask one index."""
        response: Any = search_of(Search(using=self.indexes.client, index=index), query).execute()
        hits = tuple(Hit(key=hit.meta.id, score=hit.meta.sort[0]) for hit in response)
        counts = {
            name: {bucket.key: bucket.doc_count for bucket in response.aggregations[name]["values"].buckets}
            for name in query.facets
        }
        return Result(hits=hits, total=response.hits.total.value, counts=counts)

    def _current(self) -> Reading:
        """The index to read, looked up at most once a second; raises IndexMissing."""
        reading = self._reading
        if reading and time.monotonic() - reading.looked_at < LOOK_SECONDS:
            return reading
        with self._looking:
            state = self.state()
            if state is None:
                raise IndexMissing("no index of this version")
            if reading is None or reading.index != state.index:
                with asking(self.breaker):
                    reading = Reading(state.index, Analyser(self.indexes.words(state.index)), 0.0)
            self._reading = replace(reading, looked_at=time.monotonic())
            return self._reading
