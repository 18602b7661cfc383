"""Hand-made curves: smooth paths, tapered strokes and plane transforms.

Everything here is plain arithmetic on points ``(x, y)``; y grows downwards. No random numbers, no pictures.
A path is written as text, ``"0,0 10,5 20,0!"``: the curve runs smoothly through every point and turns sharply
at a point marked ``!``.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

Point = tuple[float, float]
Knot = tuple[float, float, bool]
Path = str | Sequence[Sequence[float]]
Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
STEPS = 10


@lru_cache(maxsize=4096)
def _parse(text: str) -> tuple[Knot, ...]:
    knots = []
    for word in text.split():
        x, y = word.rstrip("!").split(",")
        knots.append((float(x), float(y), word.endswith("!")))
    return tuple(knots)


def knots_of(path: Path) -> list[Knot]:
    """Return the knots ``(x, y, is_corner)`` of a path given as text or as points ``(x, y[, corner])``."""
    if isinstance(path, str):
        return list(_parse(path))
    return [(p[0], p[1], bool(p[2]) if len(p) > 2 else False) for p in path]


def _catmull(p0: Point, p1: Point, p2: Point, p3: Point) -> list[Point]:
    """Points of the piece from p1 (included) to p2 (left out), tangents cut to the piece length."""
    span = math.dist(p1, p2)

    def tangent(before: Point, after: Point) -> Point:
        reach = math.dist(before, after) or 1.0
        pull = min(0.5 * reach, span)
        return (after[0] - before[0]) / reach * pull, (after[1] - before[1]) / reach * pull

    (ax, ay), (bx, by) = tangent(p0, p2), tangent(p1, p3)
    points = []
    for i in range(STEPS):
        t = i / STEPS
        h1, h2 = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t
        h3, h4 = 1 - h1, t**3 - t**2
        points.append(
            (h1 * p1[0] + h2 * ax + h3 * p2[0] + h4 * bx, h1 * p1[1] + h2 * ay + h3 * p2[1] + h4 * by)
        )
    return points


def smooth(path: Path, closed: bool = False) -> list[Point]:
    """Return the points of the smooth curve through the knots of ``path``.

    ``closed`` joins the last knot to the first. A knot marked as a corner ends one curve and starts the next.
    """
    knots = knots_of(path)
    count = len(knots)
    if count < 3:
        return [(k[0], k[1]) for k in knots]
    points: list[Point] = []
    for i in range(count if closed else count - 1):
        here, there = knots[i], knots[(i + 1) % count]
        start, end = (not closed and i == 0), (not closed and i == count - 2)
        before = here if here[2] or start else knots[i - 1]
        after = there if there[2] or end else knots[(i + 2) % count]
        points += _catmull(before[:2], here[:2], there[:2], after[:2])
    if not closed:
        points.append(knots[-1][:2])
    return points


def spread(values: Sequence[float] | float, count: int) -> list[float]:
    """Stretch a few numbers evenly over ``count`` places, with straight lines between them."""
    if isinstance(values, int | float):
        return [float(values)] * count
    last = len(values) - 1
    out = []
    for i in range(count):
        place = i / max(count - 1, 1) * last
        low = min(int(place), last - 1) if last else 0
        high = min(low + 1, last)
        out.append(values[low] + (values[high] - values[low]) * (place - low))
    return out


def spiral(x: float, y: float, start: float, end: float, turns: float, phase: float = 0.0) -> list[Point]:
    """Points of a spiral round (x, y): radius ``start`` to ``end``, full turns, phase in degrees."""
    count = max(int(abs(turns) * 28), 8)
    points = []
    for i in range(count + 1):
        t = i / count
        angle = math.radians(phase) + turns * 2 * math.pi * t
        radius = start + (end - start) * t
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return points


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Points of an ellipse arc round (x, y) from angle ``start`` to ``end`` in degrees (0 right, 90 down)."""
    count = max(int(abs(end - start) / 6), 4)
    angles = [math.radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def along(points: Sequence[Point], count: int) -> list[tuple[float, float, float]]:
    """Return ``count`` places ``(x, y, direction in degrees)`` evenly spread over a polyline's length."""
    steps = [math.dist(a, b) for a, b in zip(points, points[1:], strict=False)]
    total, places = sum(steps), []
    for i in range(count):
        want = total * (i + 0.5) / count
        k = 0
        while k < len(steps) - 1 and want > steps[k]:
            want -= steps[k]
            k += 1
        (ax, ay), (bx, by) = points[k], points[k + 1]
        t = want / (steps[k] or 1.0)
        places.append((ax + (bx - ax) * t, ay + (by - ay) * t, math.degrees(math.atan2(by - ay, bx - ax))))
    return places


def compose(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the transform that applies ``inner`` first and then ``outer``."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def placed(x: float, y: float, scale: float, turn: float, flip: bool) -> Matrix:
    """Return the transform: mirror if ``flip``, turn by degrees (clockwise), scale, move to (x, y)."""
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    sign = -1.0 if flip else 1.0
    return (cos * sign, sin * sign, -sin, cos, x, y)


def apply(matrix: Matrix, points: Sequence[Point]) -> list[Point]:
    """Return the points moved by the transform."""
    a, b, c, d, e, f = matrix
    return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
