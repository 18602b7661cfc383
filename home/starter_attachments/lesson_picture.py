"""The drawn picture of a lesson as JPEG, the one format every office program shows."""

import io
from pathlib import Path

from PIL import Image, ImageOps

# Bare paper round the rubbing, as a share of the width: cut away, so that the picture ends with the stone.
MARGIN = 0.022


def jpeg(path: Path, width: int, ratio: float, quality: int = 76) -> bytes:
    """Return the picture cut to ``ratio`` (width by height) and ``width`` pixels wide.

    Raise FileNotFoundError when the pictures have not been drawn yet.
    """
    with Image.open(path) as picture:
        margin = round(picture.width * MARGIN)
        stone = ImageOps.crop(picture.convert("RGB"), margin)
    fitted = ImageOps.fit(stone, (width, round(width / ratio)), Image.Resampling.LANCZOS)
    data = io.BytesIO()
    fitted.save(data, "JPEG", quality=quality, optimize=True)
    return data.getvalue()
