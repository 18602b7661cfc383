"""Things of the house and the study: tables, vessels, stove, books, slips, bed, telephone."""

from home.starter_assets.drawing import curves
from home.starter_assets.drawing.plate import Plate


def table(plate: Plate, width: float = 150, height: float = 60) -> None:
    """A table on y = 0, centred, with a heavy top and curved feet."""
    half = width / 2
    for x in (-half + 14, half - 14):
        out = 6 if x > 0 else -6
        plate.stroke([(x, -height), (x + out * 0.2, -height * 0.5), (x + out, -2)], (10, 7, 9))
    plate.poly([(-half, -height), (half, -height), (half, -height - 9), (-half, -height - 9)], halo=2)
    plate.nick([(-half + 5, -height - 4), (half - 5, -height - 4)], 1.4)


def stool(plate: Plate, height: float = 34) -> None:
    """A small stool on y = 0."""
    for x, out in ((-14, -5), (14, 5)):
        plate.line([(x, -height), (x + out, 0)], 6)
    plate.poly([(-22, -height), (22, -height), (22, -height - 7), (-22, -height - 7)], halo=1.6)


def armchair(plate: Plate, seat: float = 44) -> None:
    """A cane chair on y = 0, seen from the side, open to the right."""
    plate.stroke([(-24, 0), (-22, -seat), (-34, -seat - 62)], (6, 7, 5), halo=1.6)
    plate.stroke([(22, 0), (20, -seat), (24, -seat - 24)], (6, 7, 6), halo=1.6)
    plate.stroke([(24, -seat - 24), (0, -seat - 30), (-28, -seat - 28)], 6)
    plate.poly([(-26, -seat), (26, -seat), (26, -seat + 8), (-26, -seat + 8)], halo=1.6)
    plate.line([(-23, -16), (21, -16)], 4)


def bowl(plate: Plate, steam: bool = True) -> None:
    """A bowl standing on y = 0, about 40 wide."""
    plate.shape("-20,-20! 20,-20! 14,-6 8,-1! -8,-1! -14,-6", halo=1.8)
    plate.nick("-16,-14 16,-14", 1.6)
    if steam:
        for x in (-8, 4):
            plate.stroke([(x, -28), (x + 6, -40), (x - 2, -52), (x + 6, -66)], (1, 3, 3, 0.8))


def jar(plate: Plate) -> None:
    """A tall pottery jar (hu) on y = 0, about 90 high."""
    plate.shape(
        "-16,0! -14,-8 -30,-30 -30,-50 -16,-66 -10,-80 -15,-90! 15,-90! 10,-80 16,-66 30,-50 30,-30"
        " 14,-8 16,0!",
        halo=2,
    )
    for y, half in ((-62, 17), (-50, 27), (-26, 26)):
        plate.nick([(-half, y), (half, y)], 1.8)
    for x in (-16, 0, 16):
        plate.cut_poly([(x - 6, -38), (x, -45), (x + 6, -38), (x, -31)])


def stove(plate: Plate) -> None:
    """A Han stove on y = 0 with pot, fire mouth and chimney, about 190 wide."""
    plate.poly("-90,0 84,0 76,-74 -84,-74", halo=2.4)
    plate.poly("-92,-74 84,-74 84,-84 -92,-84", halo=1.4)
    plate.poly("-80,-84 -58,-84 -62,-150 -76,-150", halo=2)
    plate.stroke("-70,-152 -60,-172 -76,-190 -58,-214 -72,-236", (3, 7, 8, 6, 1))
    plate.cut("24,0! 24,-30 44,-46 64,-30 64,0!")
    for path in ("44,-2 32,-14 42,-34", "46,-2 48,-18 44,-38", "50,-2 58,-14 52,-28"):
        plate.stroke(path, (9, 6, 1))
    plate.shape("-22,-84! -30,-104 -28,-116! 52,-116! 54,-104 46,-84!", halo=2)
    plate.shape("-30,-118! -10,-134 12,-138 36,-134 54,-118!", halo=1.8)
    plate.disc(12, -141, 5)
    for x in (-8, 14, 34):
        plate.stroke([(x, -146), (x + 8, -160), (x - 2, -176), (x + 6, -194)], (1, 4, 4, 1))
    plate.nick("-24,-106 48,-106", 1.8)
    for k in range(4):
        plate.cut_poly([(-66 + k * 20, -36), (-58 + k * 20, -46), (-50 + k * 20, -36), (-58 + k * 20, -26)])


