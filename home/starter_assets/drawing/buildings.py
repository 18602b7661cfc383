"""Buildings: gate towers, halls, city gate, thatched hut and pavilion, monument, town houses, bridge."""

from home.starter_assets.drawing import birds
from home.starter_assets.drawing.plate import Plate


def roof(plate: Plate, x: float, y: float, width: float, height: float) -> None:
    """A tiled roof with turned-up eaves; (x, y) is the middle of the eaves."""
    half = width / 2
    plate.shape(
        [
            (x - half, y - 2, 1),
            (x - half * 0.9, y - height * 0.12),
            (x - half * 0.55, y - height, 1),
            (x + half * 0.55, y - height, 1),
            (x + half * 0.9, y - height * 0.12),
            (x + half, y - 2, 1),
            (x + half * 0.8, y + height * 0.1, 1),
            (x - half * 0.8, y + height * 0.1, 1),
        ],
        halo=2.4,
    )
    count = max(int(width / 15), 3)
    for i in range(count):
        t = (i + 0.5) / count * 2 - 1
        plate.score([(x + half * 0.5 * t, y - height * 0.88), (x + half * 0.8 * t, y - height * 0.04)], 1.7)
    ridge = y - height
    plate.poly(
        [
            (x - half * 0.58, ridge - 5),
            (x + half * 0.58, ridge - 5),
            (x + half * 0.58, ridge + 3),
            (x - half * 0.58, ridge + 3),
        ],
        halo=0,
    )
    plate.stroke(
        [(x - half * 0.52, ridge), (x - half * 0.62, ridge - 6), (x - half * 0.66, ridge - 14)], (7, 6, 2)
    )
    plate.stroke(
        [(x + half * 0.52, ridge), (x + half * 0.62, ridge - 6), (x + half * 0.66, ridge - 14)], (7, 6, 2)
    )


def bracket(plate: Plate, x: float, y: float, width: float) -> None:
    """A bracket that carries eaves, (x, y) its foot."""
    half = width / 2
    plate.poly([(x - half * 0.3, y), (x + half * 0.3, y), (x + half, y - 12), (x - half, y - 12)], halo=0)
    for k in (-0.8, 0, 0.8):
        plate.poly(
            [
                (x + half * k - 5, y - 12),
                (x + half * k + 5, y - 12),
                (x + half * k + 6, y - 20),
                (x + half * k - 6, y - 20),
            ],
            halo=0,
        )


def tower(plate: Plate, bird: bool = True) -> None:
    """A gate tower (que) on y = 0 with its lower side tower at the left, about 170 wide and 330 high."""
    plate.poly("-66,0 40,0 40,-14 -66,-14", halo=2)
    plate.poly("-62,-14 -34,-14 -36,-134 -56,-134", halo=2)
    plate.poly("-34,-16 34,-16 26,-196 -26,-196", halo=2.4)
    plate.nick("-26,-26 26,-26 19,-186 -19,-186 -26,-26", 2.2)
    for y in (-46, -82, -118, -154):
        w = 15 + (y + 154) * 0.04
        plate.cut_poly([(-w, y), (0, y - 13), (w, y), (0, y + 13)])
        plate.poly([(-w * 0.5, y), (0, y - 6), (w * 0.5, y), (0, y + 6)], halo=0)
    plate.nick("-54,-24 -42,-24 -42,-126 -52,-126 -54,-24", 1.8)
    bracket(plate, -46, -132, 34)
    roof(plate, -48, -156, 70, 26)
    bracket(plate, 0, -194, 62)
    roof(plate, 0, -218, 128, 34)
    plate.poly("-28,-254 28,-254 24,-282 -24,-282", halo=1.6)
    for x in (-12, 0, 12):
        plate.nick([(x, -258), (x, -278)], 2)
    roof(plate, 0, -286, 104, 32)
    if bird:
        with plate.at(0, -322, 0.52):
            birds.vermilion_bird(plate)


def hall(plate: Plate, width: float = 380, bays: int = 5) -> None:
    """A Han hall on y = 0 with steps, columns and a two-stage roof, about 250 high."""
    half = width / 2
    for i in range(3):
        plate.poly(
            [
                (-half - 18 + i * 6, -i * 9),
                (half + 18 - i * 6, -i * 9),
                (half + 18 - i * 6, -i * 9 - 7),
                (-half - 18 + i * 6, -i * 9 - 7),
            ],
            halo=0,
        )
    for i in range(bays + 1):
        x = -half + 14 + i * (width - 28) / bays
        plate.poly(
            [(x - 8, -27), (x + 8, -27), (x + 6, -34), (x + 6, -122), (x - 6, -122), (x - 6, -34)], halo=1.6
        )
        bracket(plate, x, -120, 44)
    plate.poly([(-half, -140), (half, -140), (half, -150), (-half, -150)], halo=1.6)
    roof(plate, 0, -156, width + 96, 44)
    plate.poly([(-half * 0.62, -202), (half * 0.62, -202), (half * 0.6, -220), (-half * 0.6, -220)], halo=1.6)
    for i in range(9):
        plate.nick([(-half * 0.5 + i * half / 8, -205), (-half * 0.5 + i * half / 8, -217)], 2)
    roof(plate, 0, -224, width * 0.82, 46)


