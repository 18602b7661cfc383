"""From plate to rubbing: stone grain, uneven ink, warm paper.

All texture comes from ``random.Random(seed)``, so the same plate and seed give the same picture everywhere.
Colours are the tokens of the visual design: ink #1F1B16, paper #FAF7F0, vermilion #B3271E.
"""

import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from home.starter_assets.drawing.plate import SCALE, Plate

INK = (0x1F, 0x1B, 0x16)
VERMILION = (0xB3, 0x27, 0x1E)
STONE = (0x7A, 0x66, 0x4C)
AGED = (0xEE, 0xE5, 0xD3)
PAPER = (0xFA, 0xF7, 0xF0)


def grain(size: tuple[int, int], rng: random.Random, cell: float, contrast: float = 1.0) -> Image.Image:
    """Return smooth grey noise of the given size; ``cell`` is the size in pixels of one patch, mean 128."""
    small = (max(int(size[0] / cell), 2), max(int(size[1] / cell), 2))
    noise = Image.frombytes("L", small, rng.randbytes(small[0] * small[1]))
    noise = noise.filter(ImageFilter.GaussianBlur(0.8)).resize(size, Image.Resampling.BICUBIC)
    return noise.point([_clamp(128 + (v - 128) * 2.2 * contrast) for v in range(256)])


def _clamp(value: float) -> int:
    return max(0, min(255, round(value)))


def _ramp(low: float, high: float) -> list[int]:
    return [_clamp((v - low) / (high - low) * 255) for v in range(256)]


def roughen(mask: Image.Image, rng: random.Random, bite: float = 0.30) -> Image.Image:
    """Return the mask with edges broken as a worn carving has them, at final size."""
    soft = mask.filter(ImageFilter.GaussianBlur(2.2))
    noise = ImageChops.add(grain(mask.size, rng, 5), grain(mask.size, rng, 14), scale=2)
    mixed = Image.blend(soft, noise, bite)
    hard = mixed.point(_ramp(96, 156))
    return hard.resize((mask.width // SCALE, mask.height // SCALE), Image.Resampling.LANCZOS)


def _chisel(size: tuple[int, int], rng: random.Random, slant: float) -> Image.Image:
    """Rows of short chisel strokes, white on black; ``slant`` is the horizontal run of a stroke in pixels."""
    sheet = Image.new("L", size, 0)
    draw = ImageDraw.Draw(sheet)
    step = 10
    for row in range(-30, size[1] + 30, 30):
        for x in range(-40, size[0] + 40, step):
            left = x + rng.uniform(-3, 3) + (row // 30 % 2) * 5
            top, tall = row + rng.uniform(-6, 6), rng.uniform(18, 32)
            shade = rng.randint(90, 255)
            draw.line(
                (left, top, left + slant * tall / 26, top + tall), fill=shade, width=rng.choice((2, 3, 3, 4))
            )
    return sheet.filter(ImageFilter.GaussianBlur(1.3))


def _stone_edge(size: tuple[int, int], rng: random.Random, margin: int) -> Image.Image:
    """The area the ink pad touched: a rectangle with a slightly broken edge."""
    big = Image.new("L", (size[0] * SCALE, size[1] * SCALE), 0)
    m = margin * SCALE
    ImageDraw.Draw(big).rectangle((m, m, big.width - m, big.height - m), fill=255)
    return roughen(big.filter(ImageFilter.GaussianBlur(5)), rng, 0.36)


def rub(plate: Plate, seed: int, slant: float = 9.0, night: bool = False, margin: int = 24) -> Image.Image:
    """Return the rubbing of a plate as an RGB picture.

    ``slant`` sets the run of the chisel strokes of the ground; ``night`` inks the ground and leaves the
    figures bare; ``margin`` is the bare paper round the stone in pixels.
    """
    rng = random.Random(seed)  # noqa: S311
    size = (plate.width, plate.height)
    edge = _stone_edge(size, rng, margin)
    figure, wash = roughen(plate.ink, rng), roughen(plate.wash, rng, 0.2)
    chisel, cloud = _chisel(size, rng, slant), grain(size, rng, 90)
    sheet = _paper(size, rng)
    if night:
        half = ImageChops.multiply(wash, chisel.point([50 + v // 2 for v in range(256)]))
        bare = ImageChops.lighter(figure, half)
        dark = ImageChops.multiply(ImageChops.invert(bare), edge)
        return _lay(sheet, INK, _wear(dark, rng, cloud.point([110 + v // 2 for v in range(256)]), 256))
    touched = ImageChops.multiply(chisel, cloud.point(_ramp(30, 170))).point(
        [16 + v // 4 for v in range(256)]
    )
    tone = ImageChops.multiply(wash, chisel.point([70 + v * 5 // 8 for v in range(256)]))
    sheet = _lay(sheet, STONE, ImageChops.multiply(touched, edge))
    sheet = _lay(sheet, INK, tone.point([v * 4 // 8 for v in range(256)]))
    worn = _wear(figure, rng, cloud, 262)
    if plate.red.getbbox():
        sheet = _lay(sheet, VERMILION, _wear(roughen(plate.red, rng, 0.2), rng, cloud, 262))
    return _lay(sheet, INK, worn)


def _wear(mask: Image.Image, rng: random.Random, cloud: Image.Image, full: int) -> Image.Image:
    """Uneven inking: flecks of bare paper gathered in patches, the rest of the mask at about ``full``."""
    flecks = grain(mask.size, rng, 3.2)
    patchy = Image.blend(flecks, cloud, 0.42).point(_ramp(30, 51))
    tone = grain(mask.size, rng, 40).point([_clamp(full - 14 + (v - 128) / 5) for v in range(256)])
    return ImageChops.multiply(ImageChops.multiply(mask, tone), patchy)


def _lay(sheet: Image.Image, colour: tuple[int, int, int], density: Image.Image) -> Image.Image:
    return Image.composite(Image.new("RGB", sheet.size, colour), sheet, density)


def _paper(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Warm paper that is not quite even."""
    shade = grain(size, rng, 120).point([_clamp((v - 110) * 0.7) for v in range(256)])
    return _lay(Image.new("RGB", size, PAPER), AGED, shade)
