"""Beasts of the stones: striding dragon, carp, plough ox, deer, hare and toad of the moon."""

from home.starter_assets.drawing import curves
from home.starter_assets.drawing.plate import Plate

DRAGON_BODY = (
    "-236,-196 -282,-188 -302,-140 -264,-88 -196,-82 -130,-112 -66,-92 0,-76 60,-98 96,-150 116,-198 152,-222"
    " 192,-216"
)
DRAGON_WIDTHS = (2, 12, 18, 24, 34, 60, 52, 46, 60, 48, 36, 30, 28)
DRAGON_HEAD = (
    "174,-232 196,-244 216,-240 232,-226 262,-220 272,-228 282,-218 276,-206! 252,-204 232,-200! 258,-192"
    " 274,-184! 252,-178 224,-182 200,-194 182,-196"
)
DRAGON_LEGS = (
    ("58,-98 104,-76 104,-46 132,-26", (36, 24, 13, 10)),
    ("-118,-98 -76,-62 -94,-34 -66,-12", (48, 26, 14, 10)),
    ("40,-92 40,-54 66,-36 54,-10", (42, 26, 14, 10)),
    ("-138,-102 -172,-58 -156,-32 -188,-10", (56, 30, 15, 10)),
)


def _claw(plate: Plate, x: float, y: float) -> None:
    for dx, dy in ((16, 2), (12, 9), (2, 11), (-9, 7)):
        plate.stroke([(x, y), (x + dx * 0.7, y + dy * 0.4), (x + dx, y + dy)], (6, 4.5, 1.2))


def _dragon_skin(plate: Plate) -> None:
    """Scales along the body and the plated belly line."""
    path = curves.smooth(DRAGON_BODY)
    for i, (x, y, turn) in enumerate(curves.along(path, 54)):
        if 8 < i < 51:
            reach = curves.spread(DRAGON_WIDTHS, 54)[i] / 2
            with plate.at(x, y, turn=turn):
                plate.score([(-3, -reach * 0.62), (5, -reach * 0.1), (-3, reach * 0.3)], (0.8, 2, 0.8))
                plate.score([(0, reach * 0.46), (6, reach * 0.46)], 1.8)


def _dragon_limbs(plate: Plate, legs: tuple) -> None:
    for path, widths in legs:
        plate.stroke(path, widths, halo=2.4)
        _claw(plate, *(float(v) for v in path.split()[-1].split(",")))


def _dragon_fins(plate: Plate) -> None:
    places = curves.along(curves.smooth(DRAGON_BODY), 30)
    reach = curves.spread(DRAGON_WIDTHS, 30)
    for i in range(5, 27):
        x, y, turn = places[i]
        with plate.at(x, y, turn=turn):
            plate.shape(
                [(-8, -reach[i] / 2 + 4, 1), (-5, -reach[i] / 2 - 15, 1), (7, -reach[i] / 2 + 4, 1)], halo=0
            )


def _dragon_head(plate: Plate) -> None:
    plate.stroke("194,-240 172,-268 138,-280 120,-268", (10, 9, 7, 2), halo=2)
    plate.stroke("206,-244 196,-274 168,-296 148,-290", (10, 9, 7, 2), halo=2)
    plate.shape(DRAGON_HEAD, halo=2.6)
    plate.stroke("236,-192 248,-176 240,-158", (4, 4, 1))
    plate.shape("190,-196 176,-174 180,-158! 192,-172 197,-162! 206,-184", halo=1.6)
    plate.score("206,-228 216,-231 224,-223", (1, 4, 1))
    plate.score("188,-226 182,-214 190,-204 208,-206 228,-210 262,-212", (1.4, 2, 2, 1.6, 1.4, 1))
    for x in (238, 246, 254):
        plate.stroke([(x, -203), (x + 2, -196)], (3, 1))
    plate.score("266,-221 270,-220", 2.6)


def dragon(plate: Plate) -> None:
    """A striding dragon, feet on y = 0, about 600 long and 300 high."""
    _dragon_limbs(plate, DRAGON_LEGS[:2])
    plate.stroke(DRAGON_BODY, DRAGON_WIDTHS, halo=2.6)
    _dragon_fins(plate)
    plate.stroke("62,-128 20,-168 -34,-176 -62,-156", (20, 18, 11, 2), halo=2)
    plate.stroke("70,-140 44,-192 -4,-214 -36,-204", (18, 16, 10, 2), halo=2)
    _dragon_limbs(plate, DRAGON_LEGS[2:])
    _dragon_skin(plate)
    _dragon_head(plate)


def carp(plate: Plate) -> None:
    """A carp, about 200 long, centred on (0, 0), facing right."""
    plate.shape("-70,0 -112,-34! -100,-4 -114,30! -68,8", halo=2)
    plate.shape("-10,-28 0,-52 36,-44! 28,-26", halo=1.6)
    plate.shape("-6,26 -22,48! 10,40 20,26", halo=1.6)
    plate.shape("34,18 22,44! 46,38 50,18", halo=1.6)
    plate.shape("-80,2 -44,-22 2,-34 52,-28 86,-10 98,2! 88,4 96,10! 80,20 44,30 0,32 -44,20", halo=2.4)
    plate.score(curves.arc(38, 0, 20, 30, -80, 80), 2.4)
    plate.score(curves.arc(74, -6, 4.6, 4.6, 0, 360), 2)
    for row, y in enumerate((-16, -4, 8, 19)):
        for k in range(7 - abs(row - 1)):
            plate.score(curves.arc(34 - 15 * k - (row % 2) * 7, y, 7, 6.4, 110, 250), 1.4)
    plate.score("-72,0 -98,-18", (2, 1))
    plate.score("-72,4 -98,16", (2, 1))


