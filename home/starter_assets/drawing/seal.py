"""The one vermilion seal: two characters cut white, drawn stroke by stroke without any font."""

import random

from PIL import Image, ImageDraw

from home.starter_assets.drawing.paper import VERMILION, roughen

WIDTH, HEIGHT = 64, 112

# Strokes as corner points on a 100 x 175 field: the place name, first character above the second.
NAN = (
    ((14, 25), (86, 25)),
    ((50, 12), (50, 38)),
    ((16, 84), (16, 38), (84, 38), (84, 84)),
    ((35, 46), (40, 54)),
    ((65, 46), (60, 54)),
    ((30, 58), (70, 58)),
    ((30, 69), (70, 69)),
    ((50, 58), (50, 84)),
)
YANG = (
    ((18, 162), (18, 97)),
    ((18, 99), (42, 99), (31, 115), (43, 126), (37, 140), (24, 140)),
    ((55, 162), (55, 99), (84, 99), (84, 162)),
    ((55, 130), (84, 130)),
    ((55, 160), (84, 160)),
)


def _mask(width: int) -> Image.Image:
    scale = width / 100
    height = round(width * HEIGHT / WIDTH)
    mask = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mask)
    draw.rounded_rectangle((0, 0, width - 1, height - 1), radius=width // 11, fill=255)
    thick = round(width * 0.072)
    for stroke in NAN + YANG:
        points = [(x * scale, y * scale) for x, y in stroke]
        draw.line(points, fill=0, width=thick, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.rectangle((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=0)
    return mask


def stamp(picture: Image.Image, x: int, y: int, seed: int, width: int = WIDTH) -> None:
    """Press the seal on ``picture`` with its top left corner at (x, y); ``width`` in pixels."""
    rng = random.Random(seed * 31 + 5)  # noqa: S311
    pad, face = 10, _mask(width * 2)
    big = Image.new("L", (face.width + pad * 4, face.height + pad * 4), 0)
    big.paste(face, (pad * 2, pad * 2))
    mask = roughen(big, rng, 0.24).rotate(rng.uniform(-2.0, 2.0), Image.Resampling.BICUBIC)
    mask = mask.point([v * 245 // 255 for v in range(256)])
    picture.paste(Image.new("RGB", mask.size, VERMILION), (x - pad, y - pad), mask)
