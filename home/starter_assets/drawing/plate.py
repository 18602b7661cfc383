"""The plate: where shapes are inked, as on a carved stone.

A plate holds masks at twice the final size: ``ink`` (raised and black in a rubbing), ``wash`` (a hatched
half-tone for hills and water far off) and ``red`` (what is vermilion). Shapes are drawn with a thin halo of
bare stone round them, so that figures that overlap stay legible, as relief does.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import sqrt

from PIL import Image, ImageDraw

from home.starter_assets.drawing import curves
from home.starter_assets.drawing.curves import Path

SCALE = 2


class Plate:
    """A drawing surface of ``width`` x ``height`` final pixels; all coordinates are final pixels."""

    def __init__(self, width: int = 1200, height: int = 800) -> None:
        self.width, self.height = width, height
        size = (width * SCALE, height * SCALE)
        self.ink, self.wash = Image.new("L", size, 0), Image.new("L", size, 0)
        self.red = Image.new("L", size, 0)
        self._ink, self._wash = ImageDraw.Draw(self.ink), ImageDraw.Draw(self.wash)
        self._red = ImageDraw.Draw(self.red)
        self._matrix = (float(SCALE), 0.0, 0.0, float(SCALE), 0.0, 0.0)

    @contextmanager
    def at(
        self, x: float, y: float, scale: float = 1.0, turn: float = 0.0, flip: bool = False
    ) -> Iterator["Plate"]:
        """Within the block, draw with the origin at (x, y), scaled, turned (degrees) and mirrored."""
        before = self._matrix
        self._matrix = curves.compose(before, curves.placed(x, y, scale, turn, flip))
        try:
            yield self
        finally:
            self._matrix = before

    def put(
        self,
        draw: Callable,
        x: float,
        y: float,
        scale: float = 1.0,
        flip: bool = False,
        turn: float = 0.0,
        **more: object,
    ) -> None:
        """Draw one motif with its own origin at (x, y); ``more`` goes to the motif."""
        with self.at(x, y, scale, turn, flip):
            draw(self, **more)

    def _grow(self) -> float:
        a, b, c, d, _, _ = self._matrix
        return sqrt(abs(a * d - b * c))

    def _fill(self, points: list, ink: int | None, wash: int | None) -> None:
        if ink is not None:
            self._ink.polygon(points, fill=ink)
        if wash is not None:
            self._wash.polygon(points, fill=wash)

    def _outline(self, points: list, width: float) -> None:
        ring = [*points, points[0], points[1]]
        for draw in (self._ink, self._wash):
            draw.line(ring, fill=0, width=max(int(width * 2), 1), joint="curve")

    def shape(self, path: Path, halo: float = 3.0) -> None:
        """Ink a closed shape; ``halo`` is the width in final pixels of the bare line round it."""
        points = curves.apply(self._matrix, curves.smooth(path, closed=True))
        if halo:
            self._outline(points, halo * SCALE)
        self._fill(points, 255, 0)

    def cut(self, path: Path) -> None:
        """Clear a closed shape to bare stone."""
        self._fill(curves.apply(self._matrix, curves.smooth(path, closed=True)), 0, 0)

    def tint(self, path: Path, level: int = 255) -> None:
        """Lay a closed shape as hatched half-tone, ``level`` 0 to 255; ink there is cleared."""
        self._fill(curves.apply(self._matrix, curves.smooth(path, closed=True)), 0, level)

    def dye(self, path: Path) -> None:
        """Fill a closed shape with vermilion; ink drawn later lies over it."""
        points = curves.apply(self._matrix, curves.smooth(path, closed=True))
        self._fill(points, 0, 0)
        self._red.polygon(points, fill=255)

    def _sweep(self, path: Path, widths: Sequence[float] | float, fills: tuple, extra: float) -> None:
        raw = curves.smooth(path)
        points = curves.apply(self._matrix, raw)
        grow = self._grow()
        radii = [w * grow / 2 + extra for w in curves.spread(widths, len(points))]
        for draw, fill in zip((self._ink, self._wash), fills, strict=True):
            if fill is None:
                continue
            for (x, y), r in zip(points, radii, strict=True):
                draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)
            for i in range(len(points) - 1):
                quad = _quad(points[i], points[i + 1], radii[i], radii[i + 1])
                if quad:
                    draw.polygon(quad, fill=fill)

    def stroke(self, path: Path, widths: Sequence[float] | float, halo: float = 0.0) -> None:
        """Ink an open stroke whose width runs evenly through ``widths`` (local units)."""
        if halo:
            self._sweep(path, widths, (0, 0), halo * SCALE)
        self._sweep(path, widths, (255, 0), 0.0)

    def score(self, path: Path, widths: Sequence[float] | float) -> None:
        """Cut an open stroke to bare stone: the white line inside a figure."""
        self._sweep(path, widths, (0, 0), 0.0)

    def haze(self, path: Path, widths: Sequence[float] | float, level: int = 255) -> None:
        """Lay an open stroke as hatched half-tone."""
        self._sweep(path, widths, (None, level), 0.0)

    def disc(self, x: float, y: float, radius: float, halo: float = 0.0) -> None:
        """Ink a disc."""
        self.shape(curves.arc(x, y, radius, radius, 0, 354), halo)

    def hole(self, x: float, y: float, radius: float) -> None:
        """Clear a disc."""
        self.cut(curves.arc(x, y, radius, radius, 0, 354))

    def ring(self, x: float, y: float, radius: float, width: float) -> None:
        """Ink a ring whose outer radius is ``radius``; what is inside stays."""
        self.stroke(curves.arc(x, y, radius - width / 2, radius - width / 2, 0, 360), width)

    def poly(self, corners: Path, halo: float = 3.0) -> None:
        """Ink a closed shape with straight sides."""
        self.shape([(x, y, 1) for x, y, _ in curves.knots_of(corners)], halo)

    def cut_poly(self, corners: Path) -> None:
        """Clear a closed shape with straight sides."""
        self.cut([(x, y, 1) for x, y, _ in curves.knots_of(corners)])

    def line(self, corners: Path, width: float, halo: float = 0.0) -> None:
        """Ink a line of straight pieces."""
        self.stroke([(x, y, 1) for x, y, _ in curves.knots_of(corners)], width, halo)

    def nick(self, corners: Path, width: float) -> None:
        """Cut a line of straight pieces."""
        self.score([(x, y, 1) for x, y, _ in curves.knots_of(corners)], width)


def _quad(p: tuple, q: tuple, rp: float, rq: float) -> list | None:
    """The four corners of the strip from p to q with half-widths rp and rq; nothing for a point."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    length = sqrt(dx * dx + dy * dy)
    if length < 1e-6:
        return None
    nx, ny = -dy / length, dx / length
    return [
        (p[0] + nx * rp, p[1] + ny * rp),
        (q[0] + nx * rq, q[1] + ny * rq),
        (q[0] - nx * rq, q[1] - ny * rq),
        (p[0] - nx * rp, p[1] - ny * rp),
    ]
