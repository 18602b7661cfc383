"""Birds: crane in flight and standing, cock on the ridge, vermilion bird, magpie, swallow.

All face right; sizes in local units are noted at each function.
"""

from home.starter_assets.drawing.plate import Plate

WING_NEAR = (
    "22,2 30,-26 22,-60 4,-92 -16,-114! -16,-98! -32,-108! -30,-90! -46,-96! -42,-78! -58,-80! -52,-62!"
    " -66,-60! -56,-46! -66,-38! -48,-26 -34,-4 -14,8"
)
WING_FAR = "34,0 46,-26 66,-52 96,-74! 88,-58! 104,-58! 92,-44! 106,-40! 92,-30! 102,-22! 84,-16 62,-2 50,8"


def crane_flying(plate: Plate) -> None:
    """A crane in flight, about 260 long, centred on its body."""
    plate.stroke("-36,8 -84,20 -126,20", (5, 3.4, 2.4))
    plate.stroke("-36,12 -80,28 -122,31", (5, 3.4, 2.4))
    plate.shape(WING_FAR, halo=2)
    plate.shape("-34,-2 -62,-8! -56,1 -72,4! -58,10 -66,20! -34,16", halo=2)
    plate.shape("-42,6 -22,-8 10,-12 36,-6 50,0 34,12 4,18 -26,16", halo=2)
    plate.stroke("40,0 62,-2 80,-12 100,-20", (17, 9, 7, 7), halo=2)
    plate.shape("94,-24 102,-28 110,-24 140,-20! 110,-16 98,-15", halo=0)
    plate.shape(WING_NEAR, halo=2.4)
    plate.nick("103,-22 106,-22", 2.6)
    for path in ("14,-2 16,-34 -10,-88", "8,0 4,-36 -26,-84", "0,2 -6,-32 -40,-74", "-6,4 -16,-26 -50,-60"):
        plate.score(path, (2.4, 1.6, 0.8))
    plate.score("26,-8 14,-14 -10,-8 -22,2", 2)
    for path in ("46,-18 84,-48", "54,-10 90,-34", "60,-4 84,-20"):
        plate.score(path, (1.6, 0.8))


def crane_standing(plate: Plate) -> None:
    """A crane on y = 0, about 170 high."""
    plate.stroke("4,-70 8,-36 2,-2", (6, 3.6, 3.4))
    plate.stroke("-8,-70 -16,-44 -4,-34 -10,-2", (6, 3.6, 3.2, 3.2))
    plate.line("-4,-1 16,-1", 3)
    plate.line("-18,-1 2,-1", 3)
    plate.shape(
        "-66,-62! -50,-70 -56,-76! -38,-86 -4,-98 20,-96 34,-84 26,-70 4,-60 -24,-60 -44,-52! -46,-60",
        halo=2.4,
    )
    plate.stroke("24,-84 40,-100 34,-122 24,-138 34,-156", (20, 11, 8, 7, 9), halo=2)
    plate.shape("28,-162 36,-166 44,-161 74,-150! 42,-151 32,-150", halo=0)
    plate.nick("37,-159 40,-158", 2.6)
    for path in ("14,-88 -16,-82 -50,-64", "12,-80 -14,-72 -40,-58", "14,-92 -12,-92 -36,-82"):
        plate.score(path, (2.2, 1.8, 0.8))


def cock(plate: Plate) -> None:
    """A crowing cock on y = 0, about 150 high."""
    for path, width in (
        ("-30,-62 -70,-104 -104,-84 -110,-50", (12, 14, 11, 2)),
        ("-30,-60 -66,-84 -92,-62 -92,-34", (12, 13, 10, 2)),
        ("-28,-58 -58,-112 -92,-120 -118,-98", (10, 12, 10, 2)),
        ("-30,-54 -58,-62 -72,-44 -70,-24", (12, 12, 8, 2)),
    ):
        plate.stroke(path, width, halo=2)
    plate.stroke("-2,-36 2,-18 -2,-2", (10, 4, 4))
    plate.stroke("12,-36 18,-18 16,-2", (10, 4, 4))
    for x in (-2, 16):
        plate.line([(x - 8, -1), (x + 12, -1)], 3)
    plate.shape(
        "-38,-62 -24,-46 4,-32 26,-38 38,-60 42,-86 46,-104 60,-116 52,-126 38,-122 26,-98 8,-82 -18,-76",
        halo=2.4,
    )
    plate.shape("38,-116 42,-128 54,-130 60,-124 80,-126! 64,-116! 76,-108! 58,-110 50,-108", halo=1.6)
    plate.shape("40,-126! 34,-140 44,-136! 46,-150 54,-138! 62,-146 60,-130! 58,-126", halo=1.4)
    plate.shape("58,-108! 66,-98 60,-88 53,-98", halo=1.4)
    plate.nick("52,-121 55,-121", 3.2)
    plate.score("18,-74 -4,-66 -28,-66 -14,-52 10,-46 22,-56", (1, 2.4, 2.4, 2.4, 1))
    for path in ("10,-64 -10,-58", "12,-56 -6,-52", "40,-92 30,-80", "46,-84 38,-70", "34,-104 24,-92"):
        plate.score(path, (1, 2, 1))


