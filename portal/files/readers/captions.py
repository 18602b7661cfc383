"""WebVTT captions: a piece for every half minute of speech, named by the time it begins at."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from .pieces import Form, Piece, Problem, Unreadable
from .plain import MAX_BYTES, decoded

TIME = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,]\d{3}\s+-->")
TAG = re.compile(r"<[^<>]*>")
PIECE_SECONDS = 30


def read_captions(file: BinaryIO) -> Iterator[Piece]:
    """Yield the pieces of a vtt file; raise Unreadable when it is no WebVTT or above 20 MB."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    text = decoded(data).lstrip("\ufeff")
    if not text.startswith("WEBVTT"):
        raise Unreadable(Problem.BROKEN)
    begin, lines = 0, list[str]()
    for start, spoken in cues(text):
        if lines and start - begin >= PIECE_SECONDS:
            yield piece(begin, lines)
            lines = []
        begin = begin if lines else start
        lines += spoken
    if lines:
        yield piece(begin, lines)


def cues(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield start in seconds and lines of each cue that says something."""
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.splitlines()
        at = next((number for number, line in enumerate(lines) if "-->" in line), None)
        if at is None or not (match := TIME.search(lines[at])):
            continue
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        spoken = [line for raw in lines[at + 1 :] if (line := TAG.sub("", raw).strip())]
        if spoken:
            yield hours * 3600 + minutes * 60 + seconds, spoken


def piece(begin: int, lines: list[str]) -> Piece:
    """One piece with its time as people read it on a player."""
    hours, rest = divmod(begin, 3600)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    return Piece(f"{hours}:{clock}" if hours else clock, "\n".join(lines), Form.TIME, begin)
