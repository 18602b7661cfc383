"""Things of street, school, workshop and stage."""

from math import cos, radians, sin

from home.starter_assets.drawing import birds, chariots, curves
from home.starter_assets.drawing.plate import Plate


def traffic_light(plate: Plate) -> None:
    """A traffic light for walkers on y = 0: the lower lamp is lit; about 230 high."""
    plate.line("0,0 0,-170", 9, halo=2)
    plate.poly("-16,0 16,0 12,-10 -12,-10", halo=0)
    plate.poly("-25,-160 25,-160 25,-262 -25,-262", halo=2.4)
    plate.score(curves.arc(0, -234, 17, 17, 0, 360), 2.4)
    plate.hole(0, -188, 18)
    with plate.at(0, -176, 0.25):
        plate.disc(3, -40, 9)
        plate.stroke("0,-28 -2,2", 12)
        plate.stroke("-2,0 14,18 16,34", 7)
        plate.stroke("-2,0 -12,18 -20,32", 7)


def zebra(plate: Plate, left: float, right: float, top: float, bottom: float, stripes: int = 8) -> None:
    """A zebra crossing in flat perspective: inked roadway with bare stripes."""
    step = (right - left) / stripes
    for i in range(stripes):
        x = left + i * step
        plate.cut_poly(
            [(x, top), (x + step * 0.52, top), (x + step * 0.40, bottom), (x - step * 0.12, bottom)]
        )


def stop_sign(plate: Plate) -> None:
    """A hand-held stop sign, handle foot at (0, 0)."""
    plate.line("0,0 0,-44", 4)
    plate.disc(0, -64, 23, halo=1.8)
    plate.score(curves.arc(0, -64, 18, 18, 0, 360), 2)
    plate.cut_poly("-11,-68 11,-68 11,-60 -11,-60")


def bin_box(plate: Plate) -> None:
    """A litter bin on y = 0 with a leaf mark."""
    plate.poly("-26,0 26,0 30,-66 -30,-66", halo=2)
    plate.poly("-34,-68 34,-68 28,-80 -28,-80", halo=1.8)
    plate.cut("0,-14! -14,-26 -12,-44 0,-56! 12,-44 14,-26")
    plate.stroke("0,-18 0,-50", 2.4)


def bench(plate: Plate) -> None:
    """A park bench on y = 0, about 150 wide."""
    for x in (-60, 60):
        plate.line([(x, 0), (x, -34)], 7)
        plate.line([(x - 4, -34), (x - 10, -76)], 5)
    for y in (-36, -56, -70):
        plate.poly([(-76, y), (70, y), (70, y - 8), (-76, y - 8)], halo=1.4)


def ballot_box(plate: Plate) -> None:
    """A ballot box on y = 0 with a paper half in, about 110 wide."""
    plate.poly("-54,0 54,0 54,-78 -54,-78", halo=2.4)
    plate.poly("-60,-78 60,-78 60,-90 -60,-90", halo=1.6)
    plate.nick("-26,-84 26,-84", 3)
    plate.poly("-18,-90 18,-90 18,-126 -18,-126", halo=1.6)
    plate.cut_poly("-13,-94 13,-94 13,-121 -13,-121")
    plate.line("-7,-106 -2,-100 8,-114", 3)
    plate.score(curves.arc(0, -40, 22, 22, 0, 360), 2.4)
    plate.nick("-9,-40 -2,-32 11,-50", 3.4)


def lifebuoy(plate: Plate, radius: float = 46) -> None:
    """A lifebuoy round (0, 0) with rope."""
    plate.disc(0, 0, radius, halo=2.4)
    plate.hole(0, 0, radius * 0.54)
    for a in (45, 135, 225, 315):
        plate.score(curves.arc(0, 0, radius * 0.77, radius * 0.77, a - 11, a + 11), radius * 0.36)
        plate.stroke(curves.arc(0, 0, radius * 0.77, radius * 0.77, a - 5, a + 5), radius * 0.36)
    plate.stroke(curves.arc(0, 0, radius * 1.1, radius * 1.1, -40, 40), 2.6)
    plate.stroke(curves.arc(0, 0, radius * 1.1, radius * 1.1, 140, 220), 2.6)


