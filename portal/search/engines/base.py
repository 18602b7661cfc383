"""What every engine must do, and the questions it is asked; no engine-specific word here.

A second engine implements ``Engine`` and is fed the same documents and the same clauses.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from ..analysis_words import Analyser
from ..schema import IndexDocument
from .breaker import Breaker


class EngineUnavailable(Exception):
    """The engine cannot answer now: no usable index, the index is damaged, or its server is in trouble."""


class IndexMissing(EngineUnavailable):
    """The engine is well and has no index of this version yet."""


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
class Fixed:
    """A raw value of a key or facet that is worth exactly ``weight``, however rare it is."""

    field: str
    token: str
    weight: float


@dataclass(frozen=True)
class AnyOf:
    """At least ``at_least`` of the clauses; scores add up."""

    clauses: tuple["Clause", ...]
    at_least: int = 1


Clause = Term | Phrase | Fixed | AnyOf


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
    """Hits by score, equal scores by key; the number of all matches; counts by facet and value.

    ``spare`` is True when another engine than the chosen one answered.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    spare: bool = False


@dataclass(frozen=True)
class IndexState:
    """What an index knows of itself, stored beside it with every commit.

    ``position`` is the last change number it holds, ``synced_at`` when that was read (seconds since
    the epoch), ``recent`` the numbers of keys changed shortly before, so that the overlap read
    writes nothing twice. ``index`` names the index the state was read from, where an engine has more than
    one in reach: what follows from a state is written there and nowhere else.
    """

    schema: int
    analysis: str
    position: int = 0
    synced_at: float = 0.0
    recent: Mapping[str, int] = field(default_factory=dict)
    index: str = ""


class Build(Protocol):
    """An index being made beside the one that answers."""

    def add(self, documents: Iterable[IndexDocument]) -> None:
        """Write documents; they are not seen before ``finish``."""

    def finish(self, state: IndexState) -> None:
        """Commit, store the state and put the new index in the old one's place at once."""

    def abandon(self) -> None:
        """Drop what was built; the old index goes on."""


class Engine(Protocol):
    """One index as one machine sees it. All methods may be called from any thread and process.

    Engines that ask a server have a ``breaker``, opened by their own failures; whoever asks them looks at
    it first. Every method of theirs may raise EngineUnavailable.
    """

    name: str

    @property
    def breaker(self) -> Breaker | None:
        """Open while the server of this engine is in trouble; None for an engine without a server."""

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

    def apply(
        self, documents: Iterable[IndexDocument], removed: Mapping[str, int], state: IndexState
    ) -> None:
        """Replace documents, remove keys, commit, then store the state. Needs the lock.

        ``removed`` gives the change number of each removal. Repeating it after a crash gives the same index.
        """

    def begin_build(self, words: list[str]) -> Build:
        """Start an index with these user words beside the present one. Needs the lock."""
