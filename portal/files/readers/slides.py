"""PowerPoint decks: a piece for each slide in the order they are shown, its notes apart."""

from collections.abc import Iterator
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .archive_parts import Parts
from .lines import Lines
from .pieces import Piece

DECK = "ppt/presentation.xml"
# What a slide shows from files of its own; layouts and masters are shared and come last.
OF_A_SLIDE = ("ppt/comments", "ppt/diagrams/data", "ppt/charts/")
NOTES = "ppt/notesslides/"
MASTERS = "母版、版式等"


def read_slides(parts: Parts) -> Iterator[Piece]:
    """Yield the pieces of a pptx; raise Unreadable when it cannot be read."""
    order = SlideOrder()
    parts.parse(DECK, order)
    targets = parts.relations(DECK)
    for number, key in enumerate(order.keys, 1):
        yield from read_slide(parts, targets.get(key, ""), f"第 {number} 张幻灯片")
    rest = lines_of(parts, parts.still_unread("ppt/"))
    if rest:
        yield Piece(MASTERS, rest)


def read_slide(parts: Parts, name: str, place: str) -> Iterator[Piece]:
    """Yield one slide with its comments, charts and diagrams, then its notes."""
    related = list(parts.relations(name).values()) if name else []
    shown = lines_of(parts, [name, *(part for part in related if part.startswith(OF_A_SLIDE))])
    if shown:
        yield Piece(place, shown)
    notes = lines_of(parts, [part for part in related if part.startswith(NOTES)])
    if notes:
        yield Piece(f"{place}的备注", notes)


def lines_of(parts: Parts, names: list[str]) -> str:
    """Return the text of several parts."""
    handler = Lines()
    for name in names:
        parts.parse(name, handler)
    return "\n".join(handler.lines)


class SlideOrder(ContentHandler):
    """Collects the relation identifiers of the slides, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if name.rpartition(":")[2] == "sldId":
            self.keys.append(attrs.get("r:id", ""))
