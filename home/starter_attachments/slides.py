"""Slides of a lesson (pptx): cover, one slide per entry of ``slides``, and a hidden page for the teacher."""

import io
import re

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.presentation import Presentation as Deck

from . import slide_layouts as layouts
from .lesson_source import PLATFORM, Lesson
from .slide_figures import figure
from .slide_fit import POINTS_PER_INCH, fitting_size, line_count, width_in_em
from .slide_flow import add_flow
from .slide_parts import Frame
from .slide_pictures import add_cover_picture, add_figure
from .slide_template import empty_deck
from .slide_text import add_credit, add_note, add_number, hang_labels, resize, write
from .steady_files import describe, repack

BULLET_WIDTH, LABEL_GAP = 0.52, 0.3
# A lead-in before a colon is set in bold; longer ones are sentences.
LONGEST_LEAD = 7
# Widest line of the title on the cover, in Chinese characters.
LONGEST_LINE = 11
# Points smaller than this get the whole width rather than a figure beside them.
SMALLEST_BESIDE, SMALLEST_CLOSING = 36, 32
# A last point that begins so names the source of the lines before it.
ATTRIBUTION = "——"
# A number, a letter or a time of day before the words of a point.
NUMBERED = re.compile(r"(\d{1,2}(:\d\d)?|[A-Z]) ")
CREDIT_HEIGHT = 0.9


def slides(lesson: Lesson) -> bytes:
    """Build the slides; raise ValueError for a text that is too long, FileNotFoundError without a picture."""
    deck = empty_deck(lesson)
    describe(deck.core_properties, lesson.title, f"{lesson.place()}　课件", PLATFORM)
    pages = lesson.source.rows("slides")
    add_cover(deck, lesson, pages[0])
    for number, page in enumerate(pages[1:-1], 2):
        if page["points"][-1].startswith(ATTRIBUTION):
            add_quotation(deck, page)
        else:
            add_points(deck, page, figure(lesson.slug, number))
    add_closing(deck, pages[-1], figure(lesson.slug, len(pages)))
    add_flow(deck, lesson)
    data = io.BytesIO()
    deck.save(data)
    return repack(data.getvalue())


def add_cover(deck: Deck, lesson: Lesson, page: dict) -> None:
    """Add the title slide with the picture of the lesson; a long title is broken after its marks."""
    slide = deck.slides.add_slide(deck.slide_layouts[layouts.COVER])
    lines = title_lines(page["title"])
    size = fitting_size(lines, layouts.COVER_TITLE.width, layouts.COVER_TITLE.height, 0)
    write(slide.shapes.title.text_frame, [[("\v".join(lines), None)]], size)
    frame, points = layouts.COVER_TEXT, page["points"]
    size = fitting_size(points, frame.width, frame.height, layouts.COVER_SPACING, largest=22)
    write(slide.placeholders[1].text_frame, [[(point, None)] for point in points], size)
    add_cover_picture(slide, lesson, layouts.PICTURE)
    add_note(slide, page["note"])


def title_lines(title: str) -> list[str]:
    """Break a title after its colon and commas, and a long part before “和” or “与”, never inside a word."""
    lines: list[str] = []
    for part in re.findall("[^：，]+[：，]?", title):
        lines += re.split("(?=[和与])", part, maxsplit=1) if width_in_em(part) > LONGEST_LINE else [part]
    return lines


def add_points(deck: Deck, page: dict, name: str) -> None:
    """Add a slide with a title and its points, and a figure beside them when the points leave it room."""
    points = page["points"]
    wide, narrow = (frame.width - BULLET_WIDTH for frame in (layouts.BODY, layouts.BODY_BESIDE))
    size = fitting_size(points, wide, layouts.BODY.height, layouts.SPACING)
    less = fitting_size(points, narrow, layouts.BODY.height, layouts.SPACING)
    one_line = all(line_count(point, less, narrow) == 1 for point in points)
    beside = bool(name) and one_line and less >= min(size, SMALLEST_BESIDE)
    size = less if beside else size
    slide = deck.slides.add_slide(deck.slide_layouts[layouts.FIGURE if beside else layouts.POINTS])
    write(slide.shapes.title.text_frame, [[(page["title"], None)]])
    body = slide.placeholders[1].text_frame
    write(body, [split_lead(point, points) for point in points], size, MSO_THEME_COLOR.ACCENT_1)
    if all(NUMBERED.match(point) for point in points):
        label = max(width_in_em(point.split(" ")[0]) for point in points) * size / POINTS_PER_INCH
        hang_labels(body, label + LABEL_GAP)
    add_number(slide)
    if beside:
        add_figure(slide, name, layouts.STAND)
    add_note(slide, page["note"])


def add_quotation(deck: Deck, page: dict) -> None:
    """Add a slide with lines quoted from a source, which the last point names after a dash."""
    *lines, credit = page["points"]
    frame = layouts.QUOTATION
    size = fitting_size(lines, frame.width, frame.height - CREDIT_HEIGHT, layouts.COVER_SPACING)
    slide = deck.slides.add_slide(deck.slide_layouts[layouts.QUOTE])
    write(slide.shapes.title.text_frame, [[(page["title"], None)]])
    body = slide.placeholders[1].text_frame
    write(body, [[(line, None)] for line in lines], size)
    add_credit(body, credit, fitting_size([credit], frame.width, CREDIT_HEIGHT, 0, largest=24))
    add_number(slide)
    add_note(slide, page["note"])


def add_closing(deck: Deck, page: dict, name: str) -> None:
    """Add the last slide, paper on ink, with a figure when the points leave it room."""
    slide = deck.slides.add_slide(deck.slide_layouts[layouts.CLOSING])
    write(slide.shapes.title.text_frame, [[(page["title"], None)]])
    body, points, frame = slide.placeholders[1], page["points"], layouts.CLOSING_BODY
    wide = frame.width - BULLET_WIDTH
    narrow = layouts.CLOSING_STAND.x - frame.x - BULLET_WIDTH - LABEL_GAP
    size = fitting_size(points, narrow, frame.height, layouts.CLOSING_SPACING, largest=40)
    if name and size >= SMALLEST_CLOSING and all(line_count(point, size, narrow) == 1 for point in points):
        resize(body, Frame(frame.x, frame.y, narrow + BULLET_WIDTH, frame.height))
        add_figure(slide, name, layouts.CLOSING_STAND, light=True)
    else:
        size = fitting_size(points, wide, frame.height, layouts.CLOSING_SPACING, largest=40)
    write(body.text_frame, [split_lead(point, points) for point in points], size)
    add_number(slide)
    add_note(slide, page["note"])


def split_lead(text: str, points: list[str]) -> list[tuple[str, bool | None]]:
    """Split a point after its lead-in when all points of the slide have one (a number or words)."""
    if all(NUMBERED.match(point) for point in points):
        label, _, rest = text.partition(" ")
        return [(label + "\t", True), (rest, None)]
    leads = [point.partition("：")[0] for point in points]
    short = all(len(lead) <= LONGEST_LEAD and not set(lead) & set("“，。？") for lead in leads)
    if not short or any("：" not in point for point in points):
        return [(text, None)]
    lead, colon, rest = text.partition("：")
    return [(lead + colon, True), (rest, None)]
