"""Pinyin of titles and of what people type: syllables, first letters, legal splits."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from .analysis import MAX_TOKEN, runs

SYLLABLE_FILE = Path(__file__).parent / "data" / "syllables.txt"
LONGEST_SYLLABLE = 6
MOST_SYLLABLES = 16
MOST_SPLITS = 6
UNREADABLE = 10_000


@lru_cache(maxsize=1)
def legal_syllables() -> frozenset[str]:
    """All syllables of Mandarin without tone, ü written v."""
    return frozenset(SYLLABLE_FILE.read_text(encoding="utf-8").split())


def syllables(text: str) -> list[str]:
    """One token for each Han character, in order (汉画馆 gives han, hua, guan); letters as they are."""
    found: list[str] = []
    for run, is_han in runs(text):
        found += spelt(run) if is_han else [run[:MAX_TOKEN]]
    return found


def spelt(run: str) -> list[str]:
    """Syllables of one Han run; a character nobody can spell stands for itself."""
    # lazy_pinyin gives an unreadable stretch back in one piece unless it is split here.
    return lazy_pinyin(run, style=Style.NORMAL, v_to_u=False, errors=list)  # type: ignore[arg-type, return-value]


def initials(text: str) -> list[str]:
    """First letter of each syllable (汉画馆 gives h, h, g)."""
    return [syllable[0] for syllable in syllables(text)]


def splits(letters: str) -> list[list[str]]:
    """At most six ways to read typed letters as syllables, longest first syllable first.

    Empty when the letters cannot be read as sixteen syllables or fewer.
    """
    if not letters.isascii() or not 0 < len(letters) <= MOST_SYLLABLES * LONGEST_SYLLABLE:
        return []
    return list(islice(walk(letters, 0, MOST_SYLLABLES, fewest_from(letters)), MOST_SPLITS))


def ends(letters: str, start: int) -> list[int]:
    """Where a syllable that begins at ``start`` may end, the longest first."""
    furthest = min(start + LONGEST_SYLLABLE, len(letters))
    return [end for end in range(furthest, start, -1) if letters[start:end] in legal_syllables()]


def fewest_from(letters: str) -> list[int]:
    """For each position the fewest syllables that read the rest; keeps the walk out of blind alleys."""
    fewest = [UNREADABLE] * len(letters) + [0]
    for start in range(len(letters) - 1, -1, -1):
        fewest[start] = min((1 + fewest[end] for end in ends(letters, start)), default=UNREADABLE)
    return fewest


def walk(letters: str, start: int, allowed: int, fewest: list[int]) -> Iterator[list[str]]:
    """Yield every reading of ``letters`` from ``start`` with at most ``allowed`` syllables."""
    if start == len(letters):
        yield []
        return
    for end in ends(letters, start):
        if fewest[end] < allowed:
            for rest in walk(letters, end, allowed - 1, fewest):
                yield [letters[start:end], *rest]