def city_gate(plate: Plate) -> None:
    """A city gate on y = 0: battlements, arch, gate house above; about 360 wide and 330 high."""
    plate.poly("-190,0 190,0 172,-160 -172,-160", halo=3)
    for i in range(12):
        x = -168 + i * 30
        plate.poly([(x, -158), (x + 18, -158), (x + 18, -178), (x, -178)], halo=0)
    plate.cut([(-46, 1, 1), (-46, -70), (-34, -102), (0, -118), (34, -102), (46, -70), (46, 1, 1)])
    for row, y in enumerate(range(-20, -160, -22)):
        for i in range(-7, 8):
            x = i * 26 + (row % 2) * 13
            if abs(x) > 62 - (20 if y < -100 else 0) and abs(x) < 160 - row * 2:
                plate.nick([(x - 9, y), (x + 9, y)], 1.5)
    plate.score("-56,0! -56,-72 -42,-110 0,-129 42,-110 56,-72 56,0!", 2.2)
    for x in (-100, -60, -20, 20, 60, 100):
        plate.poly([(x - 6, -160), (x + 6, -160), (x + 6, -214), (x - 6, -214)], halo=1.4)
    plate.poly("-112,-214 112,-214 112,-222 -112,-222", halo=0)
    roof(plate, 0, -226, 290, 36)
    plate.poly("-80,-264 80,-264 78,-284 -78,-284", halo=1.4)
    for x in range(-64, 72, 16):
        plate.nick([(x, -267), (x, -281)], 2)
    roof(plate, 0, -288, 230, 38)


def _thatch(plate: Plate, x: float, y: float, half: float, height: float) -> None:
    """White straw lines on a thatched roof whose eaves are centred on (x, y)."""
    for row in range(3):
        reach = half * (0.62 + row * 0.17)
        low = y - height * (0.72 - row * 0.32)
        for i in range(int(reach / 5.5)):
            t = (i + 0.5) / int(reach / 5.5) * 2 - 1
            plate.score(
                [(x + reach * t * 0.93, low - height * 0.17), (x + reach * t, low + height * 0.07)],
                (1.6, 1.0),
            )


def hut(plate: Plate) -> None:
    """A thatched hut on y = 0, about 240 wide and 190 high, open at the right."""
    plate.poly("-86,0 86,0 86,-92 -86,-92", halo=2)
    plate.cut_poly("6,-6 74,-6 74,-80 6,-80")
    for x in (-2, 80):
        plate.poly([(x - 4, 0), (x + 4, 0), (x + 4, -92), (x - 4, -92)], halo=0)
    plate.cut_poly("-66,-38 -26,-38 -26,-72 -66,-72")
    for x in (-56, -46, -36):
        plate.line([(x, -38), (x, -72)], 3)
    plate.line("-66,-55 -26,-55", 2.4)
    plate.shape(
        "-126,-80! -112,-96 -78,-146 -64,-168! 0,-176 64,-168! 78,-146 112,-96 126,-80! 96,-84 60,-78 20,-84"
        " -20,-78 -60,-84 -96,-78",
        halo=3,
    )
    plate.shape("-70,-160 -66,-180! 0,-188 66,-180! 70,-160 0,-168", halo=1.6)
    _thatch(plate, 0, -84, 120, 80)


def pavilion(plate: Plate) -> None:
    """The eight-sided thatched pavilion on y = 0, about 230 wide and 290 high."""
    for i in range(3):
        plate.poly(
            [
                (-120 + i * 8, -i * 10),
                (120 - i * 8, -i * 10),
                (120 - i * 8, -i * 10 - 8),
                (-120 + i * 8, -i * 10 - 8),
            ],
            halo=0,
        )
    plate.poly("-62,-28 62,-28 62,-124 -62,-124", halo=2)
    plate.cut_poly("-26,-28 26,-28 26,-104 -26,-104")
    for x in (-96, -46, 46, 96):
        plate.poly([(x - 6, -28), (x + 6, -28), (x + 5, -128), (x - 5, -128)], halo=2)
    plate.line("-96,-46 -46,-46", 3)
    plate.line("46,-46 96,-46", 3)
    for x in (-84, -72, -60, 60, 72, 84):
        plate.line([(x, -28), (x, -46)], 2.6)
    plate.shape(
        "-138,-112! -118,-130 -62,-190 -18,-250! 0,-258 18,-250! 62,-190 118,-130 138,-112! 100,-120 50,-112"
        " 0,-118 -50,-112 -100,-120",
        halo=3,
    )
    plate.shape("-14,-244 -10,-262 0,-288 10,-262 14,-244", halo=1.6)
    for k in (-0.66, -0.24, 0.24, 0.66):
        plate.score([(k * 18, -246), (k * 70, -186), (k * 128, -122)], (1.2, 2.6, 2.6))
    _thatch(plate, 0, -120, 124, 120)


