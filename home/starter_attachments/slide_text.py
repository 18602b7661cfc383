"""Writing into the placeholders of a slide: runs, slide number, speaker's note."""

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Inches, Pt

from .slide_layouts import NUMBER
from .slide_parts import NAMESPACES, Frame

Pieces = list[tuple[str, bool | None]]


def write(
    frame: TextFrame,
    paragraphs: list[Pieces],
    size: int | None = None,
    bold_color: MSO_THEME_COLOR | None = None,
) -> None:
    """Write paragraphs of (text, bold) pieces; ``size`` in points, else that of the layout.

    ``bold_color`` colours the bold pieces. A vertical tab in a text breaks the line.
    """
    for number, pieces in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for text, bold in pieces:
            _add_piece(paragraph, text, bold, bold_color)
        for run in paragraph.runs:
            properties = run._r.get_or_add_rPr()
            properties.set("lang", "zh-CN")
            properties.set("altLang", "en-US")
            if size:
                run.font.size = Pt(size)


def _add_piece(paragraph: _Paragraph, text: str, bold: bool | None, color: MSO_THEME_COLOR | None) -> None:
    for number, line in enumerate(text.split("\v")):
        if number:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text, run.font.bold = line, bold
        if bold and color:
            run.font.color.theme_color = color


def add_credit(frame: TextFrame, text: str, size: int) -> None:
    """Add a last paragraph that names a source, in ``size`` points at the right."""
    paragraph = frame.add_paragraph()
    paragraph.alignment, paragraph.space_before = PP_ALIGN.RIGHT, Pt(size)
    run = paragraph.add_run()
    run.text, run.font.size = text, Pt(size)
    run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
    run._r.get_or_add_rPr().set("lang", "zh-CN")


def hang_labels(frame: TextFrame, width: float) -> None:
    """Give paragraphs that carry their own numbers a column of ``width`` inches for these."""
    for paragraph in frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(Inches(width)))
        properties.set("indent", str(-Inches(width)))
        properties.append(parse_xml(f"<a:buNone {NAMESPACES}/>"))


def resize(shape: SlidePlaceholder, frame: Frame) -> None:
    """Give a placeholder another frame than its layout does."""
    shape.left, shape.top = Inches(frame.x), Inches(frame.y)
    shape.width, shape.height = Inches(frame.width), Inches(frame.height)


def add_number(slide: Slide) -> None:
    """Add the slide number; the layout gives it place and seal."""
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="20" name="页码"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
            f"</p:cNvSpPr><p:nvPr><p:ph {NUMBER}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>"
            '<a:lstStyle/><a:p><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
            '<a:rPr lang="zh-CN"/><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>'
        )
    )


def add_note(slide: Slide, text: str) -> None:
    """Write what the teacher says into the speaker's notes."""
    frame = slide.notes_slide.notes_text_frame
    if frame is None:
        raise LookupError("the notes master of the template has no place for text")
    write(frame, [[(text, None)]])
