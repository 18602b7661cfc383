"""The empty slide deck of a lesson: theme, master and layouts in the portal's colours."""

import re

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from .lesson_source import Lesson
from .slide_layouts import BODY, HEIGHT, NAMES, SEAL, WIDTH, layout_shapes
from .slide_parts import Frame, Type, placeholder, slide_data
from .steady_files import drop_leftovers

FONT = "微软雅黑"
COLORS = {
    "dk1": "1F1B16",
    "lt1": "FAF7F0",
    "dk2": "6B6256",
    "lt2": "DDD5C5",
    "accent1": "B3271E",
    "accent2": "1F6F5C",
    "accent3": "8A5A12",
    "accent4": "24497A",
    "accent5": "8C1C15",
    "accent6": "4A433A",
    "hlink": "24497A",
    "folHlink": "4A433A",
}
# Positions in the library's own template of the layouts that ours replace.
REPLACED = (0, 1, 2, 3, 4, 5)


def empty_deck(lesson: Lesson) -> Deck:
    """Return a 16:9 deck without slides whose layouts name the lesson and the source."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    drop_leftovers(deck.part.package)
    _dress_theme(deck)
    _dress_master(deck)
    layouts = list(deck.slide_layouts)
    for number, layout in enumerate(layouts):
        if number not in REPLACED:
            deck.slide_layouts.remove(layout)
    for kind, layout in enumerate(deck.slide_layouts):
        element = layout._element
        element.replace(element.cSld, slide_data(NAMES[kind], layout_shapes(layout, kind, lesson)))
        element.set("type", ("title", "obj", "obj", "obj", "obj", "titleOnly")[kind])
    return deck


def _dress_theme(deck: Deck) -> None:
    """Give the theme our colours and fonts, so that a teacher's additions fit in by themselves."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    xml = part.blob.decode("utf-8")
    for name, value in COLORS.items():
        color = f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
        xml = re.sub(rf"<a:{name}>.*?</a:{name}>", color, xml, flags=re.S)
    face = (
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="{FONT}"/>'
    )
    for name in ("majorFont", "minorFont"):
        xml = re.sub(rf"<a:{name}>.*?</a:{name}>", f"<a:{name}>{face}</a:{name}>", xml, flags=re.S)
    part._blob = xml.encode("utf-8")


def _dress_master(deck: Deck) -> None:
    """Lay the placeholders of the master out for 16:9; the layouts say the rest."""
    shapes = [
        placeholder(2, "标题", 'type="title"', Frame(0.85, 0.3, 11.0, 0.9), Type(38, bold=True)),
        placeholder(3, "要点", 'type="body" idx="1"', BODY, Type(36, bullet=True, spacing=40)),
        placeholder(4, "页码", 'type="sldNum" sz="quarter" idx="4"', SEAL, Type(18, align="ctr")),
    ]
    master = deck.slide_master._element
    master.replace(master.cSld, slide_data("", shapes))
