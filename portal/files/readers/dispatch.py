"""Gives a file to the reader of its kind, and files inside files to theirs."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from .archive_parts import Parts, open_zip, read_member
from .captions import read_captions
from .pieces import TEXT_KINDS, Piece, Problem, Unreadable
from .plain import read_plain
from .sheets import read_sheets
from .slides import read_slides
from .word import read_word

OFFICE_READERS: dict[str, Callable[..., Iterator[Piece]]] = {
    "docx": read_word,
    "xlsx": read_sheets,
    "pptx": read_slides,
}
EMBEDDED_FOLDER = "/embeddings/"
MAX_DEPTH = 2
LIST_OF_NAMES = "压缩包里的文件名"


def read(file: BinaryIO, kind: str, depth: int = 0, *, shown_only: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a file of one of TEXT_KINDS; raise Unreadable when it cannot be read.

    ``shown_only`` leaves out what a reader of the file does not see: files inside Office files, comments,
    struck text, hidden sheets and slides.
    """
    if kind in OFFICE_READERS:
        parts = Parts(file)
        yield from OFFICE_READERS[kind](parts, shown_only=shown_only)
        if not shown_only:
            yield from read_embedded(parts, depth)
    elif kind == "zip":
        yield from read_package(file, shown_only)
    elif kind == "pdf":
        # PDFium takes a tenth of a second to load; only who needs it pays.
        from .pdf import read_pdf

        yield from read_pdf(file, shown_only=shown_only)
    elif kind == "vtt":
        yield from read_captions(file)
    else:
        yield from read_plain(file)


def read_embedded(parts: Parts, depth: int) -> Iterator[Piece]:
    """Yield the pieces of Office files kept inside another (the table behind a chart, a pasted list)."""
    for name, entry in parts.entries.items():
        kind = kind_of(name)
        if EMBEDDED_FOLDER in name and kind in OFFICE_READERS:
            place = f"内嵌文件 {name.rpartition('/')[2]}"
            if depth >= MAX_DEPTH:
                raise Unreadable(Problem.TOO_LARGE, place)
            yield from read_inside(parts.archive, entry, kind, place, depth + 1)


def read_package(file: BinaryIO, shown_only: bool) -> Iterator[Piece]:
    """Yield the names in a zip, then the pieces of every file in it that has text; zips inside are left."""
    archive = open_zip(file)
    yield Piece(LIST_OF_NAMES, "\n".join(archive.namelist()))
    for entry in archive.infolist():
        kind = kind_of(entry.filename)
        if not entry.is_dir() and kind in TEXT_KINDS and kind != "zip":
            yield from read_inside(archive, entry, kind, entry.filename, 0, shown_only=shown_only)


def read_inside(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, kind: str, place: str, depth: int,
    *, shown_only: bool = False,
) -> Iterator[Piece]:  # fmt: skip
    """Yield the pieces of one member with ``place`` before theirs."""
    try:
        for piece in read(read_member(archive, entry), kind, depth, shown_only=shown_only):
            yield replace(piece, place=f"{place} {piece.place}")
    except Unreadable as error:
        raise Unreadable(error.problem, f"{place} {error.place}".strip()) from error


def kind_of(name: str) -> str:
    """Return the extension of a member in lower case."""
    return name.rpartition(".")[2].lower()
