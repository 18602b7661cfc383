"""Trees and plants: pine, willow, the interlaced Han tree, bamboo, seedling, herbs, millet."""

from math import cos, radians, sin

from home.starter_assets.drawing import curves
from home.starter_assets.drawing.plate import Plate


def _needles(plate: Plate, x: float, y: float, radius: float) -> None:
    """A fan of pine needles, as a flat cloud with white rays."""
    plate.shape(
        curves.arc(x, y, radius * 1.25, radius * 0.8, 180, 360)
        + [
            (x + radius * 0.6, y + radius * 0.22),
            (x, y + radius * 0.3),
            (x - radius * 0.6, y + radius * 0.22),
        ],
        halo=2.4,
    )
    for a in range(196, 350, 19):
        tip = (x + cos(radians(a)) * radius * 1.1, y + sin(radians(a)) * radius * 0.68)
        plate.score(
            [(x + cos(radians(a)) * radius * 0.25, y + sin(radians(a)) * radius * 0.14), tip], (1.8, 1.0)
        )


def _root(plate: Plate, half: float) -> None:
    """The spread foot of a trunk."""
    plate.shape(
        [
            (-half * 1.7, 3, 1),
            (-half * 0.9, -10),
            (-half * 0.6, -26),
            (half * 0.4, -26),
            (half * 0.8, -10),
            (half * 1.8, 3, 1),
            (half * 0.7, -2),
            (0, 2, 1),
            (-half * 0.7, -2),
        ],
        halo=0,
    )


def pine(plate: Plate) -> None:
    """A leaning pine on y = 0, about 330 high."""
    plate.stroke("0,-15 -10,-70 14,-130 -8,-190 24,-250 14,-290", (30, 29, 24, 20, 14, 8), halo=2.6)
    _root(plate, 17)
    plate.stroke("0,-100 50,-130 96,-134", (16, 11, 6), halo=2)
    plate.stroke("2,-160 -46,-180 -86,-178", (16, 11, 6), halo=2)
    plate.stroke("8,-215 50,-238 84,-236", (12, 9, 5), halo=2)
    for path in ("-6,-10 -10,-60", "6,-20 2,-60", "2,-76 12,-118", "2,-140 -4,-176"):
        plate.score(path, (1, 2.4, 1))
    for x, y, r in (
        (112, -136, 44),
        (66, -150, 34),
        (-100, -180, 44),
        (-52, -196, 34),
        (98, -238, 38),
        (54, -256, 30),
        (-30, -262, 36),
        (14, -296, 42),
    ):
        _needles(plate, x, y, r)


def willow(plate: Plate) -> None:
    """A willow on y = 0, about 330 high, its strands blown a little to the right."""
    plate.stroke("0,-13 6,-60 -10,-130 6,-200 0,-250", (26, 26, 22, 16, 10), halo=2.6)
    _root(plate, 15)
    for bx, by in ((-60, -258), (58, -262), (-24, -292), (26, -296)):
        plate.stroke([(0, -190), (bx * 0.5, -240), (bx, by)], (12, 8, 5))
    for i in range(13):
        x = -120 + i * 20
        top = -250 - 50 * cos(radians((x + 6) * 0.62))
        drop = 120 + 46 * ((i * 7) % 5) / 4
        strand = [
            (x * 0.55, top),
            (x * 0.95, top + 18),
            (x * 1.1 + 8, top + drop * 0.6),
            (x * 1.1 + 18, top + drop),
        ]
        plate.stroke(strand, (4, 3.4, 3, 1.4))
        for x2, y2, turn in curves.along(curves.smooth(strand), 11)[2:]:
            for side in (-1, 1):
                with plate.at(x2, y2, turn=turn + side * 34):
                    plate.shape("0,0! 8,-3 17,0! 8,3", halo=0)


def han_tree(plate: Plate) -> None:
    """The tree of the stones on y = 0, about 300 high: crossing boughs, round leaves in rows."""
    plate.stroke("-2,-16 -10,-60 8,-110 2,-150", (32, 30, 26, 22), halo=2.6)
    _root(plate, 18)
    boughs = (
        "0,-120 -50,-150 -96,-140 -110,-170",
        "4,-130 54,-156 100,-146 114,-178",
        "0,-140 -40,-190 -70,-210 -78,-240",
        "4,-145 44,-196 74,-214 84,-246",
        "2,-150 -14,-210 -10,-262",
        "4,-150 22,-210 24,-266",
    )
    for path in boughs:
        plate.stroke(path, (14, 10, 7, 4), halo=1.6)
    for path in boughs:
        for i, (x, y, turn) in enumerate(curves.along(curves.smooth(path), 9)[2:]):
            for side in (-1, 1):
                with plate.at(x, y, 0.9 + (i % 3) * 0.1, turn + side * 58):
                    plate.shape("2,0! 12,-8 25,0! 12,8", halo=1.6)
                    plate.score("6,0 19,0", 1.4)
    plate.score("-8,-20 -12,-60 4,-104", (1, 2.4, 1))
    plate.score("6,-16 0,-60 12,-100", (1, 2.4, 1))