def ox(plate: Plate) -> None:
    """A working ox on y = 0, about 230 long, 130 high, head low."""
    for path in ("-74,-60 -66,-34 -70,-6", "46,-54 54,-30 50,-6"):
        plate.stroke(path, (34, 18, 12), halo=2)
    plate.stroke("-104,-98 -120,-72 -114,-38", (7, 5, 9), halo=2)
    for path in ("-88,-62 -100,-34 -94,-6", "30,-54 24,-30 28,-6"):
        plate.stroke(path, (40, 20, 13), halo=2)
    for x in (-70, 50, -94, 28):
        plate.poly([(x - 7, -6), (x + 7, -6), (x + 11, 1), (x - 8, 1)], halo=1.2)
    plate.shape(
        "-106,-92 -92,-110 -60,-112 -20,-106 20,-116 46,-130 66,-118 84,-100 96,-84 80,-60 56,-50 20,-42"
        " -20,-36 -52,-44 -80,-52 -104,-60",
        halo=0,
    )
    plate.shape("82,-112 98,-108 116,-92 130,-72 132,-60 120,-54 104,-62 88,-76 78,-92", halo=2)
    plate.stroke("94,-108 112,-118 124,-136 118,-150", (9, 8, 6, 1.6), halo=1.6)
    plate.stroke("86,-112 96,-130 90,-148 78,-154", (9, 8, 6, 1.6), halo=1.6)
    plate.shape("84,-104 66,-112 70,-100 84,-94", halo=1.4)
    plate.score("100,-90 105,-91 109,-86", (1, 3.4, 1))
    plate.nick("120,-66 124,-64", 2.4)
    plate.score("56,-116 40,-92 44,-64 58,-50", (1, 2.6, 2.6, 1))
    plate.score("-70,-106 -82,-84 -72,-58", (1, 2.6, 1))
    for path in ("-40,-90 -44,-60", "-22,-90 -26,-56", "-4,-90 -8,-54"):
        plate.score(path, (0.8, 1.8, 0.8))


def deer(plate: Plate) -> None:
    """A standing deer on y = 0, about 120 long, 170 high with antlers."""
    for path in (
        "-34,-56 -26,-34 -32,-4",
        "26,-56 32,-30 30,-4",
        "-42,-56 -48,-32 -42,-4",
        "18,-56 18,-30 20,-4",
    ):
        plate.stroke(path, (16, 7, 4.4), halo=1.6)
    plate.shape(
        "-52,-76 -36,-86 0,-80 26,-86 38,-106 44,-124 58,-126 54,-104 44,-74 30,-54 -4,-50 -36,-52", halo=0
    )
    plate.shape("40,-130 54,-136 66,-128 82,-116 80,-110 62,-110 46,-114", halo=1.6)
    plate.shape("-50,-78 -64,-70! -50,-64", halo=1)
    plate.shape("44,-128 30,-140 48,-138", halo=1)
    for path in (
        "52,-134 48,-152 34,-168",
        "50,-148 62,-162 60,-178",
        "54,-134 66,-148 80,-152",
        "46,-156 50,-172 46,-184",
    ):
        plate.stroke(path, (4, 3.6, 1.4))
    plate.nick("60,-124 63,-123", 2.6)
    for x, y in ((-34, -70), (-20, -74), (-6, -68), (8, -72), (-26, -60), (2, -60), (18, -64)):
        plate.hole(x, y, 2.4)


def hare(plate: Plate) -> None:
    """The hare of the moon, standing with a pestle, about 70 high."""
    plate.shape("-14,0! -18,-22 -10,-40 4,-44 12,-30 14,-10 18,0!", halo=1.4)
    plate.shape("0,-42 8,-54 20,-52 24,-44 16,-38", halo=1.2)
    plate.shape("6,-52 -4,-70 -2,-74 10,-54", halo=1)
    plate.shape("12,-54 8,-74 12,-76 17,-54", halo=1)
    plate.stroke("8,-32 22,-30 28,-34", (7, 5, 4), halo=1)
    plate.nick("15,-47 17,-47", 2.2)


def toad(plate: Plate) -> None:
    """The toad of the moon seen from above, about 80 across."""
    for sx in (-1, 1):
        plate.stroke([(sx * 14, -14), (sx * 34, -22), (sx * 38, -38)], (10, 7, 4))
        plate.stroke([(sx * 14, 14), (sx * 38, 14), (sx * 32, 34)], (14, 9, 4))
    plate.shape("0,-40 14,-34 20,-14 22,8 12,26 0,30 -12,26 -22,8 -20,-14 -14,-34", halo=1.6)
    for x, y in ((-8, -30), (8, -30), (0, -10), (-9, 2), (9, 2), (0, 14)):
        plate.hole(x, y, 2.6)
