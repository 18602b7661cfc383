"""Fonts of the task sheet as TrueType subsets.

Chromium embeds TrueType outlines as true fonts, which viewers draw sharply, but breaks the curves of the
Noto CJK fonts (CFF) up into drawings three times the size. So the few hundred characters of a sheet are cut
out and their curves turned into TrueType's before printing.
"""

import base64
import io
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

# Where the package fonts-noto-cjk and its like put their files.
FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
)
# Family and weight as the style sheet names them, and the file.
FACES = (
    ("Noto Serif CJK SC", 400, "NotoSerifCJK-Regular.ttc"),
    ("Noto Serif CJK SC", 700, "NotoSerifCJK-Bold.ttc"),
    ("Noto Sans CJK SC", 400, "NotoSansCJK-Regular.ttc"),
    ("Noto Sans CJK SC", 700, "NotoSansCJK-Bold.ttc"),
)
# Deviation allowed when curves are turned, in units of a thousandth of the type size.
TOLERANCE = 1.0
TRUETYPE = "\0\1\0\0"
NAME_OF_FAMILY = (16, 1)
NO_PROGRAM = (
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
    *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"),
)


def font_faces(text: str) -> str:
    """Return CSS that holds the fonts for ``text``; raise FileNotFoundError when they are not installed."""
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/ttf;base64,"
        f"{base64.b64encode(cut_out(font_file(name), family, text)).decode()})}}"
        for family, weight, name in FACES
    )


def font_file(name: str) -> Path:
    """Find a font by its file name."""
    for folder in FOLDERS:
        for path in sorted(folder.rglob(name)) if folder.is_dir() else ():
            return path
    raise FileNotFoundError(f"{name} is missing: install the Noto CJK fonts (package fonts-noto-cjk)")


def cut_out(path: Path, family: str, text: str) -> bytes:
    """Return the characters of ``text`` from one family of a font collection as a TrueType font."""
    fonts = TTCollection(path, lazy=True).fonts
    font = next(each for each in fonts if family in [each["name"].getDebugName(n) for n in NAME_OF_FAMILY])
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    turn_curves(font)
    font.recalcTimestamp = False
    data = io.BytesIO()
    font.save(data)
    return data.getvalue()


def turn_curves(font: TTFont) -> None:
    """Replace the cubic outlines of a font by quadratic ones, in place."""
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    table: Any = newTable("glyf")
    table.glyphs, table.glyphOrder = {}, order
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), table
    del font["CFF "]
    profile: Any = font["maxp"]
    profile.tableVersion, profile.maxZones = 0x00010000, 1
    for name in NO_PROGRAM:
        setattr(profile, name, 0)
    names: Any = font["post"]
    names.formatType = 3.0
    font.sfntVersion = TRUETYPE
