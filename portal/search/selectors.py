"""Questions to the index: strict matches first, loose ones apart. Knows no page type and no request."""

from collections.abc import Iterable, Mapping

from .analysis import runs, typed
from .analysis_words import Analyser
from .answering import answer
from .clauses import loose_gate, score_of, strict_gate
from .engines.base import Query, Result
from .models import SearchEntry


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
    words = typed(text)

    def question(analyser: Analyser) -> Query:
        return Query(
            score=score_of(words, analyser),
            gate=strict_gate(words, analyser),
            filters=filters,
            facets=facets,
            exclude_keys=tuple(exclude_keys),
            offset=offset,
            limit=limit,
        )

    return answer(question)


def loose_matches(
    text: str, *, filters: Mapping[str, tuple[str, ...]], limit: int, exclude_keys: Iterable[str] = ()
) -> Result:
    """Entries that hold a part of what was typed and are no strict match.

    Raises EngineUnavailable when no index can answer.
    """
    words = typed(text)

    def question(analyser: Analyser) -> Query:
        return Query(
            score=score_of(words, analyser),
            gate=loose_gate(words, analyser),
            without=strict_gate(words, analyser),
            filters=filters,
            exclude_keys=tuple(exclude_keys),
            limit=limit,
        )

    return answer(question)


def entries_of(keys: Iterable[str]) -> dict[str, SearchEntry]:
    """The entries of found keys that are still searchable; one query."""
    return {entry.key: entry for entry in SearchEntry.objects.filter(key__in=list(keys), deleted=False)}
