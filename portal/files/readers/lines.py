"""Turns Office XML into lines: one for each paragraph, shared string, comment or cached value."""

from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

# A number may be cut into runs inside one of these; outside them texts do not touch.
HOLDERS = frozenset({"p", "si", "pt", "c", "comment", "threadedComment"})
# delText is what tracked changes took away: it is still in the file.
DELETED = "delText"
TEXTS = frozenset({"t", "v", "text", DELETED})
BREAKS = frozenset({"tab", "br", "cr"})
# Pivot caches keep the rows they were made of in attributes.
CACHED_VALUES = frozenset({"s", "n"})
# How a Japanese reading of a string is kept beside it.
SKIPPED = "rPh"


class Lines(ContentHandler):
    """Collects the lines of one part in ``lines``; with ``shown_only`` without what was struck out."""

    def __init__(self, *, shown_only: bool = False) -> None:
        super().__init__()
        self.texts = TEXTS - {DELETED} if shown_only else TEXTS
        self.lines: list[str] = []
        self.open: list[list[str]] = [[]]
        self.reading = False
        self.skipping = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        tag = name.rpartition(":")[2]
        if tag in HOLDERS:
            self.open.append([])
        elif tag in BREAKS:
            self.open[-1].append("\t")
        elif tag in CACHED_VALUES and "v" in attrs:
            self.lines.append(attrs["v"])
        self.skipping = self.skipping or tag == SKIPPED
        self.reading = tag in self.texts and not self.skipping

    def characters(self, content: str) -> None:
        if self.reading:
            self.open[-1].append(content)

    def endElement(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in self.texts:
            self.reading = False
        elif tag == SKIPPED:
            self.skipping = False
        elif tag in HOLDERS:
            self.end_of_line("".join(self.open.pop()))

    def endDocument(self) -> None:
        self.end_of_line("".join(self.open[0]))

    def end_of_line(self, line: str) -> None:
        """Keep a line unless it is empty."""
        if line.strip():
            self.lines.append(line)
