"""How large slide text may be so that it stays inside its frame in any office program."""

import math
import unicodedata
from itertools import pairwise

# Line height of the Chinese fonts in use is 1.32 (微软雅黑) to 1.45 (Noto): the larger counts.
LINE_HEIGHT = 1.45
POINTS_PER_INCH = 72
# Width of a Latin sign, and of the gap between Latin and Chinese ones, in widths of a Chinese character.
LATIN, BETWEEN = 0.6, 0.25
# Room for a character that line-breaking rules carry over to the next line.
CARRIED = 1.0
# Fonts differ a little from one machine to the next.
SAFE = 0.98
SIZES = (44, 42, 40, 38, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18)
# Text that must be broken is set no larger than this: a smaller size on one line is easier to read.
LARGEST_BROKEN = 34


def width_in_em(text: str) -> float:
    """Return the width of a text in widths of one Chinese character.

    Office programs put a quarter of a width between Chinese and Latin signs, so that counts too.
    """
    wide = [unicodedata.east_asian_width(sign) in "WFA" for sign in text]
    borders = sum(left != right for left, right in pairwise(wide))
    return sum(1.0 if each else LATIN for each in wide) + borders * BETWEEN


def line_count(text: str, size: int, width: float) -> int:
    """Return on how many lines a text of ``size`` points stands in a frame of ``width`` inches."""
    room = width * SAFE * POINTS_PER_INCH / size
    needed = width_in_em(text)
    return 1 if needed <= room else math.ceil(needed / (room - CARRIED))


def height_in_inches(texts: list[str], size: int, width: float, spacing: float) -> float:
    """Return the height of paragraphs; ``spacing`` is the space before each, as a share of a line."""
    lines = sum(line_count(text, size, width) for text in texts)
    gaps = spacing * (len(texts) - 1)
    return (lines + gaps) * size * LINE_HEIGHT / POINTS_PER_INCH


def fitting_size(texts: list[str], width: float, height: float, spacing: float, largest: int = 44) -> int:
    """Return the size in points for all paragraphs: one line each if possible, else the largest that fits.

    Raise ValueError when even the smallest size does not fit: the text is too long for a slide.
    """
    fitting = [
        size for size in SIZES if size <= largest and height_in_inches(texts, size, width, spacing) <= height
    ]
    if not fitting:
        raise ValueError(f"too much text for a frame of {width} by {height} inches: {texts}")
    single = [size for size in fitting if all(line_count(text, size, width) == 1 for text in texts)]
    broken = [size for size in fitting if size <= LARGEST_BROKEN] or fitting
    return max(single[0] if single else 0, broken[0])
