"""The six layouts of the slides: where everything stands, in inches on a page of 13.333 by 7.5."""

import io

from pptx.slide import SlideLayout

from . import stone
from .lesson_source import CREDIT, Lesson
from .slide_parts import Frame, Type, fixed_block, fixed_picture, fixed_text, placeholder

WIDTH, HEIGHT = 13.333, 7.5
COVER, POINTS, FIGURE, QUOTE, CLOSING, TEACHER = range(6)
NAMES = ("封面", "要点", "要点与图", "引文", "收束", "教师用")

PICTURE = Frame(5.95, 1.3, 6.55, 4.37)
BODY = Frame(0.85, 1.85, 11.65, 4.75)
BODY_BESIDE = Frame(0.85, 1.85, 8.45, 4.75)
STAND = Frame(9.5, 3.1, 3.0, 3.78)
QUOTATION = Frame(1.35, 2.0, 10.6, 4.4)
CLOSING_BODY = Frame(1.6, 2.35, 10.2, 3.95)
CLOSING_STAND = Frame(9.35, 3.0, 2.8, 3.3)
COVER_TITLE = Frame(0.85, 2.1, 4.9, 2.35)
COVER_TEXT = Frame(0.85, 4.6, 4.9, 1.6)
SEAL = Frame(12.0, 0.3, 0.62, 0.62)
CLOSING_SEAL = Frame(11.85, 0.75, 0.62, 0.62)
# Space before a point as a share of a line; the frames of text are fitted with the same numbers.
SPACING, CLOSING_SPACING, COVER_SPACING = 0.55, 0.45, 0.25
NUMBER = 'type="sldNum" sz="quarter" idx="12"'


def layout_shapes(layout: SlideLayout, kind: int, lesson: Lesson) -> list[str]:
    """Return the shapes of layout ``kind`` (``COVER`` to ``TEACHER``) as XML; images become parts of it."""
    if kind == COVER:
        return _cover(layout, lesson)
    if kind == CLOSING:
        return _closing(layout, lesson)
    if kind == TEACHER:
        return _teacher(lesson)
    if kind == QUOTE:
        bar = fixed_block(30, Frame(0.85, 2.2, 0.07, 4.0), "accent1")
        return [*_points(layout, lesson, QUOTATION, bullet=False), bar]
    return _points(layout, lesson, BODY if kind == POINTS else BODY_BESIDE)


def _cover(layout: SlideLayout, lesson: Lesson) -> list[str]:
    kind = f"{lesson.name('courses', 'course')} · {lesson.name('lesson_types', 'lesson_type')}"
    return [
        fixed_picture(20, _image(layout, stone.band(height=78)), Frame(0, 0, WIDTH, 0.65)),
        fixed_block(21, Frame(0.85, 1.45, 0.62, 0.09), "accent1"),
        fixed_text(22, kind, Frame(1.62, 1.28, 4.2, 0.42), Type(16, "dk2")),
        placeholder(2, "课题", 'type="ctrTitle"', COVER_TITLE, Type(44, bold=True, anchor="t")),
        placeholder(
            3, "副题", 'type="subTitle" idx="1"', COVER_TEXT, Type(20, "accent6", spacing=25, anchor="t")
        ),
        fixed_block(23, Frame(0.85, 6.72, 11.65, 0.012), "lt2"),
        fixed_text(24, CREDIT, Frame(0.85, 6.85, 5.0, 0.36), Type(13, "dk2")),
        fixed_text(25, lesson.place_and_unit(), Frame(5.9, 6.85, 6.6, 0.36), Type(13, "dk2", align="r")),
    ]


def _points(layout: SlideLayout, lesson: Lesson, body: Frame, bullet: bool = True) -> list[str]:
    seal = Type(18, "bg1", bold=True, align="ctr")
    points = Type(40, bullet=bullet, spacing=round((SPACING if bullet else COVER_SPACING) * 100))
    return [
        fixed_picture(20, _image(layout, stone.band()), Frame(0, 0, WIDTH, 1.55)),
        placeholder(2, "标题", 'type="title"', Frame(0.85, 0.16, 10.9, 0.92), Type(38, "bg1", bold=True)),
        placeholder(3, "要点", 'idx="1"', body, points),
        placeholder(4, "页码", NUMBER, SEAL, seal, "accent1"),
        *_foot(lesson),
    ]


def _closing(layout: SlideLayout, lesson: Lesson) -> list[str]:
    title = Type(44, "bg1", bold=True, anchor="b")
    points = Type(36, "bg1", bullet=True, spacing=round(CLOSING_SPACING * 100))
    seal = Type(18, "bg1", bold=True, align="ctr")
    return [
        fixed_picture(20, _image(layout, stone.slab()), Frame(0, 0, WIDTH, HEIGHT)),
        fixed_block(21, Frame(1.6, 2.0, 0.9, 0.09), "accent1"),
        placeholder(2, "标题", 'type="title"', Frame(1.6, 0.8, 9.6, 1.0), title),
        placeholder(3, "要点", 'idx="1"', CLOSING_BODY, points),
        placeholder(4, "页码", NUMBER, CLOSING_SEAL, seal, "accent1"),
        fixed_text(23, f"{lesson.title}　　{CREDIT}", Frame(1.6, 6.5, 10.5, 0.34), Type(12, "lt2")),
    ]


def _teacher(lesson: Lesson) -> list[str]:
    return [
        placeholder(2, "标题", 'type="title"', Frame(0.85, 0.35, 10.9, 0.75), Type(28, bold=True)),
        fixed_block(21, Frame(0.85, 1.16, 11.65, 0.03), "accent1"),
        *_foot(lesson),
    ]


def _foot(lesson: Lesson) -> list[str]:
    return [
        fixed_block(22, Frame(0.85, 6.88, 11.65, 0.025), "tx1"),
        fixed_text(23, lesson.title, Frame(0.85, 6.99, 7.4, 0.3), Type(12, "dk2")),
        fixed_text(24, CREDIT, Frame(8.3, 6.99, 4.2, 0.3), Type(12, "dk2", align="r")),
    ]


def _image(layout: SlideLayout, data: bytes) -> str:
    return layout.part.get_or_add_image_part(io.BytesIO(data))[1]
