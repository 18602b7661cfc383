"""Words of a text, cut with the dictionary that belongs to one index.

An index keeps the words it was built with; questions to it are cut with the same words, so a new
word takes effect at the next rebuild and never splits an index in two.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from rjieba import Jieba

from .analysis import MAX_TOKEN, runs

STOP_WORD_FILE = Path(__file__).parent / "data" / "stop_words.txt"
# Far above the frequency of common words, so that a name is never cut apart by the dictionary.
NAME_FREQUENCY = 100_000


class Analyser:
    """Cuts words with one list of user words."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.user_words = tuple(sorted(set(words)))
        self._jieba = segmenter(self.user_words)

    def words(self, text: str) -> list[str]:
        """Words and the shorter words inside them, as they are indexed."""
        return [word for run, is_han in runs(text) for word in self._cut(run, is_han, inner=True)]

    def content_words(self, text: str) -> list[str]:
        """Words of two and more characters that carry meaning; what a question must find all of."""
        return [
            word
            for run, is_han in runs(text)
            for word in self._cut(run, is_han, inner=False)
            if (len(word) > 1 or not is_han) and word not in stop_words()
        ]

    def _cut(self, run: str, is_han: bool, *, inner: bool) -> list[str]:
        if not is_han:
            return [run[:MAX_TOKEN]]
        return self._jieba.cut_for_search(run) if inner else self._jieba.cut(run)


@lru_cache(maxsize=2)
def segmenter(user_words: tuple[str, ...]) -> Jieba:
    """A segmenter that knows ``user_words``; 0.1 s and 25 MB each, so only two are kept."""
    jieba = Jieba()
    for word in user_words:
        jieba.add_word(word, NAME_FREQUENCY, None)
    return jieba


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words of questions and grammar that need not be found."""
    return frozenset(STOP_WORD_FILE.read_text(encoding="utf-8").split())


def words_hash(words: Iterable[str]) -> str:
    """Short fingerprint of a list of words; the order does not matter."""
    return hashlib.sha256("\n".join(sorted(set(words))).encode()).hexdigest()[:16]
