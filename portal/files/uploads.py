"""The one door for uploaded files: name, size, type by content, archive, personal data."""

import io
import re
import zipfile
from collections.abc import Collection
from typing import BinaryIO

from .archives import ALLOWED_IN_ZIP, ENCRYPTED, OFFICE_MAIN_PARTS, check_office_parts, open_archive
from .refusal import UploadRefused
from .screening import refuse_personal_data
from .signatures import check_signature, extension_of
from .text import TEXT_KINDS

# Sound and video in a zip larger than this are checked by their first bytes only.
MAX_MEMBER_BYTES = 50 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
PDF_DANGERS = re.compile(rb"/(?:Encrypt|JavaScript|Launch)\b")
NOT_A_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")


def check_upload(file: BinaryIO, name: str, *, allowed: Collection[str], max_bytes: int) -> None:
    """Let a file pass or raise UploadRefused with the reason in plain Chinese.

    ``file`` is an open binary file and is left at its start; ``name`` is the name its sender gave it;
    ``allowed`` holds extensions in lower case without dot; ``max_bytes`` is the largest size in bytes.
    """
    check_name(name)
    extension = extension_of(name)
    if extension not in allowed:
        listed = "、".join(sorted(allowed))
        raise UploadRefused(f"不能上传 {extension or '没有扩展名的'} 文件，可以上传：{listed}。")
    if size_of(file) > max_bytes:
        raise UploadRefused(f"文件超过 {max_bytes // 1024 // 1024} MB，请压缩或拆分后再上传。")
    check_content(file, extension)
    refuse_personal_data(file, name, extension)
    file.seek(0)


def check_name(name: str) -> None:
    """Raise UploadRefused for a name with path parts, control or direction characters, or a double face."""
    if NOT_A_NAME.search(name) or name.strip(". ") == "" or name.startswith("."):
        raise UploadRefused("文件名里有不允许的字符，请改名后再上传。")


def check_content(file: BinaryIO, extension: str) -> None:
    """Raise UploadRefused when the content of a file does not fit its extension or may not be kept."""
    check_signature(file, extension)
    if extension in OFFICE_MAIN_PARTS:
        check_office_parts(open_archive(file), extension)
    elif extension == "zip":
        check_package(open_archive(file))
    elif extension == "pdf":
        check_pdf(file)


def check_package(archive: zipfile.ZipFile) -> None:
    """Check every member of a zip as if it had been uploaded alone; zips inside are refused."""
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        extension = extension_of(entry.filename)
        if extension not in ALLOWED_IN_ZIP:
            raise UploadRefused(
                f"压缩包里有不允许的文件类型：{extension or '没有扩展名'}。请去掉后重新打包。"
            )
        check_content(member(archive, entry), extension)


def member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    """Return one member in memory; raise UploadRefused when it is broken or too large to be looked at."""
    if entry.file_size > MAX_MEMBER_BYTES and extension_of(entry.filename) in TEXT_KINDS:
        raise UploadRefused("压缩包里有过大的文档，请单独上传。")
    try:
        with archive.open(entry) as opened:
            return io.BytesIO(opened.read(MAX_MEMBER_BYTES))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UploadRefused("压缩包已损坏，打不开。请重新打包后再上传。") from error


def check_pdf(file: BinaryIO) -> None:
    """Raise UploadRefused for a PDF with a password, a script or a command in plain sight."""
    file.seek(0)
    tail = b""
    while chunk := file.read(CHUNK_BYTES):
        found = PDF_DANGERS.search(tail + chunk)
        if found:
            if found.group() == b"/Encrypt":
                raise UploadRefused(ENCRYPTED)
            raise UploadRefused("PDF 带有脚本，不能上传。请另存为普通 PDF 后再上传。")
        tail = chunk[-16:]


def size_of(file: BinaryIO) -> int:
    """Return the size of an open file in bytes and leave it at its start."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size