def hanging_food(plate: Plate, width: float = 180) -> None:
    """A rail at y = 0 with fish, greens and a joint hung from it."""
    plate.line([(-width / 2, 0), (width / 2, 0)], 6)
    for k, x in enumerate((-width * 0.38, -width * 0.12, width * 0.14, width * 0.38)):
        plate.line([(x, 0), (x, 14)], 2.6)
        if k % 2 == 0:
            plate.shape(
                [
                    (x, 12),
                    (x + 12, 32),
                    (x + 6, 58),
                    (x + 11, 74, 1),
                    (x, 66),
                    (x - 11, 74, 1),
                    (x - 6, 58),
                    (x - 12, 32),
                ],
                halo=1.6,
            )
            for y in (32, 42, 52):
                plate.score(curves.arc(x, y - 4, 7, 5, 20, 160), 1.3)
        elif k == 1:
            for turn in (-24, -8, 8, 24):
                with plate.at(x, 14, turn=turn):
                    plate.shape("0,0! 8,22 0,52! -8,22", halo=1.4)
        else:
            plate.shape([(x - 5, 12), (x + 5, 12), (x + 17, 44), (x, 62), (x - 17, 44)], halo=1.6)
            plate.score([(x - 8, 46), (x, 34), (x + 8, 46)], 1.6)


def broom(plate: Plate) -> None:
    """A broom: handle up along the y axis from (0, 0), brush below to y = 40."""
    plate.line("0,0 0,-96", 4.4)
    plate.shape("-5,-2! 5,-2! 18,38! 6,34 0,40 -8,34 -20,38!", halo=1.6)
    for x in (-8, 0, 8):
        plate.score([(x * 0.4, 4), (x * 1.4, 32)], 1.4)


def basin(plate: Plate) -> None:
    """A wash basin on a three-legged stand on y = 0, about 80 wide and 66 high."""
    for x, out in ((-22, -12), (0, 0), (22, 12)):
        plate.line([(x, -44), (x + out, 0)], 5)
    plate.line("-27,-18 27,-18", 3)
    plate.shape("-42,-64! 42,-64! 34,-48 24,-42! -24,-42! -34,-48", halo=2)
    plate.nick("-34,-56 34,-56", 1.6)


def open_book(plate: Plate) -> None:
    """A large open book seen from the front, spine at (0, 0), about 300 wide and 150 high."""
    for sign in (-1, 1):
        plate.shape(
            [
                (0, -6, 1),
                (sign * 70, -28),
                (sign * 150, -14, 1),
                (sign * 150, -138, 1),
                (sign * 70, -152),
                (0, -128, 1),
            ],
            halo=3,
        )
        plate.cut(
            [
                (sign * 8, -22, 1),
                (sign * 72, -42),
                (sign * 140, -28, 1),
                (sign * 140, -128, 1),
                (sign * 70, -140),
                (sign * 8, -116, 1),
            ]
        )
        for i in range(6):
            y = -108 + i * 15
            plate.stroke([(sign * 22, y + 2), (sign * 72, y - 16), (sign * 126, y - 4)], 4)
    plate.stroke("-152,-8 -72,-20 0,4 72,-20 152,-8", 5)


def book(plate: Plate, width: float = 40) -> None:
    """A small open book held at (0, 0)."""
    half = width / 2
    plate.shape(
        [
            (0, 0, 1),
            (half * 0.6, -7),
            (half, -4, 1),
            (half + 5, -26, 1),
            (half * 0.6, -29),
            (2, -21, 1),
            (-half * 0.6, -29),
            (-half - 1, -26, 1),
            (-half, -4, 1),
            (-half * 0.6, -7),
        ],
        halo=1.8,
    )
    plate.nick([(0, -1), (2, -21)], 1.6)
    for k in (0.36, 0.62):
        plate.score([(half * 0.25, -21 + 14 * k), (half * 0.9, -26 + 16 * k)], 1.3)
        plate.score([(-half * 0.2, -21 + 14 * k), (-half * 0.85, -26 + 16 * k)], 1.3)


def slips(plate: Plate, count: int = 12, height: float = 74) -> None:
    """An unrolled book of bamboo slips, top left at (0, 0), with a roll at the right end."""
    for i in range(count):
        plate.poly([(i * 11, 0), (i * 11 + 8.6, 0), (i * 11 + 8.6, height), (i * 11, height)], halo=1)
        for k in range(5):
            plate.nick([(i * 11 + 4.3, 16 + k * 10), (i * 11 + 4.3, 21 + k * 10)], 2.2)
    right = count * 11
    plate.stroke(curves.spiral(right + 16, height / 2, 17, 3, 2.1), 4)
    for y in (9, height - 9):
        plate.line([(-8, y), (right, y)], 2.6)


def writing_brush(plate: Plate) -> None:
    """A writing brush whose tip is at (0, 0), pointing down."""
    plate.shape("0,0! 5,-12 3.4,-22! -3.4,-22! -5,-12", halo=1.2)
    plate.line("0,-23 0,-74", 4.2)


