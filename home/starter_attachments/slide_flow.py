"""The hidden last slide: the flow of the lesson for the teacher, never shown when the slides are played."""

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR
from pptx.presentation import Presentation as Deck
from pptx.table import _Cell
from pptx.util import Inches, Pt

from . import slide_layouts as layouts
from .lesson_source import Lesson
from .slide_text import add_note

HEADS = ("环节", "内容", "时间", "到此累计")
WIDTHS = (1.1, 7.35, 1.5, 1.7)
ROW_HEIGHT = 0.58


def add_flow(deck: Deck, lesson: Lesson) -> None:
    """Add the steps with their minutes and the minutes gone by as a table on a hidden slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[layouts.TEACHER])
    slide._element.set("show", "0")
    slide.shapes.title.text = "教师用：教学流程（此页已隐藏，放映时不显示）"
    steps = lesson.steps()
    size = [Inches(value) for value in (0.85, 1.45, sum(WIDTHS), ROW_HEIGHT * (len(steps) + 1))]
    shape = slide.shapes.add_table(len(steps) + 1, len(HEADS), *size)
    shape.name = "教学流程"
    table = shape.table
    shape._element.graphic.graphicData.tbl.tblPr.clear()
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Inches(width)
    for cell, text in zip(table.rows[0].cells, HEADS, strict=True):
        _write(cell, text, head=True)
    gone = 0
    for number, step in enumerate(steps, 1):
        gone += step.minutes
        texts = (str(number), step.title, f"{step.minutes}分钟", f"{gone}分钟")
        for cell, text in zip(table.rows[number].cells, texts, strict=True):
            _write(cell, text, shaded=number % 2 == 0)
    add_note(slide, f"本课共{gone}分钟。每页备注里有教师要说的话。课件可按本班情况增删，插图为示意图。")


def _write(cell: _Cell, text: str, head: bool = False, shaded: bool = False) -> None:
    cell.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    run = cell.text_frame.paragraphs[0].runs[0]
    run._r.get_or_add_rPr().set("lang", "zh-CN")
    run.font.size, run.font.bold = Pt(18), head
    run.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1 if head else MSO_THEME_COLOR.TEXT_1
    cell.fill.solid()
    colors = {(True, False): MSO_THEME_COLOR.TEXT_1, (False, True): MSO_THEME_COLOR.BACKGROUND_2}
    cell.fill.fore_color.theme_color = colors.get((head, shaded), MSO_THEME_COLOR.BACKGROUND_1)
    if shaded:
        cell.fill.fore_color.brightness = 0.6
