"""What readers give and what they raise."""

from dataclasses import dataclass
from enum import StrEnum

# Kinds (lower-case extensions) that have a reader; every other kind has no text for us.
TEXT_KINDS = frozenset({"txt", "csv", "docx", "xlsx", "pptx", "pdf", "zip", "vtt"})


class Form(StrEnum):
    """What kind of place a piece stands in."""

    PAGE = "page"
    SLIDE = "slide"
    SHEET = "sheet"
    HEADING = "heading"
    LINES = "lines"
    TIME = "time"
    OTHER = "other"


class Problem(StrEnum):
    """Why the text of a file is not known."""

    NONE = ""
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True)
class Piece:
    """Text of one place.

    ``place`` is what a person calls it (“第 3 页”); ``text`` has a line for each paragraph or row, with tabs
    between the cells of a row. ``number`` counts within the form: page, slide, sheet or section from 1,
    first line from 1, seconds from the start; ``heading`` is the place's own title, if it has one.
    """

    place: str
    text: str
    form: Form = Form.OTHER
    number: int = 0
    heading: str = ""


class Unreadable(Exception):
    """A file cannot be read; ``place`` names the file inside the file it is about, if it is not the whole."""

    def __init__(self, problem: Problem, place: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