def bamboo(plate: Plate) -> None:
    """Three stems of bamboo on y = 0, about 320 high."""
    for x, lean, high in ((-26, -6, 300), (0, 4, 330), (24, 10, 280)):
        for k in range(int(high / 46)):
            a, b = k * 46, k * 46 + 43
            plate.line([(x + lean * a / 100, -a), (x + lean * b / 100, -b)], 8.4, halo=1.4)
        for k, side in ((2, -1), (3, 1), (4, -1), (5, 1), (6, -1)):
            y = -k * 46
            if -y > high - 8:
                continue
            root = (x + lean * -y / 100, y)
            for turn in (28, 52, 78):
                with plate.at(*root, 1.0, turn if side > 0 else 180 - turn):
                    plate.shape("2,0! 22,-6 54,0! 22,5", halo=1.2)


def seedling(plate: Plate) -> None:
    """A young plant with four leaves, stem foot at (0, 0), about 150 high."""
    plate.stroke("0,0 4,-50 -2,-100 2,-140", (8, 7, 6, 3))
    for path, vein in (
        ("2,-66! 26,-104 62,-110 92,-98! 74,-70 38,-56", "8,-68 44,-84 84,-97"),
        ("-2,-52! -30,-86 -64,-88 -90,-72! -70,-46 -34,-40", "-8,-54 -44,-66 -82,-71"),
        ("0,-110! 10,-138 34,-152 54,-152! 46,-130 24,-114", "4,-112 26,-132 50,-150"),
        ("-2,-102! -14,-132 -38,-142 -58,-138! -46,-116 -24,-104", "-6,-104 -28,-122 -54,-137"),
    ):
        plate.shape(path, halo=2)
        plate.score(vein, (2.6, 1))


def herb(plate: Plate) -> None:
    """A herb with root and paired leaves, held at (0, 0), about 110 high with 40 of root."""
    plate.stroke("0,0 3,-36 -2,-76 0,-100", (6, 5, 4, 2))
    for path in ("0,0 -8,18 -16,36", "0,0 2,22 0,42", "0,0 10,16 18,32", "-3,10 -16,18 -26,20"):
        plate.stroke(path, (7, 4, 1))
    for y, reach in ((-28, 30), (-52, 28), (-76, 22)):
        for side in (-1, 1):
            with plate.at(0, y, reach / 30, -30 if side > 0 else 210):
                plate.shape("0,0! 14,-9 36,0! 14,9", halo=1.4)
                plate.score("4,0 28,0", (1.8, 0.8))
    plate.shape("0,-96! 6,-108 0,-120 -6,-108", halo=1.2)


def millet(plate: Plate, count: int = 5, step: float = 24) -> None:
    """A row of grain stalks on y = 0, about 90 high."""
    for i in range(count):
        x = (i - (count - 1) / 2) * step
        bend = 12 if i % 2 else 18
        plate.stroke([(x, 0), (x + 2, -46), (x + bend, -78)], (4, 3, 2))
        for k in range(6):
            plate.disc(x + bend * (0.5 + k * 0.14), -66 - k * 3.2 + k * k * 0.9, 4.4)
        plate.stroke([(x, -20), (x - 14, -44), (x - 24, -40)], (4, 3, 1))
        plate.stroke([(x + 1, -28), (x + 16, -44), (x + 26, -36)], (4, 3, 1))


def lotus(plate: Plate) -> None:
    """A lotus flower and leaf on y = 0, about 100 high."""
    plate.stroke("0,0 4,-30 0,-60", 4)
    for turn in (-56, -28, 0, 28, 56):
        with plate.at(0, -56, 1, turn):
            plate.shape("0,0! 12,-18 0,-44! -12,-18", halo=1.6)
    plate.stroke("30,0 34,-24 44,-40", 3.4)
    plate.shape("12,-42 44,-54 78,-42 60,-36 44,-38 28,-35", halo=1.6)
