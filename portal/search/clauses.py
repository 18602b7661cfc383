"""A typed question as clauses: what gives the score, what makes a match strict, what a loose one.

The words of a parent and of a teacher are the same tokens for every engine.
"""

import math

from . import analysis_pinyin, schema
from .analysis import bigrams, distinct, exact, run_bigrams, runs, unigrams
from .analysis_words import Analyser
from .engines.base import AnyOf, Clause, Phrase, Term

MOST_TERMS = 64
STRICT_SHARE = 0.75
TITLE_CHARACTERS = range(3, 11)
TITLE_PHRASE = range(2, 13)
SAME_SOUND = range(3, 13)
INITIALS = range(2, 13)


def score_of(text: str, analyser: Analyser) -> AnyOf:
    """Everything that may match, with its weight; the order of hits comes from this alone."""
    clauses: list[Clause] = [
        Term("all_bigrams", token, schema.WEIGHT_BIGRAM) for token in distinct(bigrams(text), MOST_TERMS)
    ]
    clauses += [
        Term("all_words", word, schema.WEIGHT_WORD) for word in distinct(analyser.words(text), MOST_TERMS)
    ]
    return AnyOf((*clauses, *character_clauses(text), *title_clauses(text)))


def strict_gate(text: str, analyser: Analyser) -> AnyOf:
    """What a match must hold to be counted: three quarters of the pairs, all words, or a title match."""
    units = tuple(distinct_units(text))
    clauses: list[Clause] = list(title_clauses(text))
    if units:
        clauses.append(AnyOf(units, at_least=math.ceil(STRICT_SHARE * len(units))))
    words = distinct(analyser.content_words(text), MOST_TERMS)
    if words:
        clauses.append(AnyOf(tuple(Term("all_words", word) for word in words), at_least=len(words)))
    characters = unigrams(text)
    if len(characters) == 1:
        clauses += [Term("title_characters", characters[0]), Term("all_words", characters[0])]
    return AnyOf(tuple(clauses))


def loose_gate(text: str, analyser: Analyser) -> AnyOf:
    """What is worth showing after the strict matches: a pair, a word, or half of the characters."""
    clauses: list[Clause] = list(title_clauses(text))
    clauses += [Term("all_bigrams", token) for token in distinct(bigrams(text), MOST_TERMS)]
    clauses += [Term("all_words", word) for word in distinct(analyser.content_words(text), MOST_TERMS)]
    characters = character_clauses(text)
    if characters:
        clauses.append(AnyOf(characters, at_least=math.ceil(len(characters) / 2)))
    return AnyOf(tuple(clauses))


def distinct_units(text: str) -> list[Clause]:
    """What three quarters are counted of: pairs of characters, runs of letters (or their pinyin)."""
    units: dict[str, Clause] = {}
    for run, is_han in runs(text):
        for token in run_bigrams(run, is_han):
            units[token] = Term("all_bigrams", token) if is_han else letters_unit(token)
    return list(units.values())[:MOST_TERMS]


def letters_unit(letters: str) -> AnyOf:
    """A run of letters as it stands, as pinyin of a title or as its first letters."""
    return AnyOf((Term("all_bigrams", letters), *pinyin_clauses(letters)))


def character_clauses(text: str) -> tuple[Clause, ...]:
    """Single characters of a short question in titles."""
    characters = distinct(unigrams(text), MOST_TERMS)
    if len(characters) == 1 or len(characters) in TITLE_CHARACTERS:
        return tuple(Term("title_characters", one, schema.WEIGHT_TITLE_CHARACTER) for one in characters)
    return ()


def title_clauses(text: str) -> tuple[Clause, ...]:
    """The title itself, the typed string inside a title, and the same by sound."""
    clauses: list[Clause] = [Term("title_exact", token, schema.WEIGHT_TITLE_EXACT) for token in exact(text)]
    characters = tuple(unigrams(text))
    if len(characters) in TITLE_PHRASE:
        clauses.append(Phrase("title_characters", characters, schema.WEIGHT_TITLE_PHRASE))
    kinds = [is_han for _, is_han in runs(text)]
    if kinds and all(kinds) and len(characters) in SAME_SOUND:
        sounds = tuple(analysis_pinyin.syllables(text))
        clauses.append(Phrase("title_pinyin", sounds, schema.WEIGHT_PINYIN))
    if kinds and not any(kinds):
        clauses += pinyin_clauses("".join(run for run, _ in runs(text)))
    return tuple(clauses)


def pinyin_clauses(letters: str) -> list[Clause]:
    """Typed letters as syllables of a title in every legal reading, and as first letters."""
    clauses: list[Clause] = [
        Phrase("title_pinyin", tuple(split), schema.WEIGHT_PINYIN)
        for split in analysis_pinyin.splits(letters)
    ]
    if len(letters) in INITIALS and letters.isascii() and letters.isalpha():
        clauses.append(Phrase("title_initials", tuple(letters), schema.WEIGHT_INITIALS))
    return clauses
