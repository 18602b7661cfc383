"""Pictures of the five study bases."""

from dataclasses import replace

from home.starter_assets.drawing import (
    beasts,
    birds,
    borders,
    buildings,
    chariots,
    heads,
    horses,
    landscape,
    plants,
    things_home,
    things_town,
)
from home.starter_assets.drawing import poses as p
from home.starter_assets.drawing import scene as s
from home.starter_assets.drawing.plate import Plate
from home.starter_assets.drawing.scene import Scene, ground, person


def _rider(plate: Plate) -> None:
    """A horseman: horse on y = 0 with a robed rider carrying a pennon."""
    plate.line("-34,-120 -60,-268", 4, halo=1.6)
    plate.shape(
        "-56,-262! -90,-268 -120,-252 -150,-262! -136,-246 -148,-230! -118,-232 -88,-238 -52,-236!", halo=2
    )
    horses.horse(plate, "run")
    plate.shape("-26,-104! -34,-140 -20,-164 -4,-168 12,-160 16,-136 12,-104!", halo=2.4)
    plate.stroke("6,-112 20,-84 14,-58", (20, 14, 9), halo=2)
    plate.shape("6,-62! 14,-64 30,-54! 6,-52!", halo=1.4)
    plate.stroke("-4,-156 12,-138 40,-134", (14, 11, 7), halo=2)
    plate.score("-8,-166 2,-148 0,-112", (1, 2, 1))
    plate.nick("-26,-118 14,-118", 2.2)
    with plate.at(0, -184, 0.98):
        heads.head(plate, "cloth")


def _han_museum(plate: Plate) -> None:
    plate.put(beasts.dragon, 560, 404, 1.06)
    plate.put(landscape.cloud, 150, 150, 1.0)
    plate.put(landscape.cloud, 990, 350, 1.2)
    plate.put(landscape.puff, 480, 130, 1.0)
    landscape.stars(plate, ((890, 130), (940, 176), (1010, 150), (1050, 200)), 8)
    borders.band(plate, "rings", 44, 1156, 420, 38)
    plate.put(_rider, 176, 716, 0.9)
    plate.put(chariots.chariot, 362, 716, 1.02, gait="run")
    plate.put(_rider, 850, 716, 0.9)
    plate.put(buildings.tower, 1090, 716, 0.72)
    ground(plate, 716)


def _physician_park(plate: Plate) -> None:
    ground(plate, 722)
    plate.put(buildings.tower, 140, 720, 1.72)
    plate.put(buildings.tower, 1066, 720, 1.72, flip=True)
    person(plate, 420, 720, 3.4, p.R_RAISE.but(near_arm="22,-104 46,-116"), s.SAGE)
    plate.put(plants.herb, 594, 316, 1.85)
    plate.put(things_home.table, 668, 720, 1.5, width=126, height=54)
    plate.put(things_home.jar, 626, 626, 0.92)
    plate.shape("676,626! 672,584! 736,584! 730,626!", halo=2)
    plate.line("712,584 738,532", 9)
    plate.nick("676,602 732,602", 3)
    person(plate, 846, 720, 2.7, p.CARRY.but(tilt=-6), s.GIRL_BOB, flip=True)
    plate.put(things_home.book, 782, 580, 1.6, flip=True)
    person(plate, 948, 720, 2.7, p.HUG, s.BOY, flip=True)
    for x in (252, 318):
        plate.put(plants.herb, x, 700, 1.1)
    plate.put(birds.crane_flying, 810, 240, 1.2)


def _liberation_square(plate: Plate) -> None:
    plate.put(buildings.houses, 60, 640, 1.0, widths=(90, 70, 110, 80), heights=(230, 320, 190, 280))
    plate.put(buildings.houses, 760, 640, 1.0, widths=(80, 110, 70, 110), heights=(250, 180, 330, 220))
    plate.put(buildings.monument, 600, 646, 1.46)
    plate.put(buildings.flag, 330, 646, 1.0, height=470, width=150)
    ground(plate, 646)
    landscape.river(plate, 44, 1156, 674, 2, 42)
    people = (
        (130, p.A_STAND, s.TEACHER, False),
        (224, p.SALUTE, s.GIRL_BOB, False),
        (420, p.SALUTE, s.BOY, False),
        (790, p.SALUTE, s.GIRL_BOB, True),
        (884, p.SALUTE, s.BOY, True),
        (1000, p.A_STAND, s.GRANDPA, True),
        (1088, p.STAND, s.TODDLER, True),
    )
    for x, pose, look, flip in people:
        person(plate, x, 646, 2.1, pose, replace(look, calm=True), flip=flip)
    for x, y, scale, flip in (
        (180, 170, 1.0, False),
        (800, 150, 1.1, True),
        (980, 230, 0.8, True),
        (470, 130, 0.7, False),
    ):
        plate.put(birds.dove, x, y, scale, flip=flip)


