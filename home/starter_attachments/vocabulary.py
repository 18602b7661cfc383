"""Chinese names of codes, read from the vocabulary CSV files without a database."""

import csv
from functools import cache
from pathlib import Path

from portal import taxonomy

DATA_DIR = Path(taxonomy.__file__).resolve().parent / "data"


@cache
def rows(vocabulary: str) -> dict[str, dict[str, str]]:
    """Return the rows of one vocabulary (a file name without suffix) by their code."""
    with (DATA_DIR / f"{vocabulary}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def name(vocabulary: str, code: str) -> str:
    """Return the Chinese name of a code, empty for an empty code; raise KeyError for an unknown one."""
    return rows(vocabulary)[code]["zh"] if code else ""


def names(vocabulary: str, codes: list[str]) -> str:
    """Return the Chinese names of codes in their order, joined the Chinese way."""
    return "、".join(name(vocabulary, code) for code in codes)
