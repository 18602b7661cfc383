"""The wide pictures: the frieze of the home page and the card other sites show."""

from home.starter_assets.drawing import birds, buildings, chariots, horses, landscape
from home.starter_assets.drawing import poses as p
from home.starter_assets.drawing import scene as s
from home.starter_assets.drawing.plate import Plate
from home.starter_assets.drawing.scene import Scene, ground, person


def _procession(plate: Plate) -> None:
    """Chariots and children on their way to the double gate towers."""
    base = 606
    landscape.ridge(
        plate,
        (
            (30, 520),
            (190, 420),
            (330, 500),
            (520, 380),
            (700, 490),
            (860, 420),
            (1040, 520),
            (1160, 470),
            (1300, 540),
        ),
        base,
    )
    plate.put(buildings.tower, 1296, base, 1.34)
    plate.put(buildings.tower, 1482, base, 1.34, flip=True)
    plate.put(chariots.chariot, 116, base, 1.2, gait="trot", pair=True)
    plate.put(chariots.chariot, 588, base, 1.14, gait="run")
    walkers = (
        (1016, p.A_WALK, s.TEACHER, 1.7),
        (1096, p.STEP, s.BOY_BAG, 1.75),
        (1172, p.WALK, s.GIRL_BAG, 1.75),
    )
    for x, pose, look, scale in walkers:
        person(plate, x, base, scale, pose, look)
    person(plate, 1384, base, 1.8, p.CHEER, s.GIRL_BOB)
    ground(plate, base)
    landscape.sun(plate, 1090, 180, 70)
    landscape.with_birds(plate, ((520, 214, 1.05, False), (820, 172, 0.7, False)))
    for x, y, scale in ((280, 170, 1.2), (740, 260, 1.0)):
        plate.put(landscape.cloud, x, y, scale)


def _card(plate: Plate) -> None:
    """One running horse before the gate towers, two children with it."""
    base = 526
    plate.put(buildings.tower, 170, base, 1.1)
    plate.put(buildings.tower, 1030, base, 1.1, flip=True)
    plate.put(horses.horse, 600, base, 1.72, gait="run")
    person(plate, 322, base, 1.75, p.RUN, s.GIRL)
    person(plate, 880, base, 1.75, p.CHEER, s.BOY_BAG)
    ground(plate, base)
    plate.put(birds.crane_flying, 420, 190, 0.8)
    plate.put(landscape.cloud, 860, 170, 1.0)


HERO = Scene(
    "hero",
    "车马与背着书包的孩子一路同行，走向一对汉代门阙，天上有太阳、仙鹤和云气。",
    _procession,
    (84, 100),
    "drapes",
    "waves",
    40,
    slant=8,
    size=(1600, 700),
)
CARD = Scene(
    "og",
    "一匹奔马从双阙之间驰过，孩子奔跑欢呼，仙鹤飞过。",
    _card,
    (562, 96),
    "lozenges",
    "waves",
    38,
    slant=8,
    size=(1200, 630),
    wear=4,
)
WIDE = (HERO, CARD)
