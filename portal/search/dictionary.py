"""Where the user words of an index come from: a data file, the vocabularies, names among the titles."""

import re
from collections.abc import Iterable
from pathlib import Path

from portal.taxonomy.models import BaseTheme, Course, FamilyTopic, LocalTheme, Theme, Topic, Unit

from .analysis import HAN, fold
from .models import SearchEntry

DICTIONARY_FILE = Path(__file__).parent / "data" / "dictionary.txt"
# A name is one run of two to eight characters; anything longer is a sentence.
NAME = re.compile(f"[{HAN}]{{2,8}}")
VOCABULARIES = (BaseTheme, Course, FamilyTopic, LocalTheme, Theme, Topic, Unit)


def file_words() -> list[str]:
    """The words of the committed data file, one a line."""
    return DICTIONARY_FILE.read_text(encoding="utf-8").split()


def names_among(texts: Iterable[str]) -> set[str]:
    """The texts that are one name, folded as the analysis folds them."""
    folded = (fold(text.strip()) for text in texts)
    return {text for text in folded if NAME.fullmatch(text)}


def current_words() -> list[str]:
    """All user words as of now, sorted; reads the vocabularies and the titles of live entries."""
    words = names_among(file_words())
    for vocabulary in VOCABULARIES:
        words |= names_among(vocabulary.objects.values_list("zh", flat=True))
    titles = SearchEntry.objects.filter(deleted=False, parent="").values_list("title", flat=True)
    return sorted(words | names_among(titles.iterator()))
