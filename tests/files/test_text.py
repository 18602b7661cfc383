"""What is read from each kind of file with which places, and what the limits of the child process do."""

import io
import sys
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx import Presentation

from portal.files import text
from portal.files.text import Form, Piece, Problem, extract_text

from .conftest import docx_bytes, pdf_bytes, pptx_bytes, saved, xlsx_bytes, zip_bytes

STARTER = Path(__file__).parents[2] / "home/starter/assets/files"
MEGABYTE = 1024 * 1024


def read(data: bytes, kind: str) -> text.Extraction:
    file = io.BytesIO(data)
    extraction = extract_text(file, kind)
    assert file.tell() == 0
    return extraction


def pieces(data: bytes, kind: str) -> list[tuple[str, str]]:
    extraction = read(data, kind)
    assert extraction.problem == Problem.NONE
    return [(piece.place, piece.text) for piece in extraction.pieces]


def test_text_files_come_in_hundreds_of_lines():
    data = "\n".join(f"第{n}行" for n in range(1, 121)).encode("gb18030")
    found = pieces(data, "txt")
    assert [place for place, _ in found] == ["第 1 至 100 行", "第 101 至 120 行"]
    assert found[1][1].startswith("第101行\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_usual_encoding_is_understood(encoding):
    assert pieces("学段,课时\n小学,2".encode(encoding), "csv") == [("第 1 至 2 行", "学段,课时\n小学,2")]


def test_word_pieces_are_named_by_their_headings():
    document = Document()
    document.add_paragraph("前言")
    document.add_heading("教学目标", 1)
    document.add_paragraph("知道汉画像石").add_run().add_break()
    document.add_table(1, 2).rows[0].cells[1].text = "表格里的字"
    document.sections[0].header.paragraphs[0].text = "页眉里的字"
    assert pieces(saved(document), "docx") == [
        ("正文", "前言"),
        ("“教学目标”部分", "教学目标\n知道汉画像石\t\n表格里的字"),
        ("页眉、页脚、脚注或批注", "页眉里的字"),
    ]


def test_what_tracked_changes_took_away_is_still_read():
    body = "<w:document xmlns:w='w'><w:p><w:r><w:t>留</w:t><w:delText>删</w:delText></w:r></w:p></w:document>"
    assert pieces(zip_bytes({"word/document.xml": body.encode()}), "docx") == [("正文", "留删")]


def test_slides_come_in_the_order_they_are_shown_with_notes_apart():
    deck = Presentation()
    for title in ("一", "二"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.slides[0].notes_slide.notes_text_frame.text = "讲稿"
    order = deck.slides._sldIdLst
    order.append(order[0])
    found = pieces(saved(deck), "pptx")
    assert found[:2] == [("第 1 张幻灯片", "二"), ("第 2 张幻灯片", "一")]
    assert found[2][0] == "第 2 张幻灯片的备注" and "讲稿" in found[2][1]
    assert [place for place, _ in found[3:]] == ["母版、版式等"]


def test_sheets_are_read_with_hidden_ones_and_comments():
    book = Workbook()
    book.active.title = "名额"
    book.active.append(["基地", "人数", None, True])
    book.active.append(["汉画馆", 120])
    book.active["A1"].comment = Comment("旁注", "x")
    hidden = book.create_sheet("藏")
    hidden.sheet_state = "hidden"
    hidden.append(["暗处的字"])
    assert pieces(saved(book), "xlsx") == [
        ("工作表“名额”", "基地\t人数\t1\n汉画馆\t120\n旁注"),
        ("工作表“藏”", "暗处的字"),
    ]


def test_whole_numbers_lose_their_exponent():
    sheet = b"<s><row><c><v>1.3800138E10</v></c><c><v>1.5E-3</v></c></row></s>"
    parts = {
        "xl/workbook.xml": b"<w xmlns:r='r'><sheet name='a' r:id='1'/></w>",
        "xl/_rels/workbook.xml.rels": b"<R><Relationship Id='1' Target='worksheets/s.xml'/></R>",
        "xl/worksheets/s.xml": sheet,
    }
    assert pieces(zip_bytes(parts), "xlsx") == [("工作表“a”", "13800138000\t1.5E-3")]


def test_files_inside_office_files_are_read():
    members = dict.fromkeys(["word/embeddings/biao.xlsx"], xlsx_bytes(["内嵌的表"]))
    data = zip_bytes({"word/document.xml": b"<w/>", **members})
    assert pieces(data, "docx") == [("内嵌文件 biao.xlsx 工作表“Sheet”", "内嵌的表")]


def test_pages_of_a_pdf_with_their_notes():
    data = pdf_bytes("first page", "second page", annotation="a note")
    assert pieces(data, "pdf") == [("第 1 页", "first page\na note"), ("第 2 页", "second page")]


def test_chinese_in_a_pdf_is_read():
    found = extract_text(STARTER / "wo-de-jiaxiang-mei.pdf", "pdf")
    assert [piece.place for piece in found.pieces] == ["第 1 页", "第 2 页"]
    assert "我的家乡美" in found.text


def test_files_in_a_package_are_named_before_the_place():
    data = zip_bytes({"课件/一.pptx": pptx_bytes("标题"), "图.png": b"x", "说明.txt": "请看".encode()})
    found = pieces(data, "zip")
    assert found[0] == ("压缩包里的文件名", "课件/一.pptx\n图.png\n说明.txt")
    assert found[1] == ("课件/一.pptx 第 1 张幻灯片", "标题")
    assert found[-1] == ("说明.txt 第 1 至 1 行", "请看")


def test_a_path_is_read_like_an_open_file_and_other_kinds_are_a_mistake(tmp_path):
    (tmp_path / "a.txt").write_text("字", encoding="utf-8")
    assert extract_text(tmp_path / "a.txt", "txt").pieces == (Piece("第 1 至 1 行", "字", Form.LINES, 1),)
    with pytest.raises(ValueError, match="png"):
        extract_text(tmp_path / "a.txt", "png")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04 broken", "docx"),
        (docx_bytes("x" * 5000)[:-400], "docx"),
        (zip_bytes({"word/document.xml": b"<w><p>"}), "docx"),
        (zip_bytes({"xl/sharedStrings.xml": b"<s", "xl/workbook.xml": b"<w/>"}), "xlsx"),
        (b"%PDF-1.4\nnothing", "pdf"),
        (pdf_bytes("x").replace(b"/Kids[5 0 R]", b"/Kids[99 0 R]"), "pdf"),
        (b"not a zip", "zip"),
    ],
)
def test_broken_files_are_named_and_harm_nothing(data, kind):
    assert read(data, kind) == text.Extraction(problem=Problem.BROKEN)


