"""The address of a filtered list: bad values are dropped and named, good ones can be shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from .selectors.terms import NamedTerm

Known = Mapping[str, Mapping[str, NamedTerm]]
MAX_NAMED = 5


@dataclass(frozen=True)
class ListAddress:
    """What a reader asked of a list; ``dropped`` names what could not be understood."""

    chosen: dict[str, list[str]]
    sort: str
    default_sort: str
    dropped: list[str]

    def url(self, **changes: Sequence[str]) -> str:
        """Return the address with some facets replaced; the page number always starts anew."""
        sort = (changes.pop("sort", None) or [self.sort])[0]
        pairs = [(name, code) for name, codes in {**self.chosen, **changes}.items() for code in codes]
        if sort != self.default_sort:
            pairs.append(("sort", sort))
        return f"?{urlencode(pairs)}" if pairs else "?"

    def toggled(self, name: str, code: str) -> str:
        """Return the address without one code of a facet."""
        return self.url(**{name: [other for other in self.chosen.get(name, []) if other != code]})

    def kept(self, *names: str) -> list[dict[str, str]]:
        """Return hidden form fields for what a form does not draw itself."""
        fields = [{"name": name, "value": code} for name in names for code in self.chosen.get(name, [])]
        if self.sort != self.default_sort:
            fields.append({"name": "sort", "value": self.sort})
        return fields


def read_address(
    params: QueryDict, labels: Mapping[str, str], known: Known, sorts: Mapping[str, str]
) -> ListAddress:
    """Read facets and order; ``labels`` names each facet, the first of ``sorts`` is the default order."""
    chosen: dict[str, list[str]] = {}
    dropped: list[str] = []
    for name, label in labels.items():
        asked = list(dict.fromkeys(value for value in params.getlist(name) if value))
        chosen[name] = [code for code in asked if code in known[name]]
        dropped += [f"{label}“{code[:20]}”" for code in asked if code not in known[name]]
    default = next(iter(sorts))
    sort = params.get("sort") or default
    if sort not in sorts:
        dropped.append(f"排序“{sort[:20]}”")
        sort = default
    return ListAddress(chosen, sort, default, dropped[:MAX_NAMED])


def facet_options(
    name: str, label: str, terms: Mapping[str, NamedTerm], counts: Mapping[str, int], chosen: Sequence[str]
) -> dict[str, object]:
    """Return one facet as facet_group.html draws it: only values that occur, or that are switched on."""
    options = [
        {"value": code, "label": term.zh, "count": counts.get(code, 0), "selected": code in chosen}
        for code, term in terms.items()
        if code in counts or code in chosen
    ]
    return {"name": name, "label": label, "options": options}


def chips(address: ListAddress, labels: Mapping[str, str], known: Known) -> list[dict[str, str]]:
    """Return what is switched on, each with the address that switches it off."""
    return [
        {"label": f"{labels[name]}：{known[name][code].zh}", "remove_url": address.toggled(name, code)}
        for name, codes in address.chosen.items()
        for code in codes
    ]
