"""One declaration of what an index holds, how much a match weighs and what can be counted.

Every engine builds its own index from this module; nothing about fields is said anywhere else.
The weights are those measured in docs/decisions/0005-search.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from . import analysis_pinyin
from .analysis import bigrams, exact, unigrams
from .analysis_words import Analyser

# Raise it when fields change: an index of another number cannot be asked, only replaced.
SCHEMA_VERSION = 3
TITLE_TIMES = 3
# Stands in a field that would hold nothing, so that every engine counts the document in the field's average
# length. The analysis makes no such token, so nobody can ask for it.
EMPTY = "\u2205"


class FieldKind(Enum):
    """What an engine must keep of a field."""

    KEY = "key"  # one raw value, returned with a hit, used to replace and delete
    TOKENS = "tokens"  # tokens and their frequencies
    ORDERED = "ordered"  # tokens, frequencies and positions, so that phrases can be asked
    FACET = "facet"  # raw values to filter and count by


FIELDS: Mapping[str, FieldKind] = {
    "key": FieldKind.KEY,
    "part": FieldKind.FACET,
    "all_bigrams": FieldKind.TOKENS,
    "all_words": FieldKind.TOKENS,
    "title_characters": FieldKind.ORDERED,
    "title_exact": FieldKind.TOKENS,
    "title_pinyin": FieldKind.ORDERED,
    "title_initials": FieldKind.ORDERED,
    "kind": FieldKind.FACET,
    "stage": FieldKind.FACET,
    "grade": FieldKind.FACET,
    "topic": FieldKind.FACET,
}
FACETS = tuple(name for name, kind in FIELDS.items() if kind is FieldKind.FACET)

# Values of ``part``: a thing itself, or a place in a file that belongs to it.
WHOLE = "whole"
PLACE = "place"

WEIGHT_BIGRAM = 1.5
WEIGHT_WORD = 1.0
WEIGHT_TITLE_CHARACTER = 0.6
WEIGHT_TITLE_PHRASE = 3.0
WEIGHT_TITLE_EXACT = 6.0
WEIGHT_PINYIN = 5.0
WEIGHT_INITIALS = 3.0


@dataclass(frozen=True)
class IndexDocument:
    """One entry as an engine stores it: tokens by field, raw values by facet.

    ``number`` is the entry's change number, for engines that refuse writes out of order.
    """

    key: str
    number: int
    tokens: Mapping[str, list[str]]
    facets: Mapping[str, list[str]] = field(default_factory=dict)


def make_document(
    *, key: str, number: int, kind: str, title: str, text: str, facets: Mapping[str, list[str]],
    analyser: Analyser, part: str = WHOLE,
) -> IndexDocument:  # fmt: skip
    """Cut one entry into the tokens of every field; ``text`` is everything searchable but the title.

    ``part`` is PLACE for a place in a file: such documents answer questions of their own only.
    """
    # A line break keeps the parts from making bigrams with one another.
    whole = "\n".join([title] * TITLE_TIMES + [text])
    tokens = {
        "all_bigrams": bigrams(whole),
        "all_words": analyser.words(whole),
        "title_characters": unigrams(title),
        "title_exact": exact(title),
        "title_pinyin": analysis_pinyin.syllables(title),
        "title_initials": analysis_pinyin.initials(title),
    }
    return IndexDocument(
        key=key,
        number=number,
        tokens={name: found or [EMPTY] for name, found in tokens.items()},
        facets={**{name: list(facets.get(name, [])) for name in FACETS}, "kind": [kind], "part": [part]},
    )
