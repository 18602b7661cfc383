"""The files of the starter lessons: all there, complete, readable, and what a rebuild would give."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from home.starter_attachments import slide_figures, slide_layouts, vignettes
from home.starter_attachments.lesson_plan import lesson_plan
from home.starter_attachments.lesson_source import CREDIT, FILES_DIR, lessons
from home.starter_attachments.marked_text import blocks
from home.starter_attachments.slides import slides

LESSONS = lessons()
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
LARGEST = 400_000
UNFINISHED = re.compile("TODO|Lorem|Click to|单击此处|此处填写|占位|XX|\\*\\*")
ONE = next(lesson for lesson in LESSONS if lesson.slug == "shitou-shang-de-handai")


def file_of(lesson, kind):
    return FILES_DIR / f"{lesson.slug}.{kind}"


def text_of_plan(lesson):
    """All text of a lesson plan, table cells included."""
    return "\n".join(
        text.text or "" for text in Document(file_of(lesson, "docx")).element.body.iter(qn("w:t"))
    )


def texts_of_slide(slide):
    """Texts of the shapes and cells of a slide, line breaks dropped."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text.replace("\v", "")
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def unpacked(data):
    """Names, dates and contents of a zip, so that another zlib makes no difference."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [(entry.filename, entry.date_time, file.read(entry)) for entry in file.infolist()]


@EACH
@pytest.mark.parametrize("kind", ["docx", "pptx", "pdf"])
def test_every_lesson_has_its_files(lesson, kind):
    """Each of the three is there and light enough for a slow line."""
    assert 10_000 < file_of(lesson, kind).stat().st_size < LARGEST


def test_no_file_is_left_over():
    """A lesson that was renamed leaves nothing behind."""
    expected = {f"{lesson.slug}.{kind}" for lesson in LESSONS for kind in ("docx", "pptx", "pdf")}
    assert {path.name for path in FILES_DIR.iterdir()} == expected


@EACH
def test_lesson_plan_holds_the_lesson(lesson):
    """Title, every step with its minutes, every goal and misconception; the parts in the usual order."""
    document, text = Document(file_of(lesson, "docx")), text_of_plan(lesson).replace("\n", "")
    assert document.paragraphs[0].text == lesson.title
    assert [step.title for step in lesson.steps() if step.title not in text] == []
    assert [row["wrong"] for row in lesson.data["misconceptions"] if row["wrong"] not in text] == []
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    order = [
        "课标依据",
        "教材分析",
        "学情分析",
        "核心素养目标",
        "教学重点与难点",
        "议题与情境",
        "教学准备",
        "教学过程",
    ]
    assert headings[: len(order)] == order
    assert {"板书设计", "作业设计", "评价", "教学反思", "易错易混"} <= set(headings)
    assert not UNFINISHED.search(text)


@EACH
def test_slides_hold_the_lesson(lesson):
    """One slide an entry with its points and note, the steps on the hidden last one, nothing unfinished."""
    *shown, last = Presentation(file_of(lesson, "pptx")).slides
    assert len(shown) == len(lesson.data["slides"])
    for slide, page in zip(shown, lesson.data["slides"], strict=True):
        text = "".join(texts_of_slide(slide)).replace("\n", "").replace("\t", " ")
        assert page["title"] in text
        assert [point for point in page["points"] if point not in text] == []
        assert slide.notes_slide.notes_text_frame.text == page["note"].strip()
        assert not UNFINISHED.search(text)
    assert last._element.get("show") == "0"
    flow = list(texts_of_slide(last))
    assert [step.title for step in lesson.steps() if step.title not in flow] == []


@EACH
def test_task_sheet_is_a_pdf_of_this_lesson(lesson):
    """The title is in its description, no date makes one build differ from the next."""
    data = file_of(lesson, "pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert f"{lesson.title}　学习任务单".encode("utf-16-be").hex().upper().encode() in data
    assert b"CreationDate" not in data and b"Mozilla" not in data
    assert b"Type3" not in data and b"/FontFile2" in data


@pytest.mark.parametrize(("make", "kind"), [(lesson_plan, "docx"), (slides, "pptx")])
def test_a_rebuild_gives_the_same_file(make, kind):
    """What is committed is what the sources give, and two builds are equal to the byte."""
    built = make(ONE)
    assert built == make(ONE)
    assert unpacked(built) == unpacked(file_of(ONE, kind).read_bytes())


def test_lesson_plan_is_a_document_to_work_with():
    """A4, Chinese fonts, lists that are lists, a table head that repeats, page numbers."""
    document = Document(file_of(ONE, "docx"))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.left_margin.cm, 1)) == (21.0, 2.0)
    faces = document.styles["Normal"].element.rPr.rFonts
    assert faces.get(qn("w:eastAsia")) == "宋体"
    levels = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:ilvl"))}
    assert {"0", "1", "2"} <= levels
    process = next(table for table in document.tables if table.cell(0, 0).text == "环节")
    assert [cell.text for cell in process.rows[0].cells] == [
        "环节",
        "时间",
        "教师活动",
        "学生活动",
        "设计意图",
    ]
    assert process.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert CREDIT in section.footer.paragraphs[0].text
    assert "NUMPAGES" in section.footer._element.xml


def test_slides_are_wide_and_in_chinese_type():
    """16:9, the theme's East Asian font, a credit on the cover, a text for the picture."""
    deck = Presentation(file_of(ONE, "pptx"))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    theme = next(
        part for part in deck.part.package.iter_parts() if str(part.partname) == "/ppt/theme/theme1.xml"
    )
    assert '<a:ea typeface="微软雅黑"/>' in theme.blob.decode()
    assert CREDIT in "".join(
        shape.text_frame.text for shape in deck.slide_layouts[0].shapes if shape.has_text_frame
    )
    cover = next(shape for shape in deck.slides[0].shapes if shape.shape_type == 13)
    assert ONE.title in cover._element.nvPicPr.cNvPr.get("descr")


@EACH
def test_figures_of_the_slides_exist(lesson):
    """Each word of the table of figures is a motif, one for every slide after the cover."""
    words = slide_figures.OF_LESSON[lesson.slug].split()
    assert len(words) == len(lesson.data["slides"]) - 1
    assert set(words) - {"-"} <= set(vignettes.MOTIFS)


def test_layouts_keep_points_and_figures_apart():
    """The frame for points ends before the figure's begins."""
    for body, stand in (
        (slide_layouts.BODY_BESIDE, slide_layouts.STAND),
        (slide_layouts.COVER_TITLE, slide_layouts.PICTURE),
    ):
        assert body.x + body.width < stand.x + 0.2


def test_markdown_becomes_blocks():
    """Bold runs, nested bullets, numbers that begin again, paragraphs inside an item."""
    found = blocks("引言**重点**句\n\n- 甲\n    - 乙\n\n        续\n\n1. 一\n2. 二\n")
    assert [(each.text, each.level, each.ordered, each.continues) for each in found] == [
        ("引言重点句", -1, False, False),
        ("甲", 0, False, False),
        ("乙", 1, False, False),
        ("续", 1, False, True),
        ("一", 0, True, False),
        ("二", 0, True, False),
    ]
    assert [run.bold for run in found[0].runs] == [False, True, False]
