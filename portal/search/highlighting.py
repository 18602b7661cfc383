"""Marks in titles and snippets, made in Python on the stored text: the same for every engine.

Positions are found in the folded text and carried back to the text as it was written, so full-width
letters and traditional characters are marked too. Everything that leaves here is escaped.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .analysis import run_bigrams, runs, simplifier, storable
from .analysis_pinyin import spelt, splits

SNIPPET_LENGTH = 96
LEAD_IN = 18

COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]")

Span = tuple[int, int]


def clusters(text: str) -> list[tuple[int, str]]:
    """Each base character with its combining marks, and its position."""
    if not COMBINING.search(text):
        return list(enumerate(text))
    found: list[tuple[int, str]] = []
    for position, char in enumerate(text):
        if found and unicodedata.combining(char):
            start, cluster = found[-1]
            found[-1] = (start, cluster + char)
        else:
            found.append((position, char))
    return found


@lru_cache(maxsize=20_000)
def fold_cluster(cluster: str) -> str:
    """One character as the analysis writes it, but for simplification."""
    return unicodedata.normalize("NFKC", cluster).lower()


def fold_with_positions(text: str) -> tuple[str, Sequence[int]]:
    """Fold as the analysis does, and give each folded character its position in ``text``.

    The positions have one more item, the length of the text.
    """
    found = clusters(text)
    pieces = [fold_cluster(cluster) for _, cluster in found]
    plain = "".join(pieces)
    simple = simplifier().convert(plain)
    if len(simple) != len(plain):  # no rule of today does this; character by character never does
        simple = "".join((simplifier().convert(char) or char)[0] for char in plain)
    if len(plain) == len(text) == len(pieces):
        return simple, range(len(text) + 1)
    positions = [start for (start, _), piece in zip(found, pieces, strict=True) for _ in piece]
    return simple, [*positions, len(text)]


def spans(text: str, query: str) -> list[Span]:
    """Where in ``text`` the query stands, as merged (start, end) pairs in order."""
    folded, positions = fold_with_positions(text)
    marks: list[Span] = []
    for run, is_han in runs(query):
        whole = occurrences(folded, run)
        marks += whole
        if not whole and is_han and len(run) > 2:
            marks += [span for pair in run_bigrams(run, is_han) for span in occurrences(folded, pair)]
    return merged((positions[start], positions[end]) for start, end in marks)


def held(text: str, query: str) -> int:
    """How many of the typed characters stand in a text: of each run the longest part that does."""
    folded, _ = fold_with_positions(storable(text))
    return sum(longest_part(folded, run) for run, _ in runs(query))


def longest_part(folded: str, run: str) -> int:
    """Length of the longest part of a run, of two characters at least, that stands in a text."""
    if run in folded:
        return len(run)
    best = 1
    for start in range(len(run)):
        while run[start : start + best + 1] in folded and start + best < len(run):
            best += 1
    return best if best > 1 else 0


def occurrences(folded: str, needle: str) -> list[Span]:
    """All places of a string; letters only where a word of letters begins."""
    found, start = [], folded.find(needle)
    while start >= 0:
        before = folded[start - 1 : start]
        if not (needle.isascii() and before.isascii() and before.isalnum()):
            found.append((start, start + len(needle)))
        start = folded.find(needle, start + len(needle))
    return found


def merged(found: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch made one."""
    result: list[Span] = []
    for start, end in sorted(found):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def sound_spans(title: str, query: str) -> list[Span]:
    """Where in a title the query stands by sound: as pinyin, first letters or homophones."""
    folded, positions = fold_with_positions(title)
    sounds, places = [], []
    for place, char in enumerate(folded):
        for run, is_han in runs(char):
            sounds.append(spelt(run)[0] if is_han else run)
            places.append(place)
    for wanted in sound_patterns(query):
        for start in range(len(sounds) - len(wanted) + 1):
            if all(matches(sounds[start + step], part) for step, part in enumerate(wanted)):
                return [(positions[places[start]], positions[places[start + len(wanted) - 1] + 1])]
    return []


def matches(sound: str, part: str) -> bool:
    """Is a syllable the wanted one, or does it begin with the wanted letter?"""
    return sound == part or (len(part) == 1 and sound.startswith(part))


def sound_patterns(query: str) -> list[list[str]]:
    """Syllables or letters to look for, the likeliest first."""
    parts = list(runs(query))
    if parts and all(is_han for _, is_han in parts):
        return [[sound for run, _ in parts for sound in spelt(run)]]
    letters = "".join(run for run, is_han in parts if not is_han)
    if not letters.isascii() or not letters.isalpha():
        return []
    return [*splits(letters), list(letters)] if len(letters) > 1 else []


def mark(text: str, marks: Iterable[Span]) -> SafeString:
    """The escaped text with <mark> around the spans."""
    parts: list[str] = []
    last = 0
    for start, end in marks:
        parts += [text[last:start], format_html("<mark>{}</mark>", text[start:end])]
        last = end
    return format_html_join("", "{}", ((part,) for part in [*parts, text[last:]]))


def marked_title(title: str, query: str) -> SafeString:
    """A title with what matched marked, by letters or else by sound."""
    text = storable(title)
    return mark(text, spans(text, query) or sound_spans(text, query))


def snippet(body: str, query: str, *, fallback: str = "") -> SafeString:
    """About a hundred characters of the body around the densest place of the query, marked.

    Without a match in the body the ``fallback`` (or the beginning of the body) is given unmarked.
    """
    text = storable(body)
    marks = spans(text, query)
    if not marks:
        plain = storable(fallback) or text
        shown = plain[:SNIPPET_LENGTH]
        return mark(shown + ("…" if len(plain) > len(shown) else ""), spans(shown, query))
    start, end = best_window(text, marks)
    inner = [(max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start]
    shown = mark(text[start:end], inner)
    return format_html("{}{}{}", "…" if start else "", shown, "…" if end < len(text) else "")


def best_window(text: str, marks: list[Span]) -> Span:
    """The window of SNIPPET_LENGTH characters that holds most marked characters, begun at a pause."""
    reach = SNIPPET_LENGTH - LEAD_IN
    best = max(marks, key=lambda first: (covered(marks, first[0], first[0] + reach), -first[0]))[0]
    start = max(min(best - LEAD_IN, len(text) - SNIPPET_LENGTH), 0)
    pause = max(text.rfind(sign, start, best) for sign in "。！？；\n")
    if pause >= start:
        start = pause + 1
    while text[start].isspace():
        start += 1
    return start, min(start + SNIPPET_LENGTH, len(text))


def covered(marks: list[Span], start: int, end: int) -> int:
    """How many marked characters lie between two positions."""
    return sum(right - left for left, right in marks if left >= start and right <= end)
