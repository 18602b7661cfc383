"""Hills, trees, water, clouds, sun, moon and stars."""

from collections.abc import Sequence
from math import cos, radians, sin

from home.starter_assets.drawing import beasts, birds, curves
from home.starter_assets.drawing.plate import Plate


def ridge(plate: Plate, peaks: Sequence[tuple[float, float]], base: float, inked: bool = False) -> None:
    """A chain of hills through ``peaks`` down to ``base``: hatched with a contour line, or solid ink."""
    left, right = peaks[0][0], peaks[-1][0]
    path = [(left, base, 1), *peaks, (right, base, 1)]
    if inked:
        plate.shape(path, halo=3)
    else:
        plate.tint(path, 225)
        plate.stroke(list(peaks), 5)


def hill_folds(plate: Plate, x: float, y: float, width: float, count: int = 3) -> None:
    """White folds on an inked hill whose top is (x, y)."""
    for i in range(1, count + 1):
        reach, drop = width * i / (count + 1), 26 * i
        plate.score(curves.arc(x, y + drop + reach * 0.5, reach, reach * 0.7, 200, 330), (0.6, 2.6, 0.6))


def mountain(plate: Plate, x: float, base: float, width: float, height: float) -> None:
    """One rounded cone hill of the Han kind, inked, with nested white contours."""
    half = width / 2
    path = [
        (x - half, base, 1),
        (x - half * 0.72, base - height * 0.42),
        (x - half * 0.34, base - height * 0.9),
        (x, base - height),
        (x + half * 0.36, base - height * 0.86),
        (x + half * 0.74, base - height * 0.4),
        (x + half, base, 1),
    ]
    plate.shape(path, halo=3)
    for k in (0.82, 0.62, 0.42):
        inner = [(x + (px - x) * k, base - (base - py) * k) for px, py, *_ in path]
        plate.score(inner[1:-1], (0.6, 2.6, 2.6, 0.6))


def cloud(plate: Plate, length: float = 200) -> None:
    """A drifting cloud scroll, its head at the right, centred on (0, 0)."""
    half = length / 2
    plate.stroke([(-half, 16), (-half * 0.5, 6), (0, 14), (half * 0.45, 8)], (1, 7, 9, 10))
    plate.stroke(curves.spiral(half * 0.55, -10, 26, 5, -1.4, 140), (10, 8, 6))
    plate.stroke(curves.spiral(0, -2, 20, 4, -1.3, 110), (8, 7, 5))
    plate.stroke(curves.spiral(-half * 0.45, 0, 14, 3, -1.2, 110), (6, 6, 4))
    plate.stroke([(half * 0.3, 14), (half * 0.7, 20), (half, 12)], (8, 6, 1))


def puff(plate: Plate, scale: float = 1.0) -> None:
    """A small cloud of three curls, flat below."""
    with plate.at(0, 0, scale):
        plate.stroke(curves.spiral(0, -16, 20, 4, 1.3, 90), (7, 6, 4))
        plate.stroke(curves.spiral(-28, -8, 14, 3, 1.2, 90), (6, 5, 4))
        plate.stroke(curves.spiral(28, -8, 14, 3, -1.2, 90), (6, 5, 4))
        plate.stroke("-52,8 -20,6 20,6 56,8", (1, 7, 7, 1))


def sun(plate: Plate, x: float, y: float, radius: float) -> None:
    """The sun with the three-legged crow in it."""
    plate.disc(x, y, radius, halo=3)
    plate.score(curves.arc(x, y, radius * 0.86, radius * 0.86, 0, 360), radius * 0.045)
    with plate.at(x, y + radius * 0.1, radius / 74):
        plate.cut(
            "26,-34 34,-32 46,-28! 34,-24 30,-10 14,4 -10,6 -46,18! -40,8 -52,6! -28,-6 -8,-16 10,-20 16,-30"
        )
        for path in ("-4,4 -6,20 -10,30", "4,4 6,20 4,30", "12,2 18,16 18,28"):
            plate.score(path, (4, 3, 3))
        plate.disc(30, -29, 1.8)
        plate.stroke("10,-12 -8,-6 -24,2", (1, 2.6, 1))


def rays(plate: Plate, x: float, y: float, inner: float, outer: float, count: int = 24) -> None:
    """Short tapered rays round a sun."""
    for i in range(count):
        a = radians(i * 360 / count)
        reach = outer if i % 2 else inner + (outer - inner) * 0.6
        plate.stroke(
            [(x + cos(a) * inner, y + sin(a) * inner), (x + cos(a) * reach, y + sin(a) * reach)], (6, 1.4)
        )


def moon(plate: Plate, x: float, y: float, radius: float, hare: bool = True) -> None:
    """The full moon as a ring with the toad, and the hare if asked."""
    plate.ring(x, y, radius, radius * 0.09)
    plate.ring(x, y, radius * 0.86, radius * 0.03)
    with plate.at(x - (radius * 0.34 if hare else 0), y + radius * 0.05, radius / 95, -14):
        beasts.toad(plate)
    if hare:
        with plate.at(x + radius * 0.34, y + radius * 0.46, radius / 86, flip=True):
            beasts.hare(plate)


def crescent(plate: Plate, x: float, y: float, radius: float) -> None:
    """A young moon open to the right."""
    plate.disc(x, y, radius, halo=0)
    plate.hole(x + radius * 0.42, y - radius * 0.16, radius * 0.84)


def stars(plate: Plate, points: Sequence[tuple[float, float]], size: float = 8) -> None:
    """A Han constellation: discs joined by a fine line."""
    plate.line(list(points), 2)
    for x, y in points:
        plate.disc(x, y, size, halo=2)


def billows(plate: Plate, left: float, right: float, y: float, size: float = 34) -> None:
    """A row of curling waves, crests on y."""
    count = max(round((right - left) / (size * 1.7)), 1)
    step = (right - left) / count
    for i in range(count):
        x = left + step * i
        swell = [(x - step * 0.1, y + size * 0.9), (x + step * 0.28, y + size * 0.4), (x + step * 0.55, y)]
        curl = curves.spiral(x + step * 0.66, y + size * 0.34, size * 0.36, size * 0.07, 1.15, -100)
        plate.stroke(swell + curl, (size * 0.1, size * 0.2, size * 0.15, size * 0.08))


def river(plate: Plate, left: float, right: float, top: float, rows: int, size: float = 34) -> None:
    """Rows of billows, each shifted by half a wave."""
    for row in range(rows):
        shift = size * 0.85 if row % 2 else 0.0
        billows(
            plate, left + shift, right - (size * 1.7 - shift if row % 2 else 0), top + row * size * 0.95, size
        )


def with_birds(plate: Plate, places: Sequence[tuple[float, float, float, bool]]) -> None:
    """Cranes in flight at ``(x, y, scale, flip)``."""
    for x, y, scale, flip in places:
        with plate.at(x, y, scale, flip=flip):
            birds.crane_flying(plate)
