"""The text of an uploaded file with the place of each piece, read in a child process with limits.

A hostile file costs ten seconds and half a gigabyte at most, and sees neither settings nor database: the
child starts with an empty environment. What screening needs and what readers see are two readings: the
second leaves out comments, struck text, hidden sheets and slides. Scanned pictures, older binary objects
inside Office files and files attached to a PDF are not read. Limits are ours: a PDF of 400 pages was read
in 2 s with 210 MB, a sheet of 200,000 cells in 2.5 s with 60 MB; the longest starter file has 6,200
characters.
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from .readers.pieces import TEXT_KINDS, Form, Piece, Problem

__all__ = ["TEXT_KINDS", "Extraction", "Form", "Piece", "Problem", "extract_text"]

SECONDS = 10
MAX_MEMORY_BYTES = 512 * 1024 * 1024
MAX_CHARACTERS = 3_000_000
MAX_ANSWER_BYTES = 32 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "portal.files.readers.child")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Extraction:
    """What was read: pieces in the order of the file, or the problem and the file inside it is about."""

    pieces: tuple[Piece, ...] = ()
    problem: Problem = Problem.NONE
    problem_place: str = ""

    @property
    def text(self) -> str:
        """All pieces, one after the other."""
        return "\n".join(piece.text for piece in self.pieces)


def extract_text(source: Path | BinaryIO, kind: str, *, shown_only: bool = False) -> Extraction:
    """Return the text of a file; never raises for what is in the file.

    ``source`` is a path or an open binary file, which is left at its start; ``kind`` is one of TEXT_KINDS
    (lower-case extension), anything else raises ValueError. The type is not checked here: see check_upload.
    ``shown_only`` gives what a person sees who opens the file, else everything that is in it.
    """
    if kind not in TEXT_KINDS:
        raise ValueError(f"no text in files of kind {kind!r}")
    with readable(source) as given, tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as log:
        status = run_child(kind, shown_only, given, answer, log)
        if status != 0:
            return failed(status, log)
        answer.seek(0)
        return understood(answer.read())


@contextmanager
def readable(source: Path | BinaryIO) -> Iterator[IO[bytes]]:
    """Give a real file with a position of its own: a child moves the position of the file it is given."""
    if isinstance(source, Path):
        with source.open("rb") as opened:
            yield opened
        return
    with tempfile.TemporaryFile() as copy:
        source.seek(0)
        shutil.copyfileobj(source, copy)
        source.seek(0)
        copy.seek(0)
        yield copy


def run_child(kind: str, shown_only: bool, given: IO[bytes], answer: IO[bytes], log: IO[bytes]) -> int:
    """Run the child, at most SECONDS of the clock; return its exit status, negative for a signal."""
    limits = (MAX_MEMORY_BYTES, SECONDS, MAX_CHARACTERS, MAX_ANSWER_BYTES, int(shown_only))
    child = subprocess.Popen(  # noqa: S603
        (*COMMAND, kind, *(str(limit) for limit in limits)),
        stdin=given,
        stdout=answer,
        stderr=log,
        cwd="/",
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    )
    try:
        return child.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU
    finally:
        child.kill()
        child.wait()


def failed(status: int, log: IO[bytes]) -> Extraction:
    """Return what an exit status means; note it without a word of the file."""
    if status == -signal.SIGXCPU:
        return Extraction(problem=Problem.TOO_SLOW)
    if status == -signal.SIGKILL:
        # The machine itself ran out of memory.
        return Extraction(problem=Problem.TOO_LARGE)
    log.seek(0)
    last_line = log.read()[-2000:].decode("utf-8", errors="replace").strip().rpartition("\n")[2]
    logger.error("reading an upload failed: status %s, %s", status, last_line.partition(":")[0][:80])
    return Extraction(problem=Problem.BROKEN)


def understood(answer: bytes) -> Extraction:
    """Return the child's answer."""
    data = json.loads(answer)
    pieces = tuple(
        Piece(place, text, Form(form), number, heading)
        for place, text, form, number, heading in data["pieces"]
    )
    return Extraction(pieces, Problem(data["problem"]), data["place"])
