"""What may be uploaded and what may not, with real small files."""

import io
import struct
import zipfile

import pytest

from portal.files.refusal import UploadRefused
from portal.files.signatures import SIGNATURES, TEXT_EXTENSIONS
from portal.files.uploads import check_upload

from .conftest import PDF, added, docx_bytes, picture_bytes, pptx_bytes, xlsx_bytes, zip_bytes

ALL = frozenset(SIGNATURES) | TEXT_EXTENSIONS
MEGABYTE = 1024 * 1024
IDENTITY = "11010519491231002X"  # the example of GB 11643-1999
MOBILES = ("13800138000", "13900139000")


def check(data: bytes, name: str, **options) -> None:
    check_upload(io.BytesIO(data), name, **{"allowed": ALL, "max_bytes": 5 * MEGABYTE, **options})


def refused(data: bytes, name: str, words: str, **options) -> None:
    with pytest.raises(UploadRefused) as caught:
        check(data, name, **options)
    assert words in str(caught.value)


def test_every_allowed_kind_passes_and_is_left_at_its_start(real_files):
    for name, data in real_files.items():
        file = io.BytesIO(data)
        check_upload(file, name, allowed=ALL, max_bytes=5 * MEGABYTE)
        assert file.tell() == 0, name


def test_every_kind_under_every_other_name_is_refused(real_files):
    """A file is what its bytes say; only kinds that share a container may swap names."""
    same = {frozenset({"jpg", "jpeg"}), frozenset({"txt", "csv"}), frozenset({"m4a", "mp4"})}
    for name, data in real_files.items():
        own = name.rpartition(".")[2]
        for other in ALL - {own}:
            if frozenset({own, other}) in same or (other == "zip" and own in {"docx", "pptx", "xlsx"}):
                continue
            if own in TEXT_EXTENSIONS and other in TEXT_EXTENSIONS:
                continue
            with pytest.raises(UploadRefused):
                check(data, f"x.{other}")


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.exe", "a.docm", "a.doc", "a", "a.pdf.js"])
def test_other_extensions_are_refused_by_name(name):
    refused(PDF, name, "不能上传")


@pytest.mark.parametrize(
    "name", ["../a.pdf", "a/b.pdf", "C:\\a.pdf", "a\x00.pdf", "gpj.\u202efdp.pdf", ".pdf", "a\n.pdf"]
)
def test_names_that_lead_elsewhere_are_refused(name):
    refused(PDF, name, "文件名")


def test_empty_and_large_files():
    refused(b"", "a.pdf", "空")
    refused(PDF + b" " * MEGABYTE, "a.pdf", "超过 1 MB", max_bytes=MEGABYTE)


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html><p>", "<svg onload=alert(1)>", "  <html>", "\ufeff<script>"]
)
def test_markup_under_the_name_of_a_text_is_refused(start):
    refused(start.encode(), "a.txt", "网页或脚本")


def test_old_and_locked_office_files_are_named():
    refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.docx", "旧版或加了密码")


def test_macros_are_refused():
    refused(added(docx_bytes("x"), {"word/vbaProject.bin": b"x"}), "a.docx", "宏")
    refused(added(xlsx_bytes(["x"]), {"xl/activeX/activeX1.bin": b"x"}), "a.xlsx", "宏")
    data = zip_bytes({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml",
                      "word/document.xml": b"<w/>"})  # fmt: skip
    refused(data, "a.docx", "宏")


def test_a_docx_is_no_pptx_and_a_plain_zip_is_neither():
    refused(docx_bytes("x"), "a.pptx", "不是 pptx 格式")
    refused(zip_bytes({"a.txt": b"x"}), "a.xlsx", "不是 xlsx 格式")


@pytest.mark.parametrize(
    "member", ["../../etc/passwd.txt", "/abs.txt", "C:/x.txt", "a/../../b.txt", "..\\x.txt"]
)
def test_path_traversal_in_a_zip_is_refused(member):
    refused(zip_bytes({member: b"x"}), "a.zip", "不安全的路径")


