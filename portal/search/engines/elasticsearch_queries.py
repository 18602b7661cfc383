"""Translation of our clauses into Elasticsearch's queries: the same clauses as on the embedded engine."""

import hashlib

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query as DslQuery

from ..schema import FIELDS, FieldKind
from . import base

MOST_FACET_VALUES = 200


def translate(clause: base.Clause) -> DslQuery:
    """One clause with its weight."""
    if isinstance(clause, base.AnyOf):
        return any_of(clause)
    if isinstance(clause, base.Fixed):
        value = Q("term", **{clause.field: clause.token})
        return Q("constant_score", filter=value, boost=clause.weight)
    if isinstance(clause, base.Phrase) and len(clause.tokens) > 1:
        phrase = {"query": " ".join(clause.tokens), "analyzer": "whitespace", "boost": clause.weight}
        return Q("match_phrase", **{clause.field: phrase})
    token = clause.token if isinstance(clause, base.Term) else clause.tokens[0]
    return Q("term", **{clause.field: {"value": token, "boost": clause.weight}})


def any_of(clause: base.AnyOf) -> DslQuery:
    """A clause of clauses; none at all matches nothing."""
    if not clause.clauses:
        return Q("match_none")
    parts = [translate(part) for part in clause.clauses]
    return Q("bool", should=parts, minimum_should_match=clause.at_least)


def filters_of(query: base.Query, *, without: str = "") -> list[DslQuery]:
    """The facet filters, one of them left out."""
    return [
        Q("terms", **{name: list(values)})
        for name, values in query.filters.items()
        if values and name != without
    ]


def whole(query: base.Query) -> DslQuery:
    """The question without its facet filters: score, gate and exclusions."""
    excluded = [any_of(query.without)] if query.without else []
    if query.exclude_keys:
        excluded.append(Q("terms", key=list(query.exclude_keys)))
    return Q("bool", must=[any_of(query.score)], filter=[any_of(query.gate)], must_not=excluded)


def search_of(search: Search, query: base.Query) -> Search:
    """One request for hits, total and counts.

    Filters come after the counting, so that a facet is counted without its own. Equal scores are ordered
    by key. The pages of one question go to one copy of the index: copies differ in deleted documents.
    """
    search = (
        search.query(whole(query))
        .source(False)
        .sort({"_score": {"order": "desc"}}, {"key": {"order": "asc"}})
        .extra(track_total_hits=True, from_=query.offset, size=query.limit)
        .params(preference=hashlib.sha256(repr(query.score).encode()).hexdigest()[:16])
    )
    chosen = filters_of(query)
    if chosen:
        search = search.post_filter(Q("bool", filter=chosen))
    for name in query.facets:
        if FIELDS[name] is not FieldKind.FACET:
            raise ValueError(f"{name} is no facet")
        others = Q("bool", filter=filters_of(query, without=name))
        search.aggs.bucket(name, "filter", filter=others).bucket(
            "values", "terms", field=name, size=MOST_FACET_VALUES
        )
    return search
