"""What is said about personal data in files: its kind and place, never the number."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from portal.files import screening
from portal.files.refusal import UploadRefused
from portal.files.screening import complaint_about_pieces
from portal.files.text import Piece
from portal.files.uploads import check_upload

from .conftest import docx_bytes, pdf_bytes, pptx_bytes, saved, xlsx_bytes, zip_bytes
from .test_text import STARTER
from .test_uploads import ALL, IDENTITY, MEGABYTE, MOBILES


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UploadRefused) as caught:
        check_upload(io.BytesIO(data), name, allowed=ALL, max_bytes=5 * MEGABYTE)
    words = str(caught.value)
    assert IDENTITY not in words and MOBILES[0] not in words and IDENTITY[6:14] not in words
    return words


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.txt", f"一\n{IDENTITY}".encode(), "第 1 至 2 行"),
        ("a.docx", docx_bytes(f"身份证 {IDENTITY}"), "正文"),
        ("a.pptx", pptx_bytes(IDENTITY), "第 1 张幻灯片"),
        ("a.xlsx", xlsx_bytes(["张", IDENTITY]), "工作表“Sheet”"),
        ("a.pdf", pdf_bytes("nothing here", f"No. {IDENTITY}"), "第 2 页"),
        ("a.pdf", pdf_bytes("form", annotation=IDENTITY), "第 1 页"),
        ("a.zip", zip_bytes({"名单/a.pdf": pdf_bytes(IDENTITY)}), "名单/a.pdf 第 1 页"),
        (f"张{IDENTITY}.txt", b"x", "文件名"),
        ("a.zip", zip_bytes({f"{IDENTITY}.txt": b"x"}), "压缩包里的文件名"),
    ],
)
def test_kind_and_place_are_told(name, data, place):
    words = refusal(data, name)
    assert f"文件里有身份证号码（{place}" in words and "请删去号码后再上传" in words


def test_mobiles_are_counted_over_the_whole_file():
    data = pdf_bytes(MOBILES[0], "between", MOBILES[1])
    assert "多个手机号码（第 1 页、第 3 页）" in refusal(data, "a.pdf")
    check_upload(
        io.BytesIO(pdf_bytes(MOBILES[0], MOBILES[0])), "a.pdf", allowed=ALL, max_bytes=MEGABYTE
    )  # fmt: skip


def test_a_place_that_holds_the_number_is_masked():
    book = Workbook()
    book.active.title = IDENTITY
    book.active.append(["x"])
    assert "工作表“*****************X”" in refusal(saved(book), "a.xlsx")


def test_many_places_are_counted():
    words = refusal(pdf_bytes(*[IDENTITY] * 5), "a.pdf")
    assert "第 1 页、第 2 页、第 3 页等 5 处" in words


@pytest.mark.parametrize(
    "text",
    [
        "110105\n19491231\n002X",  # three lines
        "110105\t19491231\t002X",  # three cells
        "1 2 11 01 05 1949 12 31 00 21 45 66 78",  # a row of numbers
        "订单 2026112312345678901234",
        "1 3 8 0 0 1",
    ],
)
def test_numbers_of_different_cells_are_not_read_as_one(text):
    assert complaint_about_pieces([Piece("正文", text)]) == ""


@pytest.mark.parametrize(
    "text", [" ".join(IDENTITY), "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_boxes_groups_and_wide_digits_hide_nothing(text):
    assert "身份证号码" in complaint_about_pieces([Piece("正文", text)])


def test_mobiles_in_groups_are_found_in_a_row_of_many():
    row = "张 138 0013 8000 李 139 0013 9000 王 137 0013 7000"
    assert "手机号码" in complaint_about_pieces([Piece("正文", row)])


def test_a_search_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(screening, "SECONDS", -1)
    with pytest.raises(UploadRefused, match="检查不完"):
        complaint_about_pieces([Piece("正文", IDENTITY)])


def test_what_cannot_be_looked_through_is_refused_with_its_name():
    assert "坏.pdf：文件已损坏，无法检查内容" in refusal(zip_bytes({"坏.pdf": b"%PDF-1.4"}), "a.zip")
    locked = pdf_bytes("x").replace(b"trailer<<", b"trailer<</Encrypt 9 0 R")
    assert refusal(locked, "a.pdf") == "无法检查加密文件，请去掉密码后再上传。"


def test_the_files_of_the_starter_lessons_pass():
    files = {path.name: path.read_bytes() for path in sorted(STARTER.iterdir()) if path.is_file()}
    assert len(files) >= 30
    package = zip_bytes(files, zipfile.ZIP_STORED)
    check_upload(io.BytesIO(package), "全部.zip", allowed=ALL, max_bytes=100 * MEGABYTE)
