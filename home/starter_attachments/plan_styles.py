"""The empty lesson plan: A4 page, styles with Chinese fonts, real lists, header and footer."""

from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from .plan_lists import define_lists
from .steady_files import drop_leftovers

TEXT_FONT, HEAD_FONT, LATIN_FONT = "宋体", "微软雅黑", "Times New Roman"
INK, MUTED, VERMILION = RGBColor(0x1F, 0x1B, 0x16), RGBColor(0x6B, 0x62, 0x56), RGBColor(0xB3, 0x27, 0x1E)
MARGIN_SIDE, MARGIN_TOP, PAGE_WIDTH, PAGE_HEIGHT = Cm(2.0), Cm(2.3), Cm(21.0), Cm(29.7)
USABLE = PAGE_WIDTH - 2 * MARGIN_SIDE
CELL_STYLE, TABLE_STYLE = "表格文字", "教案表格"
# In lower case, for Word says "heading 1" where the library says "Heading 1".
KEPT_STYLES = {
    *("normal", "default paragraph font", "normal table", "no list", "title", "subtitle"),
    *("heading 1", "heading 2", "header", "footer", "table grid"),
}
# What may follow a border among the properties of a paragraph: the order is part of the format.
AFTER_BORDER = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def empty_paper(header: str, footer: str) -> Paper:
    """Return a document without text; ``header`` and ``footer`` stand on every page, with page numbers."""
    paper = Document()
    drop_leftovers(paper.part.package)
    _drop_old_parts(paper)
    _drop_styles(paper)
    _set_page(paper)
    _set_languages(paper)
    _set_styles(paper)
    _set_table_style(paper)
    define_lists(paper)
    section = paper.sections[0]
    _running_line(section.header.paragraphs[0], header, "bottom")
    _running_line(section.footer.paragraphs[0], footer, "top")
    _add_page_number(section.footer.paragraphs[0])
    return paper


def fonts(style: Any, face: str, size: float, bold: bool = False, color: RGBColor = INK) -> None:
    """Set fonts of a style or run: ``face`` for Chinese, Times for Latin, ``size`` in points."""
    style.font.name, style.font.size, style.font.bold = LATIN_FONT, Pt(size), bold
    style.font.color.rgb, style.font.italic = color, False
    element = style.element if hasattr(style, "element") else style._element
    faces = element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(faces.attrib):
        if name.endswith("Theme"):
            del faces.attrib[name]
    faces.set(qn("w:eastAsia"), face)
    if face == HEAD_FONT:
        faces.set(qn("w:ascii"), face)
        faces.set(qn("w:hAnsi"), face)


def _drop_old_parts(paper: Paper) -> None:
    """Drop what the template carries for old versions of Word."""
    for key, relation in list(paper.part.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] in {"stylesWithEffects", "customXml"}:
            paper.part.rels.pop(key)


def _drop_styles(paper: Paper) -> None:
    """Keep the styles in use; a short list is easier to work with."""
    root = paper.styles.element
    for style in list(root.style_lst):
        if style.name_val.lower() not in KEPT_STYLES:
            root.remove(style)
    for style in root.style_lst:
        for tag in ("w:link", "w:next"):
            for element in style.findall(qn(tag)):
                style.remove(element)


def _set_page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN_SIDE
    section.top_margin = section.bottom_margin = MARGIN_TOP
    section.header_distance = section.footer_distance = Cm(1.2)


def _set_languages(paper: Paper) -> None:
    """Say that the text is Chinese, so that no spelling check marks it and punctuation is set close.

    The mode is that of Word 2013 and later: an older one opens as a "compatible" file.
    """
    defaults = paper.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    settings = paper.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for spacing in settings.iter(qn("w:characterSpacingControl")):
        spacing.set(qn("w:val"), "compressPunctuation")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_styles(paper: Paper) -> None:
    styles = paper.styles
    fonts(styles["Normal"], TEXT_FONT, 10.5)
    styles["Normal"].paragraph_format.line_spacing = Pt(18)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    fonts(styles["Title"], HEAD_FONT, 20, bold=True)
    fonts(styles["Subtitle"], HEAD_FONT, 11, color=MUTED)
    fonts(styles["Heading 1"], HEAD_FONT, 13, bold=True)
    fonts(styles["Heading 2"], HEAD_FONT, 11, bold=True, color=VERMILION)
    for name in ("Header", "Footer"):
        fonts(styles[name], HEAD_FONT, 8.5, color=MUTED)
    for name, before, after in (
        ("Heading 1", 14, 4),
        ("Heading 2", 8, 2),
        ("Title", 0, 4),
        ("Subtitle", 0, 8),
    ):
        style = styles[name].paragraph_format
        style.space_before, style.space_after, style.keep_with_next = Pt(before), Pt(after), True
    title = styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2"):
        styles[name].paragraph_format.line_spacing = 1.15
    for name in ("Header", "Footer"):
        properties = styles[name].element.get_or_add_pPr()
        for stops in properties.findall(qn("w:tabs")):
            properties.remove(stops)
    cell = styles.add_style(CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    cell.element.set(qn("w:styleId"), "PlanCell")
    fonts(cell, TEXT_FONT, 9.5)
    cell.paragraph_format.line_spacing, cell.paragraph_format.space_after = Pt(15), Pt(1)


def _set_table_style(paper: Paper) -> None:
    """Add the one table style: thin rules and room round the text."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="8C8375"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    sides = (("top", 60), ("left", 90), ("bottom", 60), ("right", 90))
    margins = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sides)
    paper.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlanTable">'
            f'<w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>'
            f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
        )
    )


def _running_line(paragraph: Paragraph, text: str, side: str) -> None:
    """Set a header or footer: text at the left, a rule towards the page, a tab stop at the right margin."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(USABLE, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    paragraph.add_run(text)
    rule = f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="B3271E"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(border, *AFTER_BORDER)


def _add_page_number(paragraph: Paragraph) -> None:
    for before, field, after in (("\t第 ", "PAGE", " 页"), ("　共 ", "NUMPAGES", " 页")):
        paragraph.add_run(before)
        element = OxmlElement("w:fldSimple")
        element.set(qn("w:instr"), field)
        element.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
        paragraph._p.append(element)
        paragraph.add_run(after)
