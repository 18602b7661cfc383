"""Build the starter pictures and the list that describes them.

Each scene becomes one WebP, the card for other sites a PNG, and ``pictures.yaml`` gives for each file the
alternative text and the credit. Running it twice gives the same bytes with the same Pillow.
"""

import io
from pathlib import Path

import yaml
from PIL import Image

from home.starter_assets.drawing import gallery
from home.starter_assets.drawing.scene import Scene, render

CREDIT = "示意图：平台绘制"
QUALITY, LOWEST_QUALITY = 78, 50
# Bytes a picture of 1200 x 800 may have; a larger one may have as many more as it has pixels.
BUDGET = 90_000
BUDGET_PIXELS = 1200 * 800
CARD_COLOURS = 128


def webp(image: Image.Image) -> bytes:
    """Return the picture as WebP, at the best quality up to 78 that keeps it within its share of bytes."""
    limit = BUDGET * max(image.width * image.height / BUDGET_PIXELS, 1)
    data = b""
    for quality in range(QUALITY, LOWEST_QUALITY - 1, -3):
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=quality, method=6)
        data = buffer.getvalue()
        if len(data) < limit:
            break
    return data


def png(image: Image.Image) -> bytes:
    """Return the picture as PNG with a small palette."""
    buffer = io.BytesIO()
    few = image.quantize(CARD_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def build_pictures(out: Path) -> list[Path]:
    """Draw every picture into the folder ``out`` and describe them in ``out/pictures.yaml``.

    Returns the paths of the pictures. Files of the same names are replaced; others are left alone.
    """
    out.mkdir(parents=True, exist_ok=True)
    described: dict[str, dict[str, str]] = {}
    paths = []
    jobs: list[tuple[Scene, str]] = [(picture, "webp") for picture in gallery.SCENES]
    jobs += [(picture, "png") for picture in gallery.CARDS]
    for picture, kind in jobs:
        path = out / f"{picture.slug}.{kind}"
        path.write_bytes((webp if kind == "webp" else png)(render(picture)))
        described[path.name] = {"alt": picture.alt, "credit": CREDIT}
        paths.append(path)
    text = yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=200)
    (out / "pictures.yaml").write_text(text, encoding="utf-8")
    return paths
