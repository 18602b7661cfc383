"""Places of what a reader sees: forms, numbers and headings, and nothing that is hidden in the file."""

import io

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx import Presentation

from portal.files.text import Form, Piece, Problem, extract_text

from .conftest import docx_bytes, pdf_bytes, saved, zip_bytes

VTT = """WEBVTT

NOTE 不说的话

1
00:01.000 --> 00:04.000 align:start
<v 老师>同学们好

00:20.000 --> 00:22.000
请看这块石头

01:02:05.500 --> 01:02:09.000
下课
"""


def shown(data: bytes, kind: str) -> tuple[Piece, ...]:
    found = extract_text(io.BytesIO(data), kind, shown_only=True)
    assert found.problem == Problem.NONE
    return found.pieces


def test_pages_of_a_pdf_without_their_notes():
    found = shown(pdf_bytes("first page", "second page", annotation="a note"), "pdf")
    assert found == (
        Piece("第 1 页", "first page", Form.PAGE, 1),
        Piece("第 2 页", "second page", Form.PAGE, 2),
    )


def test_sections_of_a_document_without_struck_text_and_headers():
    document = Document()
    document.add_heading("教学目标", 1)
    document.add_paragraph("知道汉画像石")
    document.sections[0].header.paragraphs[0].text = "页眉里的字"
    assert shown(saved(document), "docx") == (
        Piece("“教学目标”部分", "教学目标\n知道汉画像石", Form.HEADING, 2, "教学目标"),
    )
    body = "<w:document xmlns:w='w'><w:p><w:r><w:t>留</w:t><w:delText>删</w:delText></w:r></w:p></w:document>"
    assert shown(zip_bytes({"word/document.xml": body.encode()}), "docx")[0].text == "留"


def test_slides_keep_their_number_and_hidden_ones_are_left_out():
    deck = Presentation()
    for title in ("看石头", "藏起来", "画石头"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.slides[1]._element.set("show", "0")
    deck.slides[2].notes_slide.notes_text_frame.text = "请学生先想"
    found = shown(saved(deck), "pptx")
    assert [(piece.form, piece.number, piece.heading) for piece in found] == [
        (Form.SLIDE, 1, "看石头"),
        (Form.SLIDE, 3, "画石头"),
        (Form.SLIDE, 3, ""),
    ]
    assert found[2].place == "第 3 张幻灯片的备注"


def test_sheets_without_hidden_ones_and_comments():
    book = Workbook()
    book.active.title = "名额"
    book.active["A1"] = "汉画馆"
    book.active["A1"].comment = Comment("内部说明", "x")
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "不给看"
    hidden.sheet_state = "hidden"
    assert shown(saved(book), "xlsx") == (Piece("工作表“名额”", "汉画馆", Form.SHEET, 1, "名额"),)


def test_captions_are_named_by_their_time():
    assert shown(VTT.encode(), "vtt") == (
        Piece("00:01", "同学们好\n请看这块石头", Form.TIME, 1),
        Piece("1:02:05", "下课", Form.TIME, 3725),
    )


def test_captions_that_are_none_are_broken():
    assert extract_text(io.BytesIO(b"00:01.000 --> 00:02.000\nhello"), "vtt").problem == Problem.BROKEN


def test_files_in_a_package_keep_their_places():
    found = shown(zip_bytes({"教案.docx": docx_bytes("敬畏生命")}), "zip")
    assert found[1].place == "教案.docx 正文"
    assert found[1].form == Form.HEADING


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_is_hidden_is_still_screened(kind):
    data = {
        "docx": zip_bytes(
            {"word/document.xml": b"<d xmlns:w='w'><w:p><w:delText>gone</w:delText></w:p></d>"}
        ),
        "pdf": pdf_bytes("page", annotation="gone"),
    }[kind]
    assert "gone" in extract_text(io.BytesIO(data), kind).text
    assert "gone" not in extract_text(io.BytesIO(data), kind, shown_only=True).text
