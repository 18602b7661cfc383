"""Translation of our clauses into tantivy's queries."""

from tantivy import Occur, Query, Schema, SchemaBuilder

from ..schema import FIELDS, FieldKind
from . import base

INDEX_OPTION = {FieldKind.TOKENS: "freq", FieldKind.ORDERED: "position"}


def make_schema() -> Schema:
    """The declaration of schema.FIELDS in tantivy's terms.

    Tokens arrive cut, so the built-in whitespace tokenizer is all that is needed. The key is raw
    text: deleting by a term on an unsigned field deletes nothing and says nothing (0.27.0).
    """
    builder = SchemaBuilder()
    for name, kind in FIELDS.items():
        if kind is FieldKind.KEY:
            builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
        elif kind is FieldKind.FACET:
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        else:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option=INDEX_OPTION[kind])
    return builder.build()


def translate(schema: Schema, clause: base.Clause) -> Query:
    """One clause with its weight."""
    if isinstance(clause, base.AnyOf):
        return any_of(schema, clause)
    if isinstance(clause, base.Fixed):
        value = Query.term_query(schema, clause.field, clause.token, index_option="basic")
        return Query.const_score_query(value, clause.weight)
    if isinstance(clause, base.Phrase) and len(clause.tokens) > 1:
        query = Query.phrase_query(schema, clause.field, list(clause.tokens))
    else:
        token = clause.token if isinstance(clause, base.Term) else clause.tokens[0]
        option = INDEX_OPTION.get(FIELDS[clause.field], "basic")
        query = Query.term_query(schema, clause.field, token, index_option=option)
    return query if clause.weight == 1.0 else Query.boost_query(query, clause.weight)


def any_of(schema: Schema, clause: base.AnyOf) -> Query:
    """A clause of clauses; none at all matches nothing."""
    if not clause.clauses:
        return Query.empty_query()
    parts = [(Occur.Should, translate(schema, part)) for part in clause.clauses]
    return Query.boolean_query(parts, minimum_number_should_match=clause.at_least)


def whole(schema: Schema, query: base.Query, *, without_filter: str = "") -> Query:
    """The whole question: everything stands under one must, so that filters and exclusions hold."""
    parts = [
        (Occur.Must, any_of(schema, query.score)),
        (Occur.Must, unscored(any_of(schema, query.gate))),
    ]
    for name, values in query.filters.items():
        if name != without_filter and values:
            parts.append((Occur.Must, unscored(Query.term_set_query(schema, name, list(values)))))
    if query.without:
        parts.append((Occur.MustNot, any_of(schema, query.without)))
    if query.exclude_keys:
        parts.append((Occur.MustNot, Query.term_set_query(schema, "key", list(query.exclude_keys))))
    return Query.boolean_query(parts)


def unscored(query: Query) -> Query:
    """The same matches, no score."""
    return Query.const_score_query(query, 0.0)
