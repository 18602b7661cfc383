"""Grounds in the manner of a rubbing: inked stone with chisel marks and a row of saw teeth."""

import io
import random

from PIL import Image, ImageDraw

INK, PAPER = (0x1F, 0x1B, 0x16), (0xFA, 0xF7, 0xF0)
CHISEL, WORN, SPECK = (0x2B, 0x26, 0x20), (0x16, 0x13, 0x0F), (0x8A, 0x82, 0x76)
TOOTH = 32


def _scratch(draw: ImageDraw.ImageDraw, rng: random.Random, width: int, height: int) -> None:
    """Lay the slanted strokes of the chisel and the white flecks where the paper missed the stone."""
    for _ in range(width * height // 900):
        x, y, length = rng.randrange(width), rng.randrange(height), rng.randrange(8, 40)
        draw.line((x, y, x + length // 6, y + length), fill=rng.choice((CHISEL, CHISEL, WORN)), width=2)
    for _ in range(width * height // 2600):
        x, y, size = rng.randrange(width), rng.randrange(height), rng.choice((0, 0, 1, 1, 2))
        draw.ellipse((x, y, x + size, y + size), fill=SPECK)


def _teeth(draw: ImageDraw.ImageDraw, rng: random.Random, width: int, top: int) -> None:
    """Hang a row of inked teeth below a bare line that starts at ``top`` (pixels)."""
    draw.rectangle((0, top, width, top + TOOTH * 2), fill=PAPER)
    for x in range(-TOOTH // 2, width + TOOTH, TOOTH):
        shake = [rng.uniform(-1.4, 1.4) for _ in range(3)]
        left, right = x + 1.5 + shake[0], x + TOOTH - 1.5 + shake[1]
        tip = (x + TOOTH / 2 + shake[2], top + 7 + TOOTH * 0.72 + shake[0])
        draw.polygon(((left, top + 7 + shake[1]), (right, top + 7 + shake[0]), tip), fill=INK)


def _png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.quantize(16, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    return data.getvalue()


def band(width: int = 1600, height: int = 186) -> bytes:
    """Return a PNG strip of inked stone with teeth along its lower edge; sizes in pixels."""
    rng = random.Random(25)  # noqa: S311
    picture = Image.new("RGB", (width, height), INK)
    draw = ImageDraw.Draw(picture)
    _scratch(draw, rng, width, height)
    _teeth(draw, rng, width, height - 36)
    return _png(picture)


def slab(width: int = 1600, height: int = 900) -> bytes:
    """Return a PNG of a whole inked stone with a bare line round its field; sizes in pixels."""
    rng = random.Random(220)  # noqa: S311
    picture = Image.new("RGB", (width, height), INK)
    draw = ImageDraw.Draw(picture)
    _scratch(draw, rng, width, height)
    for inset, line in ((34, 3), (46, 1)):
        draw.rectangle((inset, inset, width - inset, height - inset), outline=PAPER, width=line)
    return _png(picture)
