"""Zip archives and Office files, which are zip archives: bombs, bad paths, passwords, macros.

Only the directory of the archive is read here. The limits are ours: a lesson package of a whole unit
stays below a tenth of each.
"""

import re
import zipfile
from typing import BinaryIO

from .refusal import UploadRefused

MAX_ENTRIES = 3000
MAX_TOTAL_BYTES = 600 * 1024 * 1024
MAX_RATIO = 150
# Small parts of Office files are very repetitive by nature; the ratio counts from this size on.
RATIO_FROM_BYTES = 4 * 1024 * 1024
OFFICE_MAIN_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
ALLOWED_IN_ZIP = frozenset(
    {
        "pdf", "docx", "pptx", "xlsx", "txt", "csv", "gif", "jpg", "jpeg", "png", "webp",
        "mp3", "m4a", "mp4", "webm",
    }
)  # fmt: skip
ENCRYPTED = "无法检查加密文件，请去掉密码后再上传。"
DRIVE = re.compile(r"^[A-Za-z]:")


def open_archive(file: BinaryIO) -> zipfile.ZipFile:
    """Return the archive after its directory passed every limit; raise UploadRefused otherwise."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UploadRefused("压缩包已损坏，打不开。请重新打包后再上传。") from error
    check_size(archive.infolist())
    for entry in archive.infolist():
        check_entry(entry)
    return archive


def check_size(entries: list[zipfile.ZipInfo]) -> None:
    """Raise UploadRefused for an archive that unpacks to far more than it says."""
    if len(entries) > MAX_ENTRIES:
        raise UploadRefused(f"压缩包里的文件超过 {MAX_ENTRIES} 个，请分成几个包。")
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise UploadRefused(f"压缩包解开后超过 {MAX_TOTAL_BYTES // 1024 // 1024} MB，请分成几个包。")
    if total > RATIO_FROM_BYTES and total > MAX_RATIO * max(packed, 1):
        raise UploadRefused("压缩包解开后大得不正常，不能上传。")


def check_entry(entry: zipfile.ZipInfo) -> None:
    """Raise UploadRefused for a member with a password or a path that leaves the folder."""
    if entry.flag_bits & 0x1:
        raise UploadRefused(ENCRYPTED)
    name = entry.orig_filename.replace("\\", "/")
    if name.startswith("/") or DRIVE.match(name) or "\x00" in name or ".." in name.split("/"):
        raise UploadRefused("压缩包里有不安全的路径，不能上传。请重新打包。")


def check_office_parts(archive: zipfile.ZipFile, extension: str) -> None:
    """Raise UploadRefused when the archive is not a document of ``extension`` or carries macros."""
    names = {name.lower() for name in archive.namelist()}
    if OFFICE_MAIN_PARTS[extension] not in names or "[content_types].xml" not in names:
        raise UploadRefused(
            f"文件内容不是 {extension} 格式。请用原来的软件打开，另存为 {extension} 后再上传。"
        )
    with archive.open(find_name(archive, "[content_types].xml")) as part:
        types = part.read(RATIO_FROM_BYTES).lower()
    has_macro_part = any(name.endswith("vbaproject.bin") or "/activex/" in name for name in names)
    if has_macro_part or b"macroenabled" in types:
        raise UploadRefused("文件里有宏，不能上传。请另存为不含宏的格式（docx、pptx、xlsx）。")


def find_name(archive: zipfile.ZipFile, lower: str) -> str:
    """Return the member whose lower-case name is ``lower``."""
    return next(name for name in archive.namelist() if name.lower() == lower)
