"""People: jointed figures in modern clothes or Han robes.

A figure stands on y = 0 and faces right. Its joints come from a ``Pose``; a ``Look`` says hair and clothes.
Parts are drawn from far to near, each with a bare line round it.
"""

from dataclasses import dataclass, replace
from math import atan2, degrees, hypot
from typing import Any

from home.starter_assets.drawing import heads
from home.starter_assets.drawing.curves import knots_of
from home.starter_assets.drawing.plate import Plate


@dataclass(frozen=True)
class Pose:
    """Joints in local units. Arms are ``elbow hand``, legs ``knee ankle``; ``toes`` are angles in degrees.

    ``hem`` gives the robe's outline on the ground, left to right, for robed figures.
    """

    head: str
    neck: str
    hip: str
    near_arm: str
    far_arm: str
    near_leg: str
    far_leg: str
    tilt: float = 0.0
    toes: tuple[float, float] = (0.0, 0.0)
    hem: str = ""

    def but(self, **changes: Any) -> "Pose":
        """Return a copy with some joints changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Look:
    """Hair and clothes; ``build`` is child or adult, ``dress`` trousers, skirt, shorts or robe."""

    build: str = "child"
    hair: str = "crop"
    dress: str = "trousers"
    bag: bool = False
    scarf: bool = False
    apron: bool = False
    glasses: bool = False
    beard: bool = False
    asleep: bool = False
    belly: bool = False
    calm: bool = False


# Torso width, arm widths, leg widths, head scale, foot scale.
BUILDS: dict[str, tuple[float, tuple[float, ...], tuple[float, ...], float, float]] = {
    "child": (25, (12.5, 10.5, 8), (19, 14, 10), 1.0, 0.95),
    "adult": (32, (16, 13, 9), (26, 18, 12), 1.0, 1.2),
}


def _xy(text: str) -> tuple[float, float]:
    x, y, _ = knots_of(text)[0]
    return x, y


def _limb(plate: Plate, start: tuple[float, float], rest: str, widths: tuple, halo: float = 2.0) -> None:
    plate.stroke([start, *[k[:2] for k in knots_of(rest)]], widths, halo)


def _hand(plate: Plate, rest: str, size: float) -> None:
    (ex, ey), (hx, hy) = (k[:2] for k in knots_of(rest)[-2:])
    with plate.at(hx, hy, size, degrees(atan2(hy - ey, hx - ex))):
        plate.shape("-3,-3.6 3,-4.6 9,-2.4 10,1 4,3.8 -3,3.6", halo=0)
        plate.stroke("1,-2 4,-6.6", (3.4, 2.4))
        plate.nick("-4,-5 -4,5", 1.5)


def _foot(plate: Plate, rest: str, angle: float, size: float) -> None:
    x, y = knots_of(rest)[-1][:2]
    with plate.at(x, y, size, angle):
        plate.shape("-6,-4! 4,-5 10,-1 15,1 15.5,5! -7,5!", halo=1.6)
        plate.nick("-5,2.6 15,2.6", 1.2)


def _arm(plate: Plate, look: Look, neck: tuple, rest: str, near: bool) -> None:
    if look.dress == "robe":
        _sleeve(plate, neck, rest)
        return
    _, widths, _, _, _ = BUILDS[look.build]
    drop = 4 if look.build == "child" else 6
    _limb(plate, (neck[0] + (0 if near else 2), neck[1] + drop), rest, widths)
    _hand(plate, rest, 0.8 if look.build == "child" else 1.0)


def _sleeve(plate: Plate, neck: tuple, rest: str) -> None:
    """A wide Han sleeve that hangs from the forearm."""
    (ex, ey), (hx, hy) = (k[:2] for k in knots_of(rest))
    with plate.at(hx, hy, 1.0, degrees(atan2(hy - ey, hx - ex))):
        plate.shape("-3,-4 4,-5 10,-2 9,2 3,4 -3,4", halo=1.6)
    slope = (hx - ex) * 0.10
    path = [
        (neck[0] - 5, neck[1] + 1),
        (ex, ey - 9),
        (hx, hy - 6, 1),
        (hx + 2, hy + 16, 1),
        (hx - 6, hy + 24),
        (ex + slope, ey + 22),
        (neck[0] - 8, neck[1] + 28),
    ]
    plate.shape(path, halo=2.2)
    plate.nick([(hx - 5, hy - 5), (hx - 4, hy + 20)], 1.7)
    plate.score([(ex - 2, ey + 2), (ex + 6, ey + 12), (hx - 9, hy + 17)], (0.8, 1.8, 1.0))
    plate.score([(ex - 8, ey), (ex - 4, ey + 12)], (0.8, 1.6))


def _leg(plate: Plate, look: Look, hip: tuple, rest: str, angle: float, near: bool) -> None:
    _, _, widths, _, foot = BUILDS[look.build]
    start = (hip[0] + (0 if near else 1), hip[1] - 2)
    _foot(plate, rest, angle, foot)
    if look.dress in ("skirt", "shorts"):
        widths = (widths[0], widths[1] * 0.8, widths[2] * 0.75)
    _limb(plate, start, rest, widths)
    x, y = knots_of(rest)[-1][:2]
    plate.nick([(x - widths[2] * 0.8, y - 4), (x + widths[2] * 0.8, y - 4)], 1.4)


def _torso_path(width: float, length: float, dress: str) -> list:
    """Outline in the frame of the spine: origin at the hip, y up is negative, x forward."""
    w, n = width / 2, length
    top = [(-w * 0.42, -n - 3), (w * 0.36, -n - 3)]
    front = [(w * 0.86, -n + 7), (w * 1.02, -n * 0.45)]
    back = [(-w * 1.02, -n * 0.45), (-w * 0.92, -n + 8)]
    if dress == "skirt":
        hem = [
            (w * 0.92, -2),
            (w * 1.75, n * 0.62, 1),
            (w * 0.2, n * 0.70),
            (-w * 1.55, n * 0.60, 1),
            (-w * 1.0, -2),
        ]
    else:
        hem = [(w * 1.16, n * 0.16, 1), (0, n * 0.21), (-w * 1.14, n * 0.15, 1)]
    return [*top, *front, *hem, *back]


def _torso(plate: Plate, look: Look, neck: tuple, hip: tuple) -> None:
    width = BUILDS[look.build][0]
    length = hypot(neck[0] - hip[0], neck[1] - hip[1])
    lean = degrees(atan2(neck[0] - hip[0], hip[1] - neck[1]))
    with plate.at(hip[0], hip[1], turn=lean):
        plate.stroke([(0, -length), (2, -length - 8)], width * 0.42)
        plate.shape(_torso_path(width, length, look.dress), halo=2.2)
        if look.belly:
            plate.shape(
                [
                    (width * 0.2, -length * 0.72),
                    (width * 0.86, -length * 0.5),
                    (width * 1.08, -length * 0.14),
                    (width * 0.6, length * 0.2),
                ],
                halo=0,
            )
        _clothes(plate, look, width / 2, length)


def _clothes(plate: Plate, look: Look, w: float, n: float) -> None:
    """White lines and small things on the torso."""
    plate.score([(-w * 0.3, -n - 1), (w * 0.2, -n + 4), (w * 0.5, -n - 1)], 1.5)
    if look.dress == "skirt":
        plate.score([(-w * 0.98, -3), (0, 0), (w * 0.9, -3)], 1.7)
        for k in (-0.6, 0.0, 0.6):
            plate.score([(w * k, 4), (w * (k * 1.6 + 0.1), n * 0.56)], (0.8, 1.6))
    elif not look.apron:
        plate.score([(w * 0.45, -n + 6), (w * 0.55, -n * 0.4), (w * 0.5, n * 0.12)], 1.3)
    if look.scarf:
        plate.shape(
            [(w * 0.0, -n - 1), (w * 0.7, -n + 1), (w * 0.95, -n * 0.52, 1), (w * 0.3, -n * 0.72)], halo=1.5
        )
    if look.apron:
        plate.score(
            [(w * 0.1, -n + 6, 1), (w * 0.15, -n * 0.42, 1), (-w * 0.7, -n * 0.32, 1), (-w * 0.8, n * 0.15)],
            1.6,
        )
        plate.score([(w * 0.1, -n * 0.02), (w * 0.8, -n * 0.02)], 1.6)


def _bag(plate: Plate, neck: tuple, hip: tuple) -> None:
    lean = degrees(atan2(neck[0] - hip[0], hip[1] - neck[1]))
    length = hypot(neck[0] - hip[0], neck[1] - hip[1])
    with plate.at(hip[0], hip[1], turn=lean):
        plate.shape(
            [(-9, -length + 4), (-22, -length + 2), (-28, -length * 0.6), (-27, -6), (-20, 0), (-9, -2)],
            halo=2,
        )
        plate.nick([(-26, -length * 0.52), (-10, -length * 0.52)], 1.5)
        plate.score([(-22, -length * 0.36), (-24, -8), (-13, -8), (-13, -length * 0.36)], 1.3)


def _robe(plate: Plate, pose: Pose, neck: tuple, hip: tuple) -> None:
    ground = knots_of(pose.hem)
    (lx, _, _), (rx, _, _) = ground[0], ground[-1]
    right = [(hip[0] * 0.66 + rx * 0.34 + 9, hip[1] * 0.48), (rx - 3, -13)]
    left = [(lx + 4, -14), (hip[0] * 0.66 + lx * 0.34 - 9, hip[1] * 0.48)]
    if hip[1] > -40:
        right, left = [(rx - 8, hip[1] * 0.55)], [(lx + 4, hip[1] * 0.6)]
    path = [
        (neck[0] - 7, neck[1] - 3),
        (neck[0] + 6, neck[1] - 3),
        (neck[0] + 15, neck[1] + 12),
        (hip[0] + 14, hip[1] - 4),
        *right,
        *reversed(ground),
        *left,
        (hip[0] - 15, hip[1] - 4),
        (neck[0] - 16, neck[1] + 12),
    ]
    plate.shape(path, halo=2.4)
    plate.score([(neck[0] - 3, neck[1] - 2), (neck[0] + 4, neck[1] + 12), (hip[0] + 9, hip[1] - 12)], 1.7)
    plate.score([(neck[0] + 6, neck[1] - 2), (neck[0] + 2, neck[1] + 8)], 1.5)
    plate.score([(hip[0] - 15, hip[1] - 9), (hip[0], hip[1] - 6), (hip[0] + 14, hip[1] - 10)], 2.4)
    foot = (rx * 0.55 + lx * 0.45, ground[-1][1] - 8)
    plate.score([(hip[0] + 4, hip[1] - 2), ((hip[0] + foot[0]) / 2 + 5, hip[1] / 2), foot], (1.0, 2.0, 1.4))
    plate.score(
        [(hip[0] - 6, hip[1] - 2), (hip[0] * 0.6 + lx * 0.4, hip[1] / 2), (lx * 0.5 + hip[0] * 0.5, -12)],
        (0.8, 1.6, 0.8),
    )


def figure(plate: Plate, pose: Pose, look: Look) -> None:
    """Draw one figure at the plate's origin."""
    neck, hip, top = _xy(pose.neck), _xy(pose.hip), _xy(pose.head)
    _arm(plate, look, neck, pose.far_arm, near=False)
    if look.dress == "robe":
        _robe(plate, pose, neck, hip)
        plate.stroke([neck, top], 12)
    else:
        _leg(plate, look, hip, pose.far_leg, pose.toes[1], near=False)
        if look.dress == "trousers":
            _leg(plate, look, hip, pose.near_leg, pose.toes[0], near=True)
        if look.dress in ("skirt", "shorts"):
            _leg(plate, look, hip, pose.near_leg, pose.toes[0], near=True)
        if look.bag:
            _bag(plate, neck, hip)
        _torso(plate, look, neck, hip)
    with plate.at(*top, BUILDS[look.build][3], pose.tilt):
        young = look.build == "child"
        heads.head(plate, look.hair, young, look.glasses, look.asleep, look.beard, look.calm)
    _arm(plate, look, neck, pose.near_arm, near=True)