def bed(plate: Plate) -> None:
    """A bed on y = 0, head at the left, with a quilt; about 330 wide."""
    plate.poly("-170,0 -156,0 -156,-104 -170,-110", halo=2)
    plate.poly("156,0 170,0 170,-74 156,-70", halo=2)
    plate.poly("-160,-20 160,-20 160,-44 -160,-44", halo=2)
    plate.shape("-150,-46! -148,-66 -120,-74 -92,-66 -84,-46!", halo=2)
    plate.shape("-78,-44! -66,-82 -20,-92 30,-84 70,-98 120,-80 152,-62 154,-44!", halo=2.4)
    for x in (-40, 0, 40, 80, 118):
        plate.cut_poly([(x - 12, -62), (x, -75), (x + 12, -62), (x, -49)])
        plate.poly([(x - 5, -62), (x, -68), (x + 5, -62), (x, -56)], halo=0)
    plate.nick("-150,-32 150,-32", 1.8)


def telephone(plate: Plate, height: float = 120) -> None:
    """A smart phone standing on y = 0, screen bare with a few marks."""
    w, r = height * 0.27, height * 0.05
    plate.shape(
        [
            (-w, -r),
            (-w, -height + r),
            (-w + r, -height),
            (w - r, -height),
            (w, -height + r),
            (w, -r),
            (w - r, 0),
            (-w + r, 0),
        ],
        halo=2,
    )
    plate.cut_poly(
        [
            (-w * 0.82, -height * 0.10),
            (w * 0.82, -height * 0.10),
            (w * 0.82, -height * 0.9),
            (-w * 0.82, -height * 0.9),
        ]
    )
    for row in range(4):
        for col in (-1, 0, 1):
            x, y = col * w * 0.5, -height * (0.78 - row * 0.16)
            s = w * 0.17
            plate.poly([(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)], halo=0)


def hourglass(plate: Plate) -> None:
    """A sand glass on y = 0, about 100 high."""
    for y in (-2, -98):
        plate.line([(-34, y), (34, y)], 9)
    for x in (-29, 29):
        plate.line([(x, -4), (x, -96)], 4)
    plate.shape("-22,-92! 22,-92! 20,-74 4,-50 20,-26 22,-8! -22,-8! -20,-26 -4,-50 -20,-74", halo=0)
    plate.cut("-17,-88! 17,-88! 15,-76 0,-80 -15,-76")
    plate.cut("-14,-36 0,-48 14,-36 16,-26 0,-30 -16,-26")


def scroll(plate: Plate, width: float = 90, height: float = 200) -> None:
    """A hanging scroll with bare sheet, top rod centred on (0, 0)."""
    half = width / 2
    plate.poly([(-half, 4), (half, 4), (half, height), (-half, height)], halo=2)
    plate.cut_poly([(-half + 8, 26), (half - 8, 26), (half - 8, height - 26), (-half + 8, height - 26)])
    for y in (0, height):
        plate.line([(-half - 8, y), (half + 8, y)], 9)
    plate.line([(-half * 0.5, -2), (0, -24), (half * 0.5, -2)], 2.4)


def clothes_line(plate: Plate, width: float = 320) -> None:
    """A line of washing hung from y = 0, centred."""
    half = width / 2
    plate.stroke([(-half, 0), (0, 12), (half, 0)], 2.6)
    with plate.at(-half * 0.58, 6):
        plate.poly("-16,0 16,0 34,12 28,32 18,26 18,74 -18,74 -18,26 -28,32 -34,12", halo=1.8)
        plate.score("-7,0 0,10 7,0", 1.8)
        plate.nick("0,14 0,70", 1.4)
    with plate.at(0, 11):
        plate.poly("-24,0 24,0 26,58 -26,58", halo=1.8)
        for y in (12, 46):
            plate.nick([(-24, y), (24, y)], 2)
        for x in (-12, 0, 12):
            plate.cut_poly([(x - 6, 29), (x, 22), (x + 6, 29), (x, 36)])
    with plate.at(half * 0.56, 6):
        plate.poly("-18,0 18,0 24,76 6,76 0,24 -6,76 -24,76", halo=1.8)
        plate.nick("-18,8 18,8", 1.8)


def cup(plate: Plate) -> None:
    """An eared cup of tea on y = 0."""
    plate.shape("-13,-22! 13,-22! 10,-2! -10,-2!", halo=1.6)
    plate.stroke(curves.arc(14, -13, 6, 6, -90, 90), 3)
    plate.stroke("-2,-28 4,-38 -2,-48 3,-58", (1, 2.6, 2.6, 0.8))
