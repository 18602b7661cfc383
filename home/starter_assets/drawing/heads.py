"""Heads in profile, facing right: one face, many heads of hair and caps.

The head is centred on (0, 0) and about 30 high at scale 1. White lines give eye, mouth, ear and hairline.
"""

from home.starter_assets.drawing import curves
from home.starter_assets.drawing.plate import Plate

FACE = "-8,10 -11,0 -9,-10 0,-14 8,-11 11,-6 10.6,-2 14,3! 11,4.6 12,7 11,9 11.4,12 7,14.4 1,14 -2,17 -7,16"
FACE_CHILD = (
    "-8,11 -11.5,1 -9.5,-9 0,-14 8.5,-11 11.6,-5 11.4,0 13.4,3.2! 11.6,4.8"
    " 11.8,7 10.8,9 10.4,11.4 6,14.2 0,14 -2,17 -7,16"
)
CROP = "-11,9! -14.5,0 -13,-11 -4,-17.5 6,-16.5 13,-9! 7,-9.5 1,-8 -1,-3 -2,3! -5.5,3 -6,9!"
FRINGE = "-12,9! -15,-1 -12,-12 -2,-18 8,-15.5 13.5,-6! 9,-6 3,-7 0,-3 -1,4! -5,4 -6,10!"
BOB = "-9,17! -16,14 -16.5,-2 -12,-13 -2,-18 8,-15.5 13.5,-6! 8,-6.5 3,-7 0,-2 -1,6 1,13!"
SWEPT = "-11,8! -14.5,-1 -12,-12 -3,-17.5 7,-15 12.5,-8! 5,-10 -1,-6 -4,2 -7,9!"
THIN = "-11,9! -14.5,2 -13.5,-7! -9,-7 -7,-1 -5.5,4! -7,10!"
CAP_SCHOLAR = "-13,-5! -15,-13 -9,-17! -3,-25! 12,-28! 8,-17! 12,-8! 0,-7"
CAP_CLOTH = "-12,0! -17,-9 -14,-19 -4,-20 2,-25 10,-20 12.5,-8! 3,-9 -6,-6"
CAP_WORK = "-13,-3! -14,-13 -4,-19 7,-17 11,-10! 20,-7! 19,-4! 2,-6"
CAP_SUN = "-25,-4 -12,-10 -9,-18 2,-20 10,-15 12,-9 24,-3 10,-4 -10,-4"

CAPS = {"scholar": CAP_SCHOLAR, "cloth": CAP_CLOTH, "work": CAP_WORK, "sun": CAP_SUN}


def _features(plate: Plate, glasses: bool, asleep: bool, calm: bool) -> None:
    if asleep:
        plate.score("3.4,-1 6,0.6 9,-0.6", 1.5)
    elif glasses:
        plate.score(curves.arc(6.6, -1.2, 3.6, 3.6, 0, 360), 1.3)
        plate.score("2.8,-1.6 -4,-1", 1.3)
    else:
        plate.score("3.2,-0.8 6,-2.2 9,-0.6", (1.2, 3.0, 1.2))
    plate.score("7.2,8.4 9.4,8.8 12,8.2" if calm else "6.6,7.4 8.8,9 12,8", (0.8, 1.5, 1.2))
    plate.score("-5.4,0.4 -3,0.6 -3.2,4 -4.6,5.2", (0.9, 1.3, 1.2, 0.7))


def _behind(plate: Plate, hair: str) -> None:
    """Hair that hangs behind the head and is drawn first."""
    if hair == "tail":
        plate.stroke("-10,-11 -22,-13 -28,-2 -25,12", (8, 10, 10, 2), halo=1.6)
    elif hair in ("bun", "elder"):
        plate.disc(-16, -6, 6.4, halo=1.6)
    elif hair == "topknot":
        plate.shape("-5,-15! -8,-24 -1,-28 5,-24 3,-15!", halo=1.6)
    elif hair == "twin":
        plate.disc(-11, -15, 6.2, halo=1.6)
        plate.disc(6, -18, 5.4, halo=1.6)
    elif hair == "cloth":
        plate.stroke("-13,-8 -24,-4 -30,8", (4, 6, 2), halo=1.4)
        plate.stroke("-13,-6 -20,4 -22,16", (4, 6, 2), halo=1.4)


def _front(plate: Plate, hair: str) -> None:
    """Hair and caps drawn over the face."""
    if hair in CAPS:
        plate.shape("-11,10! -14,0 -11,-8 0,-8 -1,3! -5,3 -6,10!", halo=1.2)
        plate.shape(CAPS[hair], halo=1.4)
        if hair == "scholar":
            plate.nick("-12,-11 10,-14", 1.5)
            plate.nick("-2,-16 -1,-26", 1.2)
            plate.nick("4,-17 6,-27", 1.2)
        return
    over = {
        "bob": BOB,
        "fringe": FRINGE,
        "tail": FRINGE,
        "plait": FRINGE,
        "twin": FRINGE,
        "bun": SWEPT,
        "topknot": SWEPT,
        "elder": SWEPT,
        "thin": THIN,
    }.get(hair, CROP)
    plate.shape(over, halo=1.6)
    if hair == "plait":
        for i, (x, y) in enumerate(((-10, 12), (-11, 20), (-10.5, 28))):
            plate.disc(x, y, 4.8 - i * 0.5, halo=1.2)
        plate.shape("-13,32! -8,32! -6,41 -15,41", halo=1)
    if hair == "elder":
        plate.score("-9,-9 -3,-13 4,-13", 1.1)
        plate.score("-11,-4 -6,-8 0,-10", 1.1)
        plate.score("-13,2 -9,-3", 1.1)


def _beard(plate: Plate) -> None:
    plate.shape("3,13! 11,10! 14,14 12,24 9,33! 5,25 2,18", halo=1.2)
    plate.score("8,15 9,25", (0.6, 1.4))
    plate.score("11,14 12,20", (0.6, 1.2))


def head(
    plate: Plate,
    hair: str = "crop",
    child: bool = False,
    glasses: bool = False,
    asleep: bool = False,
    beard: bool = False,
    calm: bool = False,
) -> None:
    """Draw a head; ``child`` gives the rounder face, ``calm`` takes the smile away.

    ``hair`` is one of crop, fringe, bob, tail, plait, twin, bun, topknot, elder, thin or a cap: scholar,
    cloth, work, sun.
    """
    _behind(plate, hair)
    plate.shape(FACE_CHILD if child else FACE, halo=2.2)
    _front(plate, hair)
    _features(plate, glasses, asleep, calm)
    if beard:
        _beard(plate)