def _sleeping_dragon_ridge(plate: Plate) -> None:
    landscape.ridge(
        plate, ((0, 360), (180, 250), (340, 340), (520, 220), (720, 330), (940, 230), (1200, 350)), 540
    )
    plate.shape("42,520! 150,486 330,446 520,428 720,432 900,462 1158,500! 1158,580! 42,580!", halo=4)
    for path in (
        "80,538 240,502 420,474",
        "780,486 960,510 1120,536",
        "470,466 600,456 720,466",
        "300,540 560,520 820,540",
    ):
        plate.score(path, (1, 3, 1))
    plate.put(plants.pine, 236, 474, 1.16)
    plate.put(buildings.pavilion, 590, 438, 1.22)
    plate.put(plants.bamboo, 900, 470, 1.0)
    plate.put(plants.pine, 1064, 490, 1.06, flip=True)
    plate.line("42,580 1158,580", 6)
    for y in (640, 690, 736):
        plate.stroke([(60 + y % 40, y), (400, y + 8), (800, y - 6), (1140, y + 4)], (3, 7, 7, 3))
    plate.put(beasts.ox, 690, 742, 0.98)
    plate.stroke("436,626 478,668 530,710 566,742", (6, 6, 8, 14), halo=2)
    plate.stroke("536,712 590,676 640,660", 5, halo=1.6)
    person(plate, 380, 744, 1.16, p.A_WORK, s.FARMER)
    person(plate, 930, 746, 1.5, p.STEP, s.BOY_BAG, flip=True)
    person(plate, 1030, 746, 1.5, p.WALK, s.GIRL_BAG, flip=True)
    landscape.with_birds(plate, ((850, 176, 0.85, True), (402, 150, 0.6, False)))


def _dancer(plate: Plate, look: s.Look) -> None:
    """A child drummer in a lunge, arms wide with two sticks."""
    pose = p.RUN.but(
        head="6,-92",
        neck="2,-74",
        hip="-2,-46",
        near_arm="20,-76 38,-90",
        far_arm="-18,-78 -34,-92",
        near_leg="22,-38 24,-6",
        far_leg="-20,-28 -40,-7",
        toes=(0, 30),
        tilt=-6,
    )
    plate.line("38,-92 58,-104", 3.4)
    plate.disc(59, -105, 4)
    plate.line("-35,-94 -52,-108", 3.4)
    plate.disc(-53, -109, 4)
    s.person(plate, 0, 0, 1.0, pose, look)


def _youth_palace(plate: Plate) -> None:
    ground(plate, 722)
    plate.put(things_town.drum, 560, 720, 1.95)
    plate.put(_dancer, 330, 720, 2.6, look=s.GIRL)
    plate.put(_dancer, 790, 720, 2.6, look=s.BOY_SHORTS, flip=True)
    plate.put(things_town.telescope, 1040, 720, 1.75)
    person(plate, 946, 720, 2.35, p.CARRY.but(near_arm="10,-60 26,-68", tilt=-10), s.GIRL_BAG)
    plate.put(things_town.kite, 200, 200, 1.3, turn=-14)
    plate.stroke("196,222 150,330 120,430 128,520", 2.4)
    person(plate, 112, 720, 2.35, p.RAISE, s.BOY)
    landscape.stars(plate, ((900, 150), (960, 190), (1030, 160), (1100, 210)), 8)
    plate.put(landscape.puff, 860, 300, 1.1)


BASES = (
    Scene(
        "hanhuaguan",
        "上层一条昂首的龙行走在云间，下层两名骑吏护着一辆马车奔向门阙，中间隔着连璧纹。",
        _han_museum,
        (1076, 190),
        "teeth",
        "lozenges",
        34,
        slant=8,
    ),
    Scene(
        "yishengwenhuayuan",
        "双阙之间，医者举起一株带根的药草，案上放着药罐和药臼，两个孩子捧书站在案前。",
        _physician_park,
        (560, 440),
        "drapes",
        slant=-6,
    ),
    Scene(
        "jiefangguangchang",
        "纪念碑高高矗立，旗杆上红旗飘扬，师生和市民在碑前致敬，鸽子飞起，河水在前。",
        _liberation_square,
        (1076, 92),
        "",
        slant=0,
    ),
    Scene(
        "wolonggang",
        "山岗上松竹环绕一座茅草亭，坡下农人扶犁赶牛，两个孩子走来，仙鹤飞过。",
        _sleeping_dragon_ridge,
        (82, 108),
        "scrolls",
        depth=34,
        slant=10,
    ),
    Scene(
        "qingshaonianguan",
        "两个孩子围着大鼓起舞，左边男孩放燕子风筝，右边女孩用望远镜看星星。",
        _youth_palace,
        (1064, 250),
        "rings",
        slant=-8,
    ),
)
