"""Bands and frames of the stones: lozenges, teeth, drapes, waves, linked rings, cloud scrolls."""

from collections.abc import Callable

from home.starter_assets.drawing import curves
from home.starter_assets.drawing.plate import Plate


def lozenges(plate: Plate, left: float, right: float, top: float, depth: float) -> None:
    """A band of linked lozenges with a bare eye."""
    count = max(round((right - left) / (depth * 1.9)), 1)
    step, mid, half = (right - left) / count, top + depth / 2, depth / 2
    for i in range(count):
        x = left + step * (i + 0.5)
        plate.poly([(x - step / 2, mid), (x, mid - half), (x + step / 2, mid), (x, mid + half)], halo=0)
        plate.cut_poly(
            [(x - step / 4.2, mid), (x, mid - half / 2.1), (x + step / 4.2, mid), (x, mid + half / 2.1)]
        )
        plate.poly(
            [(x - step / 9, mid), (x, mid - half / 5), (x + step / 9, mid), (x, mid + half / 5)], halo=0
        )


def teeth(plate: Plate, left: float, right: float, top: float, depth: float) -> None:
    """A saw-tooth band, points down."""
    count = max(round((right - left) / (depth * 0.95)), 1)
    step = (right - left) / count
    for i in range(count):
        x = left + step * i
        plate.poly([(x, top), (x + step, top), (x + step / 2, top + depth)], halo=0)


def drapes(plate: Plate, left: float, right: float, top: float, depth: float) -> None:
    """Hanging drapes: a row of scallops, each with an inner line."""
    count = max(round((right - left) / (depth * 2.0)), 1)
    step = (right - left) / count
    for i in range(count):
        mid = left + step * (i + 0.5)
        plate.shape(
            [(mid - step / 2, top, 1), (mid + step / 2, top, 1), *_bowl(mid, top, step / 2.08, depth)], halo=0
        )
        plate.score(curves.arc(mid, top, step / 3.1, depth * 0.58, 0, 180), depth * 0.11)


def _bowl(mid: float, top: float, rx: float, ry: float) -> list:
    return curves.arc(mid, top, rx, ry, 0, 180)


def rings(plate: Plate, left: float, right: float, top: float, depth: float) -> None:
    """Linked jade rings on a cord."""
    count = max(round((right - left) / (depth * 1.6)), 1)
    step, mid = (right - left) / count, top + depth / 2
    plate.line([(left, mid), (right, mid)], depth * 0.14)
    for i in range(count):
        x = left + step * (i + 0.5)
        plate.disc(x, mid, depth * 0.5, halo=2)
        plate.hole(x, mid, depth * 0.24)
        plate.poly(
            [
                (x - step / 2 - 4, mid - 5),
                (x - step / 2 + 4, mid - 5),
                (x - step / 2 + 4, mid + 5),
                (x - step / 2 - 4, mid + 5),
            ],
            halo=0,
        )


def waves(plate: Plate, left: float, right: float, top: float, depth: float) -> None:
    """Rolling waves that curl to the right."""
    count = max(round((right - left) / (depth * 1.7)), 1)
    step, low = (right - left) / count, top + depth
    for i in range(count):
        x = left + step * i
        crest = [
            (x - step * 0.08, low),
            (x + step * 0.22, top + depth * 0.42),
            (x + step * 0.52, top + depth * 0.1),
        ]
        curl = curves.spiral(x + step * 0.62, top + depth * 0.46, depth * 0.38, depth * 0.08, 1.15, -100)
        plate.stroke(crest + curl, (depth * 0.26, depth * 0.2, depth * 0.16, depth * 0.1))
    plate.line([(left, low), (right, low)], depth * 0.1)


def scrolls(plate: Plate, left: float, right: float, top: float, depth: float) -> None:
    """Cloud scrolls that turn up and down in turn."""
    count = max(round((right - left) / (depth * 2.2)), 1)
    step, mid = (right - left) / count, top + depth / 2
    stem = [
        (left + step * k / 2, mid + (depth * 0.3 if k % 2 else -depth * 0.3)) for k in range(count * 2 + 1)
    ]
    plate.stroke(stem, depth * 0.12)
    for k in range(count * 2):
        x, up = left + step * (k + 0.5) / 2, k % 2 == 1
        y = mid + (depth * 0.12 if up else -depth * 0.12)
        turns = 1.3 if up else -1.3
        plate.stroke(
            curves.spiral(x, y, depth * 0.34, depth * 0.05, turns, 120 if up else -120),
            (depth * 0.12, depth * 0.1),
        )


BANDS: dict[str, Callable] = {
    "lozenges": lozenges,
    "teeth": teeth,
    "drapes": drapes,
    "rings": rings,
    "waves": waves,
    "scrolls": scrolls,
}


def rules(plate: Plate, left: float, right: float, y: float, width: float = 4) -> None:
    """A heavy line with a fine line under it."""
    plate.line([(left, y), (right, y)], width)
    plate.line([(left, y + width * 2), (right, y + width * 2)], width * 0.45)


def band(plate: Plate, kind: str, left: float, right: float, top: float, depth: float) -> None:
    """A patterned band between two lines: ``top`` is the upper one, ``depth`` the height between."""
    plate.cut_poly([(left, top), (right, top), (right, top + depth), (left, top + depth)])
    plate.line([(left, top), (right, top)], 4)
    plate.line([(left, top + depth), (right, top + depth)], 4)
    hanging = kind in ("teeth", "drapes", "waves")
    inset = 0.0 if hanging else depth * 0.14
    BANDS[kind](plate, left, right, top + inset, depth - 2 * inset - (depth * 0.18 if hanging else 0))


def frame(plate: Plate, top: str = "", bottom: str = "", depth: float = 36, inset: float = 40) -> None:
    """Frame the finished plate: clear what runs out, a line all round, bands at top and bottom."""
    wide, tall, out = plate.width, plate.height, inset
    for x0, y0, x1, y1 in (
        (0, 0, wide, out),
        (0, tall - out, wide, tall),
        (0, 0, out, tall),
        (wide - out, 0, wide, tall),
    ):
        plate.cut_poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    left, right, high, low = inset, wide - inset, inset, tall - inset
    if top:
        band(plate, top, left, right, high, depth)
    if bottom:
        band(plate, bottom, left, right, low - depth, depth)
    plate.line([(left, high), (right, high), (right, low), (left, low), (left, high)], 6)