def signpost(plate: Plate) -> None:
    """A forked signpost on y = 0, about 190 high, boards to both sides."""
    plate.line("0,0 0,-190", 9, halo=2)
    plate.poly("4,-178 84,-178 100,-163 84,-148 4,-148", halo=2)
    plate.poly("-4,-140 -78,-140 -94,-125 -78,-110 -4,-110", halo=2)
    plate.poly("4,-102 66,-102 82,-88 66,-74 4,-74", halo=2)
    for x, y in ((16, -163), (-66, -125), (14, -88)):
        plate.nick([(x, y), (x + 48, y)], 2.6)


def warning_post(plate: Plate) -> None:
    """A triangular water warning sign on a post on y = 0, about 170 high."""
    plate.line("0,0 0,-110", 8, halo=2)
    plate.poly("-52,-102 52,-102 0,-190", halo=2.4)
    plate.cut_poly("-36,-111 36,-111 0,-172")
    for y in (-118, -128):
        plate.stroke([(-22, y), (-11, y - 6), (0, y), (11, y - 6), (22, y)], 4)
    plate.line("0,-140 0,-156", 5)


def gear(plate: Plate, radius: float = 60, teeth: int = 12) -> None:
    """A toothed wheel round (0, 0)."""
    path = []
    for i in range(teeth):
        for k, r in ((-0.30, 0.84), (-0.20, 1.0), (0.20, 1.0), (0.30, 0.84)):
            a = radians((i + k) * 360 / teeth)
            path.append((cos(a) * radius * r, sin(a) * radius * r))
    plate.poly(path, halo=2.4)
    plate.score(curves.arc(0, 0, radius * 0.68, radius * 0.68, 0, 360), radius * 0.06)
    for i in range(5):
        a = radians(i * 72 - 90)
        plate.hole(cos(a) * radius * 0.44, sin(a) * radius * 0.44, radius * 0.12)
    plate.hole(0, 0, radius * 0.15)


def drum(plate: Plate) -> None:
    """The great jian drum on its pole, base on y = 0: the drum at about 127, a canopy and a bird above."""
    plate.shape("-46,0! -34,-18 -14,-26! 14,-26! 34,-18 46,0!", halo=2)
    plate.line("0,-24 0,-262", 8, halo=2)
    plate.shape("-58,-96! -64,-126 -58,-158! 58,-158! 64,-126 58,-96!", halo=3)
    for x in (-46, 46):
        plate.nick([(x, -97), (x * 1.06, -126), (x, -157)], 2.4)
        for y in (-106, -119, -133, -146):
            plate.hole(x * 1.14, y, 2.2)
    with plate.at(0, -127):
        plate.stroke(curves.spiral(-14, 0, 14, 2, 1.6), 0.1)
        plate.score(curves.spiral(-15, 0, 15, 2, 1.7), 2.4)
        plate.score(curves.spiral(15, 0, 15, 2, -1.7, 180), 2.4)
    chariots.canopy(plate, 0, -252, 150)
    for sign in (-1, 1):
        plate.stroke(
            [(sign * 66, -236), (sign * 84, -206), (sign * 70, -176), (sign * 86, -150)],
            (7, 8, 6, 1),
            halo=1.6,
        )
    plate.put(birds.vermilion_bird, 0, -296, 0.4)