def test_a_broken_file_in_a_package_is_named():
    found = read(zip_bytes({"说明.txt": b"x", "坏/a.pdf": b"%PDF-1.4"}), "zip")
    assert (found.problem, found.problem_place, found.pieces) == (Problem.BROKEN, "坏/a.pdf", ())


@pytest.mark.parametrize("kind", ["zip", "docx"])
def test_a_locked_archive_is_named(kind):
    data = bytearray(zip_bytes({"word/document.xml": b"<w/>"}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert read(bytes(data), kind).problem == Problem.ENCRYPTED


def test_a_locked_pdf_is_named():
    """The security handler of PDF 1.4 with a user password nobody gave."""
    lock = (
        b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
    )
    data = pdf_bytes("x").replace(b"trailer<<", b"trailer<</ID[<00><00>]" + lock)
    assert read(data, "pdf").problem == Problem.ENCRYPTED


def test_bombs_are_refused_by_the_sums_of_their_directory():
    bomb = zip_bytes({"word/document.xml": b"0" * (8 * MEGABYTE)})
    wide = zip_bytes({f"word/{n}.xml": b"0" * (9 * MEGABYTE) for n in range(5)}, zipfile.ZIP_STORED)
    member = zip_bytes({"a.txt": b"0" * (51 * MEGABYTE)}, zipfile.ZIP_STORED)
    for data, kind in ((bomb, "docx"), (wide, "docx"), (member, "zip")):
        started = time.monotonic()
        assert read(data, kind).problem == Problem.TOO_LARGE
        assert time.monotonic() - started < text.SECONDS


def test_entities_are_refused_not_expanded():
    names = ["a", *(f"b{n}" for n in range(9))]
    levels = "".join(
        f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in zip(names, names[1:], strict=False)
    )
    bomb = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">{levels}]><w><p><t>&b8;</t></p></w>'.encode()
    file = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w><p><t>&a;</t></p></w>'
    for part in (bomb, file):
        assert read(zip_bytes({"word/document.xml": part}), "docx").problem == Problem.BROKEN


def test_more_text_than_a_limit_is_refused_not_cut(monkeypatch):
    monkeypatch.setattr(text, "MAX_CHARACTERS", 100)
    assert read(b"x" * 101, "txt") == text.Extraction(problem=Problem.TOO_LARGE)
    assert read(b"x" * 100, "txt").text == "x" * 100


def child(monkeypatch, code: str) -> None:
    """Put a child in place that limits itself as ever, then does what ``code`` says instead of reading."""
    start = f"from portal.files.readers import child\ndef answer_for(*a):\n    {code}\n"
    program = start + "child.answer_for = answer_for\nchild.main()"
    monkeypatch.setattr(text, "COMMAND", (sys.executable, "-c", program))


def test_a_child_that_hangs_is_killed(monkeypatch):
    monkeypatch.setattr(text, "SECONDS", 2)
    child(monkeypatch, "import time; time.sleep(60)")
    started = time.monotonic()
    assert read(b"x", "txt").problem == Problem.TOO_SLOW
    assert time.monotonic() - started < 8


def test_a_child_that_counts_for_ever_is_ended(monkeypatch):
    monkeypatch.setattr(text, "SECONDS", 2)
    child(monkeypatch, "\n    while True: pass")
    assert read(b"x", "txt").problem == Problem.TOO_SLOW


def test_memory_is_limited(monkeypatch):
    child(monkeypatch, "x = bytearray(1024**3)")
    assert read(b"x", "txt").problem == Problem.BROKEN
    monkeypatch.undo()
    monkeypatch.setattr(text, "MAX_MEMORY_BYTES", 64 * MEGABYTE)
    assert read(b"x" * (19 * MEGABYTE), "txt").problem in {Problem.TOO_LARGE, Problem.BROKEN}


def test_the_answer_is_limited(monkeypatch):
    monkeypatch.setattr(text, "MAX_ANSWER_BYTES", 1000)
    assert read(b"x" * 2000, "txt").problem == Problem.BROKEN


def test_a_child_that_dies_leaves_a_line_without_a_word_of_the_file(monkeypatch, caplog):
    child(monkeypatch, "raise RuntimeError('secret of the file')")
    assert read(b"x", "txt").problem == Problem.BROKEN
    assert "RuntimeError" in caplog.text and "secret" not in caplog.text
    child(monkeypatch, "import os; os.abort()")
    assert read(b"x", "txt").problem == Problem.BROKEN
    child(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert read(b"x", "txt").problem == Problem.TOO_LARGE


def test_the_child_sees_no_settings(monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "not-for-children")
    child(
        monkeypatch,
        "import os; seen = str(dict(os.environ)); "
        "return {'problem': '', 'place': '', 'pieces': [['', seen, 'other', 0, '']]}",
    )
    seen = read(b"x", "txt").text
    assert "PYTHONPATH" in seen and "not-for-children" not in seen
