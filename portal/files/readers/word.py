"""Word documents: a piece for each heading, then what stands beside the text."""

from collections.abc import Iterator
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .archive_parts import Parts
from .lines import Lines
from .pieces import Form, Piece

BODY = "word/document.xml"
STYLES = "word/styles.xml"
FIRST_PLACE = "正文"
BESIDE = "页眉、页脚、脚注或批注"
BODY_LEVEL = "9"  # the outline level Word gives to what is no heading
HEADING_CHARACTERS = 30


def read_word(parts: Parts, *, shown_only: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a docx; raise Unreadable when it cannot be read.

    ``shown_only`` leaves out struck text and what stands beside the text.
    """
    styles = HeadingStyles()
    parts.parse(STYLES, styles)
    body = Body(styles.headings, shown_only=shown_only)
    parts.parse(BODY, body)
    for number, (heading, lines) in enumerate(body.sections, 1):
        if lines:
            short = heading[:HEADING_CHARACTERS]
            place = f"“{short}”部分" if heading else FIRST_PLACE
            yield Piece(place, "\n".join(lines), Form.HEADING, number, short)
    if shown_only:
        return
    beside = Lines()
    for name in parts.still_unread("word/"):
        parts.parse(name, beside)
    if beside.lines:
        yield Piece(BESIDE, "\n".join(beside.lines))


class HeadingStyles(ContentHandler):
    """Collects the identifiers of heading styles, whatever language named them."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: set[str] = set()
        self.style = ""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        tag = name.rpartition(":")[2]
        if tag == "style":
            self.style = attrs.get("w:styleId", "")
        elif (tag == "name" and attrs.get("w:val", "").lower().startswith("heading ")) or (
            tag == "outlineLvl" and attrs.get("w:val") != BODY_LEVEL
        ):
            self.headings.add(self.style)


class Body(Lines):
    """Collects the lines of the text under their headings, as (heading, lines)."""

    def __init__(self, heading_styles: set[str], *, shown_only: bool = False) -> None:
        super().__init__(shown_only=shown_only)
        self.heading_styles = heading_styles
        self.sections: list[tuple[str, list[str]]] = [("", [])]
        self.is_heading = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        super().startElement(name, attrs)
        tag = name.rpartition(":")[2]
        if tag == "p":
            self.is_heading = False
        elif tag == "pStyle":
            self.is_heading = self.is_heading or attrs.get("w:val", "") in self.heading_styles
        elif tag == "outlineLvl":
            self.is_heading = attrs.get("w:val") != BODY_LEVEL

    def end_of_line(self, line: str) -> None:
        if not line.strip():
            return
        if self.is_heading:
            self.sections.append((line.strip(), []))
        self.sections[-1][1].append(line)
        self.is_heading = False
