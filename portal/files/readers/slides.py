"""PowerPoint decks: a piece for each slide in the order they are shown, its notes apart."""

from collections.abc import Iterator
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .archive_parts import Parts
from .lines import Lines
from .pieces import Form, Piece

DECK = "ppt/presentation.xml"
# What a slide shows from files of its own; layouts and masters are shared and come last.
OF_A_SLIDE = ("ppt/comments", "ppt/diagrams/data", "ppt/charts/")
NOTES = "ppt/notesslides/"
MASTERS = "母版、版式等"
# What stands where a slide shows its own number.
NUMBER_FIELD = "‹#›"
HEADING_CHARACTERS = 30


def read_slides(parts: Parts, *, shown_only: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a pptx; raise Unreadable when it cannot be read.

    ``shown_only`` leaves out comments, hidden slides, masters and what no slide shows.
    """
    order = SlideOrder()
    parts.parse(DECK, order)
    targets = parts.relations(DECK)
    for number, key in enumerate(order.keys, 1):
        yield from read_slide(parts, targets.get(key, ""), number, shown_only)
    if shown_only:
        return
    rest = lines_of(parts, parts.still_unread("ppt/"))
    if rest:
        yield Piece(MASTERS, rest)


def read_slide(parts: Parts, name: str, number: int, shown_only: bool) -> Iterator[Piece]:
    """Yield one slide (from 1) with its comments, charts and diagrams, then its notes."""
    related, place = list(parts.relations(name).values()) if name else [], f"第 {number} 张幻灯片"
    slide = Slide(shown_only=shown_only)
    beside = OF_A_SLIDE[1:] if shown_only else OF_A_SLIDE
    for part in [name, *(part for part in related if part.startswith(beside))]:
        parts.parse(part, slide)
    if shown_only and slide.hidden:
        return
    if slide.lines:
        yield Piece(place, "\n".join(slide.lines), Form.SLIDE, number, slide.lines[0][:HEADING_CHARACTERS])
    notes = lines_of(parts, [part for part in related if part.startswith(NOTES)])
    if notes and (notes != str(number) or not shown_only):  # the slide's number stands in its notes too
        yield Piece(f"{place}的备注", notes, Form.SLIDE, number)


def lines_of(parts: Parts, names: list[str]) -> str:
    """Return the text of several parts."""
    handler = Lines()
    for name in names:
        parts.parse(name, handler)
    return "\n".join(handler.lines)


class Slide(Lines):
    """The lines of one slide, and whether it is skipped when the deck is shown."""

    hidden = False

    def end_of_line(self, line: str) -> None:
        if line.strip() != NUMBER_FIELD:
            super().end_of_line(line)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        super().startElement(name, attrs)
        if name.rpartition(":")[2] == "sld" and attrs.get("show") in {"0", "false"}:
            self.hidden = True


class SlideOrder(ContentHandler):
    """Collects the relation identifiers of the slides, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if name.rpartition(":")[2] == "sldId":
            self.keys.append(attrs.get("r:id", ""))
