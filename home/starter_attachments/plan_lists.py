"""The lists of a lesson plan: bullets, numbers that begin again, Chinese numbers of the headings."""

from docx.document import Document as Paper
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

# Numbers of the list definitions; text lists have a wide and, for table cells, a narrow form.
BULLETS, NUMBERS, CELL_BULLETS, CELL_NUMBERS, HEADINGS = 1, 2, 3, 4, 5
FIRST_RESTARTED = 10
LEVELS = 3
# Indent of one level in twentieths of a point.
WIDE_BULLET, WIDE_NUMBER, NARROW_BULLET, NARROW_NUMBER = 320, 400, 200, 300


def define_lists(paper: Paper) -> None:
    """Replace the list definitions of the template by ours and number the headings of the first level."""
    root = paper.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    heading = '<w:pStyle w:val="Heading1"/><w:suff w:val="nothing"/>'
    definitions = {
        BULLETS: _bullets(WIDE_BULLET),
        NUMBERS: _numbers(WIDE_NUMBER),
        CELL_BULLETS: _bullets(NARROW_BULLET),
        CELL_NUMBERS: _numbers(NARROW_NUMBER),
        HEADINGS: _level(0, "chineseCountingThousand", "%1、", 0, heading),
    }
    for number, levels in definitions.items():
        kind = '<w:multiLevelType w:val="multilevel"/>'
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{kind}{levels}</w:abstractNum>'
        root.append(parse_xml(xml))
    for number in definitions:
        _add_list(paper, number, number)
    properties = paper.styles["Heading 1"].element.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = HEADINGS


def new_list(paper: Paper, definition: int, level: int) -> int:
    """Add a list that counts from 1 again at ``level`` and return its number."""
    number = max(FIRST_RESTARTED, *(each.numId for each in paper.part.numbering_part.element.num_lst)) + 1
    restart = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
    _add_list(paper, number, definition, restart)
    return number


def put_in_list(paragraph: Paragraph, number: int, level: int) -> None:
    """Make a paragraph an item of a list; ``level`` 0 is the outermost."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def _add_list(paper: Paper, number: int, definition: int, overrides: str = "") -> None:
    inner = f'<w:abstractNumId w:val="{definition}"/>{overrides}'
    xml = f'<w:num {nsdecls("w")} w:numId="{number}">{inner}</w:num>'
    paper.part.numbering_part.element.append(parse_xml(xml))


def _bullets(indent: int) -> str:
    return "".join(_level(number, "bullet", "•–·"[number], indent) for number in range(LEVELS))


def _numbers(indent: int) -> str:
    """Outer items are counted 1. 2. 3., those inside with ringed numbers."""
    forms = (("decimal", "%1."), ("decimalEnclosedCircle", "%2"), ("lowerLetter", "%3."))
    return "".join(_level(number, form, text, indent) for number, (form, text) in enumerate(forms))


def _level(number: int, form: str, text: str, indent: int, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent * (number + 1)}" w:hanging="{indent}"/></w:pPr></w:lvl>'
    )