def test_a_bomb_is_refused_before_anything_is_unpacked():
    refused(zip_bytes({"a.txt": b"0" * (8 * MEGABYTE)}), "a.zip", "大得不正常")


def test_a_zip_that_lies_about_its_size_is_refused():
    """The directory says 5 bytes, the data are more: reading stops and the check sum fails."""
    data = bytearray(zip_bytes({"a.txt": b"0" * 5000}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, 5)
    refused(bytes(data), "a.zip", "损坏")


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr("portal.files.archives.MAX_ENTRIES", 3)
    refused(zip_bytes({f"{n}.txt": b"x" for n in range(4)}), "a.zip", "超过 3 个")


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("portal.files.archives.MAX_TOTAL_BYTES", MEGABYTE)
    refused(zip_bytes({"a.txt": b"x" * (MEGABYTE + 1)}, zipfile.ZIP_STORED), "a.zip", "解开后超过 1 MB")


def test_a_zip_with_a_password_is_refused():
    data = bytearray(zip_bytes({"a.txt": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        struct.pack_into("<H", data, at + offset, 1)
    refused(bytes(data), "a.zip", "密码")


def test_members_of_a_zip_are_checked_like_files():
    refused(zip_bytes({"setup.exe": b"MZ"}), "a.zip", "exe")
    refused(zip_bytes({"in.zip": zip_bytes({"a.txt": b"x"})}), "a.zip", "zip")
    refused(zip_bytes({"a.pdf": b"MZ\x90\x00" * 100}), "a.zip", "不是 pdf 格式")
    refused(zip_bytes({"a.docx": added(docx_bytes("x"), {"word/vbaProject.bin": b"x"})}), "a.zip", "宏")
    refused(zip_bytes({"名单.txt": IDENTITY.encode()}), "a.zip", "身份证")
    check(zip_bytes({"文件夹/": b"", "文件夹/图.png": picture_bytes("PNG")}), "a.zip")


def test_a_broken_archive_is_refused():
    refused(zip_bytes({"a.txt": b"x" * 100})[:60], "a.zip", "损坏")


def test_locked_and_scripted_pdfs_are_refused():
    refused(PDF.replace(b"trailer<<", b"trailer<</Encrypt 5 0 R "), "a.pdf", "密码")
    refused(PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"), "a.pdf", "脚本")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", f"学生 {IDENTITY}".encode()),
        ("a.txt", f"学生 {IDENTITY}".encode("gb18030")),
        ("a.txt", f"学生 {IDENTITY}".encode("utf-16")),
        ("a.csv", f"张,{IDENTITY}\n".encode()),
        ("a.docx", docx_bytes(f"身份证 {IDENTITY}")),
        ("a.xlsx", xlsx_bytes(["姓名", "证件"], ["张", IDENTITY])),
        ("a.pptx", pptx_bytes(IDENTITY)),
    ],
)
def test_identity_numbers_in_text_are_refused(name, data):
    refused(data, name, "身份证")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", f"{MOBILES[0]}\n{MOBILES[1]}\n".encode()),
        ("a.xlsx", xlsx_bytes([int(MOBILES[0])], [int(MOBILES[1])])),
        ("a.docx", docx_bytes(*MOBILES)),
    ],
)
def test_lists_of_mobile_numbers_are_refused(name, data):
    refused(data, name, "手机号码")


def test_one_mobile_number_is_no_list():
    check(docx_bytes(f"联系电话 {MOBILES[0]}"), "a.docx")


def test_a_number_cut_into_runs_is_found():
    from docx import Document

    document = Document()
    paragraph = document.add_paragraph()
    for part in (IDENTITY[:6], IDENTITY[6:14], IDENTITY[14:]):
        paragraph.add_run(part)
    target = io.BytesIO()
    document.save(target)
    refused(target.getvalue(), "a.docx", "身份证")


def test_entities_in_office_xml_are_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    data = zip_bytes({"[Content_Types].xml": b"<Types/>", "word/document.xml": bomb})
    refused(data, "a.docx", "损坏")
