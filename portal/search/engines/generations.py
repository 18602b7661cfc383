"""Folders of an embedded index: one generation answers, another may be built beside it.

``current`` names the generation that answers and is replaced by rename, so a reader sees the old
one or the new one and nothing between. Beside the index a generation keeps ``words.txt`` (its user
words) and ``state.json``. Nothing here is lost by kill -9: locks are the operating system's, every
file is written aside and renamed, a half-built generation is never named and swept by the next build.
"""

import fcntl
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from .base import IndexState

POINTER = "current"
STATE = "state.json"
WORDS = "words.txt"
BROKEN = "broken"
REPAIRED = "repaired"
# Seconds between two repairs, so that a bad disk does not keep the machine building.
REPAIR_PAUSE = 600


def write_aside(path: Path, text: str) -> None:
    """Write a small file so that it is there wholly or not at all."""
    aside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, path)


class Generations:
    """The folder of one engine on one machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Hold the writer's lock; False at once when another process or thread holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "write.lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    def current(self) -> Path | None:
        """The generation that answers, or None before the first build."""
        try:
            name = (self.folder / POINTER).read_text(encoding="utf-8").strip()
        except OSError:
            return None
        path = self.folder / name
        return path if name.startswith("gen-") and path.is_dir() else None

    def repairable(self, path: Path) -> bool:
        """Is a generation damaged, and the last repair long enough ago to try again?"""
        try:
            repaired = (self.folder / REPAIRED).stat().st_mtime
        except OSError:
            repaired = 0.0
        return is_broken(path) and time.time() - repaired > REPAIR_PAUSE

    def new(self, words: list[str]) -> Path:
        """Make the folder of a new generation and sweep those that were never finished."""
        self.sweep()
        damaged = self.current()
        if damaged and is_broken(damaged):
            write_aside(self.folder / REPAIRED, "")
        path = self.folder / f"gen-{uuid.uuid4().hex[:12]}"
        path.mkdir(parents=True)
        write_aside(path / WORDS, "\n".join(words))
        return path

    def publish(self, path: Path) -> None:
        """Let a finished generation answer from now on; the one before stays for open readers."""
        previous = self.current()
        write_aside(self.folder / POINTER, path.name)
        self.sweep(keep=previous)

    def sweep(self, keep: Path | None = None) -> None:
        """Delete generations that neither answer nor are kept."""
        kept = {self.current(), keep}
        for path in self.folder.glob("gen-*"):
            if path not in kept:
                shutil.rmtree(path, ignore_errors=True)


def read_state(path: Path) -> IndexState | None:
    """What a generation knows of itself; None when it cannot be read."""
    try:
        return IndexState(**json.loads((path / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(path: Path, state: IndexState) -> None:
    """Store what a generation knows of itself."""
    write_aside(path / STATE, json.dumps(asdict(state)))


def read_words(path: Path) -> tuple[str, ...]:
    """The user words a generation was built with."""
    try:
        return tuple((path / WORDS).read_text(encoding="utf-8").split())
    except OSError:
        return ()


def mark_broken(path: Path) -> None:
    """Note that a generation could not be read; the next synchronisation replaces it."""
    if path.is_dir():
        write_aside(path / BROKEN, "")


def is_broken(path: Path) -> bool:
    """Was the generation found damaged?"""
    return (path / BROKEN).exists()
