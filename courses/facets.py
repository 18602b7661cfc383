"""Facets over sets of page ids: OR inside a facet, AND across, counts that leave out a facet's own choice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class FacetIndex:
    """The ids of a list in their order, and for each facet the ids that carry each code."""

    ids: list[int]
    postings: dict[str, dict[str, set[int]]] = field(default_factory=dict)

    def matching(self, chosen: Chosen, without: Iterable[str] = ()) -> set[int]:
        """Return the ids that satisfy every chosen facet but those named in ``without``."""
        found = set(self.ids)
        for name, codes in chosen.items():
            if codes and name not in without:
                carried = self.postings.get(name, {})
                found &= set().union(*(carried.get(code, set()) for code in codes))
        return found

    def listed(self, chosen: Chosen) -> list[int]:
        """Return the matching ids in the order of the list."""
        found = self.matching(chosen)
        return [number for number in self.ids if number in found]

    def counts(self, name: str, chosen: Chosen, without: Iterable[str] = ()) -> dict[str, int]:
        """Return for each code that occurs how many items it would leave, the facet's own choice aside."""
        others = self.matching(chosen, {name, *without})
        return {code: len(ids & others) for code, ids in self.postings.get(name, {}).items()}


def posted(pairs: Iterable[tuple[int, str | None]]) -> dict[str, set[int]]:
    """Turn (id, code) pairs into code -> ids; a missing code is no code."""
    postings: dict[str, set[int]] = {}
    for number, code in pairs:
        if code:
            postings.setdefault(code, set()).add(number)
    return postings
