"""Vocabulary rows of several tables in one query: a page shows a row or two of a dozen tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import CharField, Expression, QuerySet, Value
from django.db.models.functions import Cast

from portal.taxonomy.models import Term, Unit, Volume

TEXT = CharField()


class NamedTerm(Protocol):
    """Anything with a code and a Chinese name."""

    @property
    def code(self) -> str: ...

    @property
    def zh(self) -> str: ...


@dataclass(frozen=True)
class TermRow:
    """One row; ``detail`` is a unit's number or a volume's edition, ``above`` a unit's volume."""

    code: str
    zh: str
    sort: int
    unchecked: bool
    detail: str
    above: str


def named_terms(models: Mapping[str, type[Term]]) -> dict[str, dict[str, NamedTerm]]:
    """Return code -> term for each vocabulary, in its own order. 1 query."""
    found = term_rows({name: model.objects.all() for name, model in models.items()})
    return {name: {row.code: row for row in rows} for name, rows in found.items()}


def term_rows(queries: Mapping[str, QuerySet]) -> dict[str, list[TermRow]]:
    """Return the rows of each query under its name, in the order of the vocabulary. 1 query."""
    parts = [term_values(name, query) for name, query in queries.items()]
    found: dict[str, list[TermRow]] = {name: [] for name in queries}
    for name, code, zh, sort, note, detail, above in parts[0].union(*parts[1:], all=True):
        found[name].append(TermRow(code, zh, sort, "待核" in note, detail, above))
    for rows in found.values():
        rows.sort(key=lambda row: (row.sort, row.code))
    return found


def term_values(name: str, query: QuerySet) -> QuerySet:
    """Return one part of the union; every part has the same seven columns."""
    detail: Expression = Value("", TEXT)
    above: Expression = Value("", TEXT)
    if query.model is Unit:
        detail = Cast("number", TEXT)
        above = Cast("volume__zh", TEXT)
    elif query.model is Volume:
        detail = Cast("edition", TEXT)
    columns = {"_name": Value(name, TEXT), "_detail": detail, "_above": above}
    return (
        query.order_by()
        .annotate(**columns)
        .values_list("_name", "code", "zh", "sort", "note", "_detail", "_above")
    )


def chosen_ids(page: Any, relation: str) -> QuerySet | list[int]:
    """Return the ids chosen in a page's relation: a subquery, or in a preview the unsaved choice."""
    rows = getattr(page, relation).get_queryset()
    return rows.values("pk") if isinstance(rows, QuerySet) else [row.pk for row in rows]


def chosen_rows(page: Any, relation: str) -> QuerySet:
    """Return the rows chosen in a page's relation; the type is known by the relation alone."""
    model = page._meta.get_field(relation).related_model
    return model._default_manager.filter(pk__in=chosen_ids(page, relation))
