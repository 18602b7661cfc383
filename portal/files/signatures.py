"""Compares what a file is by its first bytes with what its name says."""

from pathlib import PurePosixPath
from typing import BinaryIO

import filetype

from .refusal import UploadRefused

HEAD_BYTES = 8192
# Extension -> answers of the `filetype` package that fit it. Office files are zip archives whose parts
# office_parts.py looks at, so a plain "zip" fits them here.
SIGNATURES: dict[str, frozenset[str]] = {
    "pdf": frozenset({"pdf"}),
    "docx": frozenset({"docx", "zip"}),
    "pptx": frozenset({"pptx", "zip"}),
    "xlsx": frozenset({"xlsx", "zip"}),
    "zip": frozenset({"zip"}),
    "gif": frozenset({"gif"}),
    "jpg": frozenset({"jpg"}),
    "jpeg": frozenset({"jpg"}),
    "png": frozenset({"png", "apng"}),
    "webp": frozenset({"webp"}),
    "mp4": frozenset({"mp4", "m4v"}),
    "webm": frozenset({"webm"}),
    "mp3": frozenset({"mp3"}),
    "m4a": frozenset({"m4a", "mp4"}),
}
TEXT_EXTENSIONS = frozenset({"txt", "csv"})
MARKUP_STARTS = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"{\\rtf")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def extension_of(name: str) -> str:
    """Return the lower-case extension of a file name without its dot, or an empty string."""
    return PurePosixPath(name).suffix.lower().lstrip(".")


def check_signature(file: BinaryIO, extension: str) -> None:
    """Raise UploadRefused when the first bytes of ``file`` do not fit ``extension`` (lower case, no dot)."""
    head = read_head(file)
    if not head:
        raise UploadRefused("文件是空的，请检查后重新选择。")
    if head.startswith(OLD_OFFICE):
        raise UploadRefused("这是旧版或加了密码的 Office 文件。请另存为 docx、pptx 或 xlsx 再上传。")
    if extension in TEXT_EXTENSIONS:
        check_plain_text(head)
        return
    kind = filetype.guess(head)
    found = kind.extension if kind is not None else ""
    if found not in SIGNATURES.get(extension, frozenset()):
        raise UploadRefused(
            f"文件内容不是 {extension} 格式。请用原来的软件打开，另存为 {extension} 后再上传。"
        )


def check_plain_text(head: bytes) -> None:
    """Raise UploadRefused for binary data or mark-up under the name of a text file."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (b"\x00" in head and not wide) or filetype.guess(head) is not None:
        raise UploadRefused("文件内容不是纯文本。请另存为文本文件后再上传。")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP_STARTS):
        raise UploadRefused("文件内容是网页或脚本，不能上传。")


def read_head(file: BinaryIO) -> bytes:
    """Return the first 8 KB and leave the file at its start."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return head
