"""What every engine must do, and the questions it is asked; no engine-specific word here.

A second engine implements ``Engine`` and is fed the same documents and the same clauses.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from ..analysis_words import Analyser
from ..schema import IndexDocument


class EngineUnavailable(Exception):
    """The engine cannot answer now: no usable index, or the index is damaged."""


@dataclass(frozen=True)
class Term:
    """One token in one field."""

    field: str
    token: str
    weight: float = 1.0


@dataclass(frozen=True)
class Phrase:
    """Tokens that follow each other in one field."""

    field: str
    tokens: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class AnyOf:
    """At least ``at_least`` of the clauses; scores add up."""

    clauses: tuple["Clause", ...]
    at_least: int = 1


Clause = Term | Phrase | AnyOf


@dataclass(frozen=True)
class Query:
    """One question.

    ``score`` gives the order, ``gate`` must hold and counts nothing, ``without`` must not hold.
    ``filters`` are values by facet, any of a facet's values will do. ``facets`` are counted each
    without its own filter. ``offset`` and ``limit`` are numbers of hits.
    """

    score: AnyOf
    gate: AnyOf
    without: AnyOf | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    exclude_keys: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True)
class Hit:
    """One found entry."""

    key: str
    score: float


@dataclass(frozen=True)
class Result:
    """Hits by score, equal scores by key; the number of all matches; counts by facet and value."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class IndexState:
    """What an index knows of itself, stored beside it with every commit.

    ``position`` is the last change number it holds, ``synced_at`` when that was read (seconds since
    the epoch), ``recent`` the numbers of keys changed shortly before, so that the overlap read
    writes nothing twice.
    """

    schema: int
    analysis: str
    position: int = 0
    synced_at: float = 0.0
    recent: Mapping[str, int] = field(default_factory=dict)


class Build(Protocol):
    """An index being made beside the one that answers."""

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Write documents; they are not seen before ``finish``."""

    def finish(self, state: IndexState) -> None:
        """Commit, store the state and put the new index in the old one's place at once."""

    def abandon(self) -> None:
        """Drop what was built; the old index goes on."""


class Engine(Protocol):
    """One index on one machine. All methods may be called from any thread and process."""

    name: str

    def lock(self) -> AbstractContextManager[bool]:
        """Take the writer's lock without waiting; False when another process holds it."""

    def state(self) -> IndexState | None:
        """What the present index knows of itself; None when there is none that can be asked."""

    def analyser(self) -> Analyser:
        """The analyser with the words of the present index."""

    def document_count(self) -> int:
        """How many documents the present index holds."""

    def search(self, query: Query) -> Result:
        """Answer a question; raise EngineUnavailable when there is no usable index."""

    def apply(self, documents: Iterable[IndexDocument], removed: Iterable[str], state: IndexState) -> None:
        """Replace documents, remove keys, commit, then store the state. Needs the lock.

        Repeating it after a crash gives the same index.
        """

    def begin_build(self, words: list[str]) -> Build:
        """Start an index with these user words beside the present one. Needs the lock."""
