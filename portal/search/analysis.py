"""How text becomes tokens; the same functions cut what is indexed and what is asked.

NFKC, then traditional to simplified (OpenCC t2s), then lower case, then runs of Han characters and
runs of letters and digits. Every engine is fed these tokens, so ranking is the same on each.
No token is ever longer than MAX_TOKEN characters or holds a blank.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from opencc import OpenCC

# Raise it whenever the same text would give other tokens: every index then rebuilds itself.
ANALYSIS_VERSION = 1
MAX_INPUT = 100
MAX_TOKEN = 100
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUN = re.compile(f"(?P<han>[{HAN}]+)|(?P<latin>[^\\W_{HAN}]+)")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@lru_cache(maxsize=1)
def simplifier() -> OpenCC:
    """The converter from traditional to simplified characters."""
    return OpenCC("t2s")


def storable(text: str) -> str:
    """Drop NUL and lone surrogates: no database column and no engine takes them."""
    return UNSTORABLE.sub("", text)


def typed(text: str) -> str:
    """What a person typed, made safe: storable, blanks squeezed, cut at MAX_INPUT characters."""
    return " ".join(storable(text[: 10 * MAX_INPUT]).split())[:MAX_INPUT].strip()


def fold(text: str) -> str:
    """NFKC, simplified, lower case; lengths may change (see highlighting for offsets)."""
    return simplifier().convert(unicodedata.normalize("NFKC", storable(text))).lower()


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each run of a text as (folded run, is it Han); the text need not be folded."""
    for match in RUN.finditer(fold(text)):
        yield match.group(), match.lastgroup == "han"


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Han characters; a lone character and a run of letters stand as they are."""
    return [token for run, is_han in runs(text) for token in run_bigrams(run, is_han)]


def run_bigrams(run: str, is_han: bool) -> list[str]:
    """Bigrams of one folded run."""
    if not is_han or len(run) == 1:
        return [run[:MAX_TOKEN]]
    return [run[start : start + 2] for start in range(len(run) - 1)]


def unigrams(text: str) -> list[str]:
    """Single Han characters in order; a run of letters is one token."""
    return [token for run, is_han in runs(text) for token in (run if is_han else [run[:MAX_TOKEN]])]


def exact(text: str) -> list[str]:
    """The whole text as one token without blanks and punctuation; none when empty or too long."""
    token = "".join(run for run, _ in runs(text))
    return [token] if 0 < len(token) <= MAX_TOKEN else []


def distinct(tokens: Iterable[str], limit: int) -> list[str]:
    """The first ``limit`` different tokens in their order."""
    return list(dict.fromkeys(tokens))[:limit]
