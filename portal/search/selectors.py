"""Questions to the index: strict matches first, loose ones apart. Knows no page type and no request."""

from collections.abc import Iterable, Mapping

from .analysis import runs, typed
from .analysis_words import Analyser
from .answering import answer
from .clauses import loose_gate, score_of, strict_gate
from .engines.base import AnyOf, Fixed, Hit, Query, Result
from .models import SearchEntry
from .schema import PLACE, WHOLE


def is_askable(text: str) -> bool:
    """Is there anything to search for in what was typed?"""
    return any(True for _ in runs(typed(text)))


def strict_matches(
    text: str, *, filters: Mapping[str, tuple[str, ...]], facets: tuple[str, ...], offset: int, limit: int,
    exclude_keys: Iterable[str] = (), in_files: Mapping[str, float] | None = None,
) -> Result:  # fmt: skip
    """Entries that hold what was typed, best first, with the count of all and counts by facet.

    ``in_files`` are keys whose files hold it (see ``place_matches``) and what that adds to their score.
    Raises EngineUnavailable when no index can answer.
    """
    words = typed(text)

    def question(analyser: Analyser) -> Query:
        return Query(
            score=with_keys(score_of(words, analyser), in_files or {}),
            gate=with_keys(strict_gate(words, analyser), in_files or {}),
            filters={**filters, "part": (WHOLE,)},
            facets=facets,
            exclude_keys=tuple(exclude_keys),
            offset=offset,
            limit=limit,
        )

    return answer(question)


def loose_matches(
    text: str, *, filters: Mapping[str, tuple[str, ...]], limit: int, exclude_keys: Iterable[str] = (),
    in_files: Iterable[str] = (),
) -> Result:  # fmt: skip
    """Entries that hold a part of what was typed and are no strict match, themselves or in their files.

    Raises EngineUnavailable when no index can answer.
    """
    words = typed(text)

    def question(analyser: Analyser) -> Query:
        return Query(
            score=score_of(words, analyser),
            gate=loose_gate(words, analyser),
            without=strict_gate(words, analyser),
            filters={**filters, "part": (WHOLE,)},
            exclude_keys=(*exclude_keys, *in_files),
            limit=limit,
        )

    return answer(question)


def place_matches(text: str, *, filters: Mapping[str, tuple[str, ...]], limit: int) -> tuple[Hit, ...]:
    """Places in files that hold what was typed, best first; facets are those of the thing they belong to.

    Raises EngineUnavailable when no index can answer.
    """
    words = typed(text)

    def question(analyser: Analyser) -> Query:
        return Query(
            score=score_of(words, analyser),
            gate=strict_gate(words, analyser),
            filters={**filters, "part": (PLACE,)},
            limit=limit,
        )

    return answer(question).hits


def with_keys(clauses: AnyOf, keys: Mapping[str, float]) -> AnyOf:
    """The clauses, or one of the keys for exactly its worth."""
    return AnyOf((*clauses.clauses, *(Fixed("key", key, worth) for key, worth in keys.items())))


def live_places(keys: Iterable[str]) -> dict[str, str]:
    """The file by key, of those places that are still searchable; one query."""
    rows = SearchEntry.objects.filter(key__in=list(keys), deleted=False)
    return dict(rows.values_list("key", "file"))


def entries_of(keys: Iterable[str]) -> dict[str, SearchEntry]:
    """The entries of found keys that are still searchable; one query, none for no keys."""
    listed = list(keys)
    if not listed:
        return {}
    return {entry.key: entry for entry in SearchEntry.objects.filter(key__in=listed, deleted=False)}
