"""Markdown as blocks of runs, for formats that have paragraphs and lists of their own.

The text goes through the same conversion as on the portal's pages, so that a file never reads otherwise.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from home.starter_loading.sources import rich_text


@dataclass(frozen=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


@dataclass
class Block:
    """A paragraph, or a list item when ``level`` is 0 or more (0 is the outer list).

    ``continues`` is true for a further paragraph inside an item; ``list_id`` tells one list from the next.
    """

    level: int = -1
    ordered: bool = False
    list_id: int = 0
    continues: bool = False
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text without marks."""
        return "".join(run.text for run in self.runs)


class _Reader(HTMLParser):
    """Collects the blocks of p, ul, ol, li and strong; everything else is plain text."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.lists: list[tuple[bool, int]] = []
        self.list_count = 0
        self.bold = False
        self.open: Block | None = None
        self.fresh_item = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in {"ul", "ol"}:
            self.list_count += 1
            self.lists.append((tag == "ol", self.list_count))
            self.open = None
        elif tag == "li":
            self.open, self.fresh_item = None, True
        elif tag == "p":
            self.open = None
        elif tag == "strong":
            self.bold = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.pop()
        elif tag == "strong":
            self.bold = False
        if tag in {"ul", "ol", "li", "p"}:
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open is None:
            if not data.strip():
                return
            self.open = self._new_block()
            self.blocks.append(self.open)
        self.open.runs.append(Run(data, self.bold))

    def _new_block(self) -> Block:
        if not self.lists:
            return Block()
        ordered, list_id = self.lists[-1]
        block = Block(len(self.lists) - 1, ordered, list_id, continues=not self.fresh_item)
        self.fresh_item = False
        return block


def blocks(markdown: str) -> list[Block]:
    """Split Markdown into paragraphs and list items in reading order."""
    reader = _Reader()
    reader.feed(rich_text(markdown))
    reader.close()
    return reader.blocks
