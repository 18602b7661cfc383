"""Questions to the index: strict matches first, loose ones apart. Knows no page type and no request."""

from collections.abc import Iterable, Mapping

from .analysis import runs, typed
from .clauses import loose_gate, score_of, strict_gate
from .engines import current_engine
from .engines.base import Engine, EngineUnavailable, Query, Result
from .models import SearchEntry
from .syncing import sync_index

# A question never waits for the build of an index larger than this.
ENTRIES_BUILT_ON_QUESTION = 500


def is_askable(text: str) -> bool:
    """Is there anything to search for in what was typed?"""
    return any(True for _ in runs(typed(text)))


def strict_matches(
    text: str, *, filters: Mapping[str, tuple[str, ...]], facets: tuple[str, ...], offset: int, limit: int,
    exclude_keys: Iterable[str] = (),
) -> Result:  # fmt: skip
    """Entries that hold what was typed, best first, with the count of all and counts by facet.

    Raises EngineUnavailable when no index can answer.
    """
    words, engine = typed(text), ready_engine()
    analyser = engine.analyser()
    return engine.search(
        Query(
            score=score_of(words, analyser),
            gate=strict_gate(words, analyser),
            filters=filters,
            facets=facets,
            exclude_keys=tuple(exclude_keys),
            offset=offset,
            limit=limit,
        )  # fmt: skip
    )


def loose_matches(
    text: str, *, filters: Mapping[str, tuple[str, ...]], limit: int, exclude_keys: Iterable[str] = ()
) -> Result:
    """Entries that hold a part of what was typed and are no strict match.

    Raises EngineUnavailable when no index can answer.
    """
    words, engine = typed(text), ready_engine()
    analyser = engine.analyser()
    return engine.search(
        Query(
            score=score_of(words, analyser),
            gate=loose_gate(words, analyser),
            without=strict_gate(words, analyser),
            filters=filters,
            exclude_keys=tuple(exclude_keys),
            limit=limit,
        )  # fmt: skip
    )


def entries_of(keys: Iterable[str]) -> dict[str, SearchEntry]:
    """The entries of found keys that are still searchable; one query."""
    return {entry.key: entry for entry in SearchEntry.objects.filter(key__in=list(keys), deleted=False)}


def ready_engine() -> Engine:
    """The engine; a small index that is missing is built at once rather than refused."""
    engine = current_engine()
    if engine.state() is None:
        sync_index(build_limit=ENTRIES_BUILT_ON_QUESTION)
        if engine.state() is None:
            raise EngineUnavailable("the index is being built")
    return engine
