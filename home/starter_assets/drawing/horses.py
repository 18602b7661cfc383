"""Horses as the Han carvers saw them: arched neck, deep chest, round haunch, fine legs.

A horse stands on y = 0, faces right and is about 200 wide and 185 high at scale 1.
"""

from home.starter_assets.drawing.plate import Plate

BODY = (
    "86,-178 68,-177 48,-164 33,-141 21,-120 0,-109 -26,-106 -50,-114 -72,-112 -88,-97 -92,-77 -85,-60"
    " -66,-54 -46,-61 -20,-53 8,-47 34,-50 54,-62 66,-80 68,-98 70,-114 78,-128 92,-140"
)
HEAD = (
    "80,-178! 84,-194 89,-181! 93,-193 96,-178! 106,-169 118,-153 128,-143 133,-135 131,-129! 122,-131"
    " 126,-124! 117,-121 106,-128 99,-127 90,-131 84,-142 78,-160"
)
MANE = (
    "84,-184! 66,-188 46,-176 30,-150 16,-122! 26,-124 34,-130! 33,-136 40,-144! 39,-150"
    " 48,-158! 48,-164 58,-170! 60,-174 72,-176!"
)

# Each leg: hip to hoof (four joints), widths down the leg, then where the hoof's toe points (degrees).
RUN = (
    ("48,-84 74,-60 104,-52 120,-34", (34, 17, 9, 7), 40),
    ("-62,-84 -36,-54 -50,-30 -30,-8", (46, 24, 10, 7), 12),
    ("40,-78 60,-50 82,-34 74,-12", (38, 18, 9, 7), 60),
    ("-68,-82 -78,-50 -104,-34 -124,-10", (50, 26, 11, 7), 62),
)
TROT = (
    ("50,-82 62,-52 60,-28 62,-6", (32, 16, 9, 7), 10),
    ("-60,-84 -44,-54 -54,-30 -42,-6", (46, 24, 10, 7), 12),
    ("44,-80 70,-62 90,-52 84,-30", (36, 18, 9, 7), 70),
    ("-68,-82 -70,-50 -92,-32 -94,-6", (50, 26, 11, 7), 20),
)
STAND = (
    ("48,-80 56,-52 54,-28 56,-6", (32, 16, 9, 7), 8),
    ("-60,-84 -50,-54 -62,-30 -56,-6", (46, 24, 10, 7), 8),
    ("40,-78 44,-50 40,-28 42,-6", (36, 18, 9, 7), 8),
    ("-70,-82 -66,-52 -82,-30 -78,-6", (50, 26, 11, 7), 8),
)
GAITS = {"run": RUN, "trot": TROT, "stand": STAND}


def _leg(plate: Plate, path: str, widths: tuple, toe: float) -> None:
    plate.stroke(path, widths, halo=2.2)
    x, y = (float(v) for v in path.split()[-1].split(","))
    with plate.at(x, y, turn=toe):
        plate.shape("-5,-4! 6,-4! 12,7! -4,7!", halo=0)
    # A fetlock line parts hoof and leg.
    with plate.at(x, y, turn=toe):
        plate.nick("-7,-5 9,-4", 1.6)


def _marks(plate: Plate) -> None:
    """White lines inside the horse: eye, jaw, bridle, shoulder, haunch, ribs."""
    plate.score("100,-165 105,-163 108,-159", (1, 3.4, 1))
    plate.score("92,-150 98,-141 108,-139", (1, 2.2, 1))
    plate.nick("112,-162 104,-131", 1.9)
    plate.nick("122,-150 113,-127", 1.9)
    plate.score("97,-178 103,-160 92,-134", 1.6)
    plate.score("46,-132 34,-108 34,-88 44,-70", (1, 3, 3, 1))
    plate.score("-44,-106 -58,-92 -60,-74 -48,-62", (1, 3, 3, 1))
    plate.score("-72,-92 -78,-84 -74,-76 -67,-80 -69,-86", 2)
    plate.score("74,-174 56,-166 42,-148 30,-128", (1, 2, 2, 1))
    for path in ("66,-186 58,-176", "52,-179 46,-168", "41,-168 36,-156", "32,-152 28,-142"):
        plate.score(path, (0.8, 2))


def _tack(plate: Plate) -> None:
    plate.score("64,-100 50,-96 36,-100", 2.2)
    plate.score("24,-112 18,-84 22,-54", 2.6)
    plate.score("18,-110 12,-84 15,-54", 1.4)


def horse(plate: Plate, gait: str = "trot", tack: bool = True, halo: float = 3.0) -> None:
    """Draw a horse; ``gait`` is run, trot or stand; ``tack`` adds breast strap and girth."""
    far_front, far_hind, near_front, near_hind = GAITS[gait]
    _leg(plate, *far_front)
    _leg(plate, *far_hind)
    plate.stroke("-82,-98 -100,-112 -120,-104 -134,-82 -136,-58", (9, 12, 14, 10, 2), halo=halo)
    plate.score("-96,-106 -116,-98 -128,-78", (1, 2, 1))
    plate.shape(MANE, halo=0)
    _leg(plate, *near_front)
    _leg(plate, *near_hind)
    plate.shape(BODY, halo=0)
    plate.shape(HEAD, halo=halo)
    plate.stroke("74,-160 88,-160", (24, 20))
    _marks(plate)
    if tack:
        _tack(plate)