def kite(plate: Plate) -> None:
    """A swallow kite, centred on (0, 0), about 150 wide; its string starts at (0, 16)."""
    plate.shape(
        "0,-40 12,-28 16,-10 60,-34 96,-26! 74,-2 30,8 14,22 10,42 30,92! 8,72 0,54 -8,72"
        " -30,92! -10,42 -14,22 -30,8 -74,-2 -96,-26! -60,-34 -16,-10 -12,-28",
        halo=2.4,
    )
    for sign in (-1, 1):
        plate.hole(sign * 5, -25, 2.6)
        plate.score([(sign * 22, -4), (sign * 56, -20), (sign * 80, -20)], (1, 2.8, 1))
        plate.score([(sign * 5, 50), (sign * 14, 74)], (1, 2.4))
    plate.cut_poly("0,-12 9,2 0,18 -9,2")


def telescope(plate: Plate) -> None:
    """A telescope on a tripod on y = 0, aimed up to the right, about 130 high."""
    for x in (-36, 2, 34):
        plate.line([(0, -72), (x, 0)], 5)
    with plate.at(0, -78, turn=-36):
        plate.poly("-62,-7 -18,-8 -18,8 -62,7", halo=2)
        plate.poly("-20,-11 66,-15 66,15 -20,11", halo=2)
        plate.poly("64,-19 78,-19 78,19 64,19", halo=1.6)
        plate.nick("-6,-11 -6,11", 2)
        plate.nick("52,-14 52,14", 2)
    plate.disc(0, -74, 9, halo=1.4)


def easel(plate: Plate, width: float = 150, height: float = 120) -> None:
    """A board on two legs on y = 0, its field bare for the caller."""
    half = width / 2
    plate.line([(-half + 20, -60), (-half + 6, 0)], 6)
    plate.line([(half - 20, -60), (half - 6, 0)], 6)
    plate.poly([(-half, -56), (half, -56), (half, -56 - height), (-half, -56 - height)], halo=2.4)
    plate.cut_poly([(-half + 8, -64), (half - 8, -64), (half - 8, -48 - height), (-half + 8, -48 - height)])


def anvil_bench(plate: Plate, width: float = 300) -> None:
    """A workbench on y = 0 with a vice at its right end, about 84 high."""
    half = width / 2
    for x in (-half + 22, half - 22):
        plate.poly([(x - 10, 0), (x + 10, 0), (x + 8, -70), (x - 8, -70)], halo=1.6)
    plate.poly([(-half, -68), (half, -68), (half, -86), (-half, -86)], halo=2.4)
    plate.poly([(-half + 24, -30), (half - 24, -30), (half - 24, -38), (-half + 24, -38)], halo=0)
    plate.nick([(-half + 6, -77), (half - 6, -77)], 1.6)
    plate.poly(
        [
            (half - 74, -86),
            (half - 26, -86),
            (half - 32, -104),
            (half - 24, -122),
            (half - 44, -122),
            (half - 46, -104),
            (half - 50, -122),
            (half - 70, -122),
            (half - 66, -104),
        ],
        halo=1.8,
    )


def tools_rack(plate: Plate, width: float = 260) -> None:
    """Hammer, try square, saw and spanner hung from a rail at y = 0."""
    plate.line([(-width / 2, 0), (width / 2, 0)], 7)
    with plate.at(-width * 0.38, 12):
        plate.line("0,0 0,66", 6)
        plate.poly("-20,4 18,4 24,12 18,20 -20,20", halo=1.4)
    with plate.at(-width * 0.14, 10):
        plate.poly("-16,0 -5,0 -5,58 30,58 30,68 -16,68", halo=1.4)
    with plate.at(width * 0.12, 8):
        plate.poly("-6,0 8,0 22,74 -6,80", halo=1.4)
        plate.shape("-10,0 -10,-12 12,-12 12,2", halo=1)
        plate.hole(1, -5, 3)
        for y in range(10, 78, 10):
            plate.cut_poly([(-7, y), (-1, y + 4), (-7, y + 8)])
    with plate.at(width * 0.36, 12):
        plate.line("0,16 0,60", 8)
        plate.ring(0, 8, 13, 8)
        plate.disc(0, 68, 14)
        plate.cut_poly("-6,66 6,66 6,86 -6,86")
