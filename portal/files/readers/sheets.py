"""Excel books: a piece for each sheet, hidden ones too, a line for each row with tabs between cells."""

from collections.abc import Iterator
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from .archive_parts import Parts
from .lines import Lines
from .pieces import Form, Piece

BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedstrings.xml"
OF_A_SHEET = ("xl/comments", "xl/threadedcomments/", "xl/drawings/drawing", "xl/tables/")
REST = "图表、缓存等"
EXACT_DIGITS = 15  # Excel keeps no more


def read_sheets(parts: Parts, *, shown_only: bool = False) -> Iterator[Piece]:
    """Yield the pieces of an xlsx; raise Unreadable when it cannot be read.

    ``shown_only`` leaves out hidden sheets, comments, charts and caches.
    """
    book = SheetNames()
    parts.parse(BOOK, book)
    strings = SharedStrings()
    parts.parse(STRINGS, strings)
    targets = parts.relations(BOOK)
    for number, (name, key) in enumerate(book.sheets, 1):
        if shown_only and name in book.hidden:
            continue
        text = sheet_text(parts, targets.get(key, ""), strings.lines, shown_only)
        if text:
            yield Piece(f"工作表“{name}”", text, Form.SHEET, number, name)
    if shown_only:
        return
    rest = Lines()
    for part in parts.still_unread("xl/"):
        parts.parse(part, rest)
    if rest.lines:
        yield Piece(REST, "\n".join(rest.lines))


def sheet_text(parts: Parts, part: str, strings: list[str], shown_only: bool) -> str:
    """Return the rows of one sheet, then its comments and text boxes unless ``shown_only``."""
    rows = Rows(strings)
    parts.parse(part, rows)
    beside = Lines()
    for related in parts.relations(part).values() if part and not shown_only else ():
        if related.startswith(OF_A_SHEET):
            parts.parse(related, beside)
    return "\n".join([*rows.lines, *beside.lines])


class SheetNames(ContentHandler):
    """Collects (name, relation identifier) of the sheets in order, and the names of hidden ones."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.hidden: set[str] = set()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if name.rpartition(":")[2] == "sheet":
            self.sheets.append((attrs.get("name", ""), attrs.get("r:id", "")))
            if attrs.get("state", "visible") != "visible":
                self.hidden.add(attrs.get("name", ""))


class SharedStrings(Lines):
    """Collects every shared string, empty ones too: cells name them by number."""

    def end_of_line(self, line: str) -> None:
        self.lines.append(line)


class Rows(ContentHandler):
    """Collects the rows of a sheet."""

    def __init__(self, strings: list[str]) -> None:
        super().__init__()
        self.strings = strings
        self.lines: list[str] = []
        self.row: list[str] = []
        self.value: list[str] = []
        self.kind = ""
        self.reading = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.kind = attrs.get("t", "")
            self.value = []
        self.reading = tag in {"v", "t"}

    def characters(self, content: str) -> None:
        if self.reading:
            self.value.append(content)

    def endElement(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self.reading = False
        if tag == "c" and self.value:
            self.row.append(self.shown("".join(self.value)))
        elif tag == "row" and self.row:
            self.lines.append("\t".join(self.row))
            self.row = []

    def shown(self, value: str) -> str:
        """Return a cell as people see it: a shared string, or a whole number without its exponent."""
        if self.kind == "s":
            number = int(value)
            return self.strings[number] if 0 <= number < len(self.strings) else ""
        if self.kind in {"", "n"} and "E" in value.upper():
            number_value = float(value)
            is_whole = abs(number_value) < 10**EXACT_DIGITS and number_value.is_integer()
            return str(int(number_value)) if is_whole else value
        return value