def monument(plate: Plate) -> None:
    """A monument on y = 0: stepped base, plinth, tall six-sided shaft, capped top; about 380 high."""
    for i in range(4):
        half = 150 - i * 20
        plate.poly([(-half, -i * 11), (half, -i * 11), (half, -i * 11 - 9), (-half, -i * 11 - 9)], halo=0)
    plate.poly("-84,-44 84,-44 62,-60 34,-96 -34,-96 -62,-60", halo=2)
    plate.nick("-52,-58 -26,-88 26,-88 52,-58", 2)
    plate.poly("-30,-98 30,-98 22,-330 -22,-330", halo=2)
    plate.nick("-11,-100 -8,-328", 2.2)
    plate.nick("11,-100 8,-328", 2.2)
    plate.poly("-34,-330 34,-330 30,-346 -30,-346", halo=1.6)
    plate.poly("-24,-346 24,-346 12,-372 -12,-372", halo=1.6)
    for y in range(-300, -130, 26):
        plate.cut_poly([(-4, y), (4, y), (4, y + 12), (-4, y + 12)])


def flag(plate: Plate, height: float = 300, width: float = 110) -> None:
    """A flag mast on y = 0 with a plain red flag that streams to the right."""
    plate.line([(0, 0), (0, -height)], 6, halo=1.6)
    plate.disc(0, -height - 6, 6)
    top, w = -height + 6, width
    cloth = (
        (3, top, 1),
        (w * 0.3, top - 10),
        (w * 0.62, top + 4),
        (w, top - 8, 1),
        (w * 0.97, top + w * 0.30),
        (w, top + w * 0.60, 1),
        (w * 0.62, top + w * 0.70),
        (w * 0.3, top + w * 0.56),
        (3, top + w * 0.66, 1),
    )
    plate.dye(cloth)
    plate.stroke([*cloth, cloth[0]], 2.4)
    plate.stroke(
        [(w * 0.34, top - 2), (w * 0.30, top + w * 0.3), (w * 0.34, top + w * 0.52)], (0.6, 2.2, 0.6)
    )
    plate.stroke(
        [(w * 0.68, top + 10), (w * 0.64, top + w * 0.36), (w * 0.68, top + w * 0.62)], (0.6, 2.2, 0.6)
    )


def houses(plate: Plate, widths: tuple, heights: tuple) -> None:
    """A row of town houses as half-tone with bare windows, foot on y = 0, first at x = 0."""
    x = 0.0
    for width, height in zip(widths, heights, strict=True):
        plate.tint([(x, 0, 1), (x + width, 0, 1), (x + width, -height, 1), (x, -height, 1)], 215)
        for row in range(int(height / 30)):
            for col in range(int(width / 24)):
                wx, wy = x + 10 + col * 24, -height + 14 + row * 30
                plate.cut_poly([(wx, wy), (wx + 11, wy), (wx + 11, wy + 14), (wx, wy + 14)])
        x += width + 8


def bridge(plate: Plate, width: float = 420) -> None:
    """An arched stone bridge, springing from y = 0."""
    half = width / 2
    plate.shape(
        [
            (-half, 0, 1),
            (-half * 0.5, -58),
            (0, -82),
            (half * 0.5, -58),
            (half, 0, 1),
            (half * 0.62, 0, 1),
            (half * 0.34, -36),
            (0, -50),
            (-half * 0.34, -36),
            (-half * 0.62, 0, 1),
        ],
        halo=3,
    )
    plate.score([(-half * 0.9, -2), (-half * 0.48, -48), (0, -70), (half * 0.48, -48), (half * 0.9, -2)], 2.2)
    plate.stroke(
        [(-half * 0.96, -24), (-half * 0.5, -86), (0, -110), (half * 0.5, -86), (half * 0.96, -24)], 5
    )
    for i in range(9):
        t = i / 4 - 1
        y = -82 + 80 * abs(t) ** 1.7
        plate.line([(half * 0.92 * t, y), (half * 0.92 * t, y - 30)], 5)
