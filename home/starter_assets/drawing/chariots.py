"""Han chariots: the light canopied chariot with driver and passenger, and the ox-drawn plough."""

from math import cos, radians, sin

from home.starter_assets.drawing import horses
from home.starter_assets.drawing.plate import Plate


def wheel(plate: Plate, x: float, y: float, radius: float, spokes: int = 12, turn: float = 7.0) -> None:
    """Draw a spoked wheel round (x, y)."""
    plate.disc(x, y, radius, halo=3)
    plate.hole(x, y, radius * 0.84)
    for i in range(spokes):
        angle = radians(turn + i * 360 / spokes)
        tip = (x + cos(angle) * radius * 0.9, y + sin(angle) * radius * 0.9)
        plate.stroke([(x, y), tip], (radius * 0.10, radius * 0.065))
    plate.disc(x, y, radius * 0.2)
    plate.hole(x, y, radius * 0.075)


def canopy(plate: Plate, x: float, y: float, width: float) -> None:
    """Draw the umbrella canopy whose rim is centred on (x, y)."""
    with plate.at(x, y, width / 100):
        plate.stroke("-50,0 -53,8 -50,18", (3, 4, 1))
        plate.stroke("50,0 53,8 50,18", (3, 4, 1))
        plate.shape("-52,1! -44,-13 -26,-22 -4,-26! 0,-32 4,-26! 26,-22 44,-13 52,1! 26,-4 0,-5 -26,-4")
        for path in ("-3,-24 -20,-16 -30,-5", "3,-24 20,-16 30,-5", "0,-24 0,-6"):
            plate.score(path, (0.8, 1.8, 1.2))


def _box(plate: Plate) -> None:
    plate.shape("-44,-58! -46,-76 -42,-92! -34,-92! -32,-72! 26,-72! 30,-96! 38,-96! 42,-58!")
    plate.nick("-36,-66 34,-66", 2)
    for x in range(-24, 24, 10):
        plate.nick([(x, -63), (x + 6, -60)], 1.6)


def _rider(plate: Plate, x: float, arms: str, cap: str) -> None:
    """A robed half figure over the box rail; the cap path sits on the head."""
    with plate.at(x, -78):
        plate.shape("-17,10! -18,-10 -12,-26 -3,-32 8,-29 16,-16 18,10!")
        plate.stroke(arms, (13, 12, 7, 4), halo=2)
        plate.shape("-8,-33 -9,-44 -2,-52 7,-50 10,-44 10,-40 13,-37 10,-35 9,-31 2,-28 -4,-29")
        plate.shape(cap, halo=1.6)
        plate.score("5,-43 8,-42", 1.8)
        plate.score("2,-27 -3,-14 -2,4", (1, 2.2, 1))


def chariot(plate: Plate, gait: str = "trot", pair: bool = False) -> None:
    """Draw a chariot with horse facing right; the wheel stands on y = 0 at x = 0, the horse at x = 205.

    ``pair`` puts a second horse behind the first.
    """
    plate.line("-4,-60 -4,-168", 5)
    if pair:
        with plate.at(228, -7, 0.98):
            horses.horse(plate, gait)
    plate.stroke("30,-58 90,-58 150,-66 196,-96 232,-124", (6, 6, 5, 4, 4), halo=2)
    with plate.at(205, 0):
        horses.horse(plate, gait)
    plate.stroke("40,-60 100,-60 160,-72 205,-104 232,-126", (6, 6, 5, 5, 4), halo=2)
    plate.stroke("224,-138 236,-128 236,-112", (4, 6, 4), halo=2)
    _rider(plate, -20, "-2,-20 8,-12 18,-12 22,-16", "-10,-48! -8,-56 2,-58 8,-54! 9,-50!")
    _rider(plate, 22, "2,-20 14,-12 26,-16 34,-20", "-10,-46! -10,-56! -2,-57! 0,-53! 9,-50!")
    plate.stroke("54,-98 120,-112 200,-126 308,-140", 1.8)
    plate.stroke("54,-95 130,-106 210,-118 306,-136", 1.8)
    _box(plate)
    canopy(plate, -4, -158, 118)
    wheel(plate, 0, -40, 40)