def vermilion_bird(plate: Plate) -> None:
    """The vermilion bird of the gate towers, wings and tail raised, about 110 high, standing on y = 0."""
    for path in (
        "-14,-40 -44,-66 -48,-98 -30,-110",
        "-16,-36 -54,-52 -68,-78 -58,-98",
        "-16,-32 -56,-36 -80,-54 -80,-76",
    ):
        plate.stroke(path, (7, 7, 5, 2), halo=1.6)
        x, y = (float(v) for v in path.split()[-1].split(","))
        plate.disc(x, y, 5, halo=1)
    plate.stroke("0,-24 4,-12 2,-2", (7, 3.4, 3.4))
    plate.stroke("8,-24 14,-12 14,-2", (7, 3.4, 3.4))
    plate.shape("-18,-38 -4,-22 14,-22 24,-36 28,-54 34,-70 30,-80 22,-74 16,-56 4,-48 -10,-46", halo=2)
    plate.shape("22,-76 30,-86 40,-82 52,-76! 40,-72 30,-70", halo=0)
    plate.stroke("28,-84 22,-98 30,-106", (3, 3, 1.4))
    plate.stroke("32,-84 34,-98 42,-100", (3, 3, 1.4))
    plate.shape("10,-44 -2,-62 0,-86 14,-104! 12,-88! 24,-94! 18,-76! 28,-76! 18,-58", halo=1.8)
    plate.nick("33,-79 35,-79", 2.4)
    plate.score("8,-54 6,-72 12,-90", (2, 1.6, 0.8))


def magpie(plate: Plate) -> None:
    """A perched bird, about 90 long, feet on y = 0."""
    plate.line("2,-8 0,0", 2.6)
    plate.line("9,-8 10,0", 2.6)
    plate.shape(
        "-14,-18 -60,2! -54,-8! -62,-10! -22,-30 -2,-36 8,-48 20,-52 28,-46 42,-42! 28,-38 22,-22 8,-8",
        halo=2,
    )
    plate.nick("21,-45 23,-45", 2.6)
    plate.score("6,-34 -10,-26 -34,-14 -14,-16 8,-20", (1, 2, 1.6, 1))


def swallow(plate: Plate) -> None:
    """A bird on the wing, about 90 across."""
    plate.shape(
        "-26,4 -56,-4! -36,-4 -60,-20! -22,-6 -8,-8 -20,-26 -34,-46! -6,-34 12,-12 24,-6 40,-4! 24,4 8,8",
        halo=2,
    )
    plate.shape("6,-6 18,-28 40,-44! 34,-22 20,-2", halo=1.4)
    plate.nick("25,-3 27,-3", 2.2)


def dove(plate: Plate) -> None:
    """A rising dove, about 100 across."""
    plate.shape("16,-6 24,-34 40,-58 60,-70! 58,-48 50,-24 34,-4", halo=1.8)
    plate.shape(
        "-24,10 -52,6! -46,14 -58,22! -30,22 0,18 24,8 36,0 44,4 54,4! 44,-6 34,-12 20,-8 0,-6", halo=2
    )
    plate.shape("14,-4 10,-30 -8,-58 -30,-74! -30,-60! -42,-62! -38,-46! -48,-44! -36,-24 -18,-2", halo=2)
    plate.nick("40,-4 42,-4", 2.4)
    for path in ("4,-8 -4,-34 -22,-58", "-4,-6 -14,-28 -32,-46", "28,-14 46,-44"):
        plate.score(path, (2, 1.4, 0.8))
