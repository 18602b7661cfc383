"""Reads the text of small documents so that lists of persons can be refused (design decision 30).

Bounds: 20 MB of XML or text a file; what lies beyond is not read. Scanned pictures are not read.
"""

import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from .refusal import UploadRefused

MAX_TEXT_BYTES = 20 * 1024 * 1024
# Folders of Office files that hold what people read; the rest is layout.
TEXT_PARTS = {
    "docx": ("word/document", "word/header", "word/footer", "word/footnotes", "word/comments"),
    "xlsx": ("xl/sharedstrings", "xl/worksheets/", "xl/comments"),
    "pptx": ("ppt/slides/slide", "ppt/notesslides/", "ppt/comments"),
}
# A number may be cut into runs inside one of these; outside them texts do not touch.
HOLDERS = frozenset({"p", "si", "c"})
TEXT_TAGS = frozenset({"t", "v"})


def text_of_plain_file(file: BinaryIO) -> str:
    """Return the text of a txt or csv file in UTF-8, UTF-16 with mark or GB18030."""
    file.seek(0)
    data = file.read(MAX_TEXT_BYTES)
    file.seek(0)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def text_of_office_file(archive: zipfile.ZipFile, extension: str) -> str:
    """Return what people read in a docx, pptx or xlsx, a line for each paragraph or cell.

    Raise UploadRefused when a part is broken or declares XML entities.
    """
    lines: list[str] = []
    budget = MAX_TEXT_BYTES
    for entry in archive.infolist():
        name = entry.filename.lower()
        if not name.startswith(TEXT_PARTS[extension]) or not name.endswith(".xml") or budget <= 0:
            continue
        budget -= entry.file_size
        lines.extend(part_lines(archive, entry))
    return "\n".join(lines)


def part_lines(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[str]:
    """Return the lines of one XML part."""
    if entry.file_size > MAX_TEXT_BYTES:
        return []
    try:
        with archive.open(entry) as part:
            return list(holder_texts(part))
    except (ElementTree.ParseError, DefusedXmlException, zipfile.BadZipFile, OSError, ValueError) as error:
        raise UploadRefused("文件已损坏，无法检查内容。请重新保存后再上传。") from error


def holder_texts(part: IO[bytes]) -> Iterator[str]:
    """Yield the joined text of each paragraph, shared string or cell."""
    for _, element in ElementTree.iterparse(part, forbid_dtd=True):
        if local_name(element.tag) in HOLDERS:
            text = "".join(node.text or "" for node in element.iter() if local_name(node.tag) in TEXT_TAGS)
            if text:
                yield text
            element.clear()


def local_name(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]
