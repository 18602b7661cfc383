"""The pictures of the slides: that of the lesson on the cover, small figures beside the points."""

import io
from typing import Any

from pptx.oxml import parse_xml
from pptx.shapes.picture import Picture
from pptx.slide import Slide
from pptx.util import Emu, Inches

from .lesson_picture import jpeg
from .lesson_source import Lesson
from .slide_parts import NAMESPACES, Frame
from .vignettes import vignette

DECORATIVE = (
    f'<a:extLst {NAMESPACES}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def add_cover_picture(slide: Slide, lesson: Lesson, place: Frame) -> None:
    """Put the picture of the lesson on the cover, with a text for screen readers."""
    size = [Inches(value) for value in (place.x, place.y, place.width, place.height)]
    data = jpeg(lesson.picture, 1200, place.width / place.height)
    _name(
        slide.shapes.add_picture(io.BytesIO(data), *size),
        "课题插图",
        f"《{lesson.title}》插图，汉画拓片风格的示意图",
    )


def add_figure(slide: Slide, name: str, stand: Frame, light: bool = False) -> None:
    """Stand a figure on the lower edge of a frame, in its middle; readers pass over it as decoration."""
    picture = slide.shapes.add_picture(io.BytesIO(vignette(name, light)), Emu(0), Emu(0))
    scale = min(Inches(stand.width) / picture.width, Inches(stand.height) / picture.height)
    width, height = round(picture.width * scale), round(picture.height * scale)
    picture.width, picture.height = Emu(width), Emu(height)
    picture.left = Emu(Inches(stand.x) + (Inches(stand.width) - width) // 2)
    picture.top = Emu(Inches(stand.y + stand.height) - height)
    _name(picture, "装饰图案", "")
    _properties(picture).append(parse_xml(DECORATIVE))


def _name(picture: Picture, name: str, text: str) -> None:
    properties = _properties(picture)
    properties.set("name", name)
    properties.set("descr", text)


def _properties(picture: Picture) -> Any:
    element: Any = picture._element
    return element.nvPicPr.cNvPr
