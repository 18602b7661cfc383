"""Pictures of the family guides from quarrels to grandparents' tales, and the list of all."""

from home.starter_assets.drawing import (
    beasts,
    birds,
    borders,
    buildings,
    curves,
    horses,
    landscape,
    plants,
    scenes_childhood,
    things_home,
    things_town,
)
from home.starter_assets.drawing import poses as p
from home.starter_assets.drawing import scene as s
from home.starter_assets.drawing.plate import Plate
from home.starter_assets.drawing.scene import Scene, ground, person


def _quarrel(plate: Plate) -> None:
    ground(plate, 722)
    plate.line("600,84 600,722", 10)
    plate.poly("588,84 760,150 760,722 600,722", halo=4)
    for y0, y1 in ((190, 400), (450, 660)):
        plate.nick([(624, y0 - 26), (736, y0), (736, y1), (624, y1)] + [(624, y0 - 26)], 4)
    plate.disc(628, 424, 9)
    plate.hole(628, 424, 7)
    person(
        plate,
        300,
        720,
        3.1,
        p.A_CHAIR.but(
            head="12,-112", neck="4,-96", tilt=24, near_arm="16,-76 22,-98", far_arm="20,-76 24,-96"
        ),
        s.TEEN,
        flip=True,
    )
    plate.put(things_home.stool, 312, 720, 3.1, height=40)
    for x, y, r, turns in (
        (250, 210, 74, 2.4),
        (370, 180, 52, -2.0),
        (158, 250, 46, 1.9),
        (440, 270, 34, -1.6),
    ):
        plate.stroke(curves.spiral(x, y, r, 6, turns, 40), (13, 9, 6))
    person(plate, 960, 720, 2.95, p.A_HOLD, s.MOTHER, flip=True)
    plate.put(things_home.bowl, 872, 458, 1.7)
    plate.put(landscape.puff, 960, 180, 1.4)


def _choosing(plate: Plate) -> None:
    plate.tint("42,470! 220,430 420,452 620,420 840,452 1000,424 1158,450! 1158,770! 42,770!", 235)
    plate.stroke("42,470 220,430 420,452 620,420 840,452 1000,424 1158,450", 6)
    plate.score("560,770 560,690 470,600 330,530 230,452", (90, 70, 46, 26, 12))
    plate.score("600,770 606,690 612,600 616,500 618,428", (90, 66, 44, 26, 12))
    plate.score("640,770 660,690 760,600 900,530 990,446", (90, 70, 46, 26, 12))
    plate.put(buildings.hall, 226, 440, 0.92, width=320, bays=5)
    plate.put(things_town.gear, 600, 282, 1.0, radius=104, teeth=14)
    plate.put(things_town.gear, 738, 366, 1.0, radius=54, teeth=9, turn=14)
    plate.put(things_town.telescope, 980, 430, 1.7)
    landscape.stars(plate, ((1010, 180), (1060, 140), (1112, 190), (1100, 250)), 8)
    plate.put(things_town.signpost, 840, 752, 1.85)
    person(plate, 240, 752, 2.5, p.A_POINT, s.MOTHER)
    person(plate, 470, 756, 2.4, p.A_STAND.but(tilt=-8), s.TEEN_BAG)


def _no_swimming_alone(plate: Plate) -> None:
    plate.put(plants.willow, 104, 616, 1.5)
    plate.shape("42,600! 200,592 420,600 560,640 620,770! 42,770!", halo=4)
    for path in ("60,640 240,628 420,640 520,690", "60,690 220,676 380,690 470,730"):
        plate.score(path, (1, 3, 3, 1))
    landscape.river(plate, 560, 1162, 560, 5, 44)
    plate.shape("42,600! 200,592 420,600 560,640 620,770! 42,770!", halo=0)
    for path in (
        "60,640 240,628 420,640 520,690",
        "60,690 220,676 380,690 470,730",
        "60,736 200,726 340,736",
    ):
        plate.score(path, (1, 3, 3, 1))
    plate.put(things_town.warning_post, 548, 636, 1.75)
    with plate.at(700, 440, 1.5):
        things_town.lifebuoy(plate)
    plate.stroke("552,560 600,470 640,440", 4)
    person(plate, 262, 604, 2.75, p.A_PULL.but(near_arm="14,-92 42,-82", far_arm="-14,-88 -10,-70"), s.FATHER)
    person(
        plate,
        420,
        612,
        2.55,
        p.STEP.but(near_arm="-10,-60 -26,-66", far_arm="14,-62 28,-70", tilt=-10),
        s.BOY_SHORTS,
    )
    plate.put(beasts.carp, 900, 690, 1.25, turn=-10)
    landscape.sun(plate, 980, 220, 92)
    landscape.rays(plate, 980, 220, 104, 140)
    plate.put(birds.swallow, 700, 220, 1.3)


def _museum_weekend(plate: Plate) -> None:
    plate.line("452,76 1140,76 1140,590 452,590 452,76", 10)
    borders.band(plate, "rings", 464, 1128, 88, 40)
    borders.band(plate, "teeth", 464, 1128, 540, 40)
    plate.put(horses.horse, 790, 530, 1.98, gait="run")
    plate.put(birds.crane_flying, 600, 216, 0.8)
    ground(plate, 724)
    plate.poly("700,724 1020,724 1000,612 720,612", halo=3)
    for y in (640, 664, 688):
        plate.nick([(760, y), (960, y)], 4)
    person(plate, 232, 412, 2.45, p.SHOULDERS, s.TODDLER)
    person(plate, 250, 722, 2.75, p.A_STAND.but(near_arm="4,-84 17,-86", tilt=-8), s.FATHER)
    plate.stroke("256,412 284,440 282,492", (30, 24, 17), halo=4)
    plate.shape("272,486! 292,486! 312,500 312,512! 270,512!", halo=3)
    person(plate, 520, 722, 2.6, p.POINT, s.GIRL)


def _family_word(plate: Plate) -> None:
    ground(plate, 722)
    plate.put(things_home.scroll, 600, 104, 1.0, width=190, height=330)
    with plate.at(600, 264, 1.25):
        for path, width in (
            ("-52,-66 52,-66", 15),
            ("0,-66 0,62", 15),
            ("4,-6 44,-6", 14),
            ("-30,-10 -30,60", 14),
            ("-62,64 62,64", 16),
        ):
            plate.line(path, width)
    for x in (360, 840):
        plate.line([(x, 84), (x, 130)], 4)
        plate.shape(
            [
                (x - 26, 132, 1),
                (x + 26, 132, 1),
                (x + 52, 180),
                (x + 26, 232, 1),
                (x - 26, 232, 1),
                (x - 52, 180),
            ]
        )
        for k in (-0.5, 0, 0.5):
            plate.score([(x + 30 * k, 138), (x + 60 * k, 182), (x + 30 * k, 226)], 3)
        plate.line([(x, 232), (x, 270)], 6)
    plate.put(things_home.table, 600, 720, 2.1, width=200, height=62)
    plate.poly("510,566 700,566 700,574 510,574", halo=1)
    person(plate, 340, 720, 2.85, p.A_WORK.but(near_arm="14,-88 40,-92"), s.GRANDPA)
    plate.put(things_home.writing_brush, 470, 560, 1.9, turn=16)
    plate.put(things_home.cup, 690, 570, 1.5)
    person(plate, 850, 720, 2.5, p.RAISE, s.GIRL, flip=True)
    person(plate, 1000, 720, 2.85, p.A_STAND, s.MOTHER, flip=True)
    person(plate, 170, 720, 2.85, p.A_STAND, s.FATHER)


def _grandparents_tell(plate: Plate) -> None:
    plate.put(plants.han_tree, 190, 720, 1.95)
    ground(plate, 722)
    plate.put(things_home.armchair, 470, 720, 2.6)
    person(plate, 476, 720, 2.6, p.A_CHAIR.but(near_arm="12,-84 34,-94"), s.GRANDMA_SEATED)
    person(plate, 690, 720, 2.6, p.CROSS.but(tilt=-8), s.GIRL_BOB, flip=True)
    person(plate, 850, 720, 2.6, p.CROSS.but(tilt=-8), s.BOY, flip=True)
    person(plate, 1060, 720, 2.5, p.CHAIR.but(tilt=-6), s.GIRL_BAG, flip=True)
    plate.put(things_home.stool, 1066, 720, 2.5, height=30)
    plate.put(beasts.ox, 920, 330, 1.0)
    with plate.at(700, 330, 1.0):
        plate.stroke("-20,-96 10,-50 50,-20 84,-4", (6, 6, 7, 12))
        plate.stroke("52,-22 90,-60 130,-66", 5)
    person(plate, 650, 330, 1.15, p.A_WORK, s.FARMER)
    plate.stroke("560,336 700,344 900,340 1120,346", (2, 8, 8, 2))
    for x, scale in ((560, 1.1), (760, 0.9), (980, 1.2)):
        plate.put(landscape.puff, x, 396, scale)


YOUTH = (
    Scene(
        "qingchunqi-dingzui",
        "少年背对房门坐着，头上乱云翻卷，门外妈妈端着一碗热汤静静等候。",
        _quarrel,
        (1064, 250),
        "",
        slant=-9,
    ),
    Scene(
        "xuanke-zhiyuan-tan",
        "母亲和少年站在三岔路口的路牌旁，三条路通向学堂、齿轮工坊和望远镜下的星空。",
        _choosing,
        (1068, 560),
        "teeth",
        slant=6,
    ),
    Scene(
        "fang-nishui",
        "河水翻浪，岸边立着警示牌和救生圈，爸爸紧紧拉住要往水边跑的孩子。",
        _no_swimming_alone,
        (360, 112),
        "waves",
        depth=42,
        slant=-7,
    ),
    Scene(
        "zhoumo-qu-bowuguan",
        "博物馆里，孩子骑在爸爸肩上，姐姐伸手指着石上的奔马。",
        _museum_weekend,
        (88, 96),
        "",
        slant=9,
    ),
    Scene(
        "jiafeng-yijuhua",
        "堂屋正中挂着写有“正”字的条幅，爷爷执笔，一家三代围在桌旁。",
        _family_word,
        (1066, 108),
        "teeth",
        slant=6,
    ),
    Scene(
        "ting-laoren-jiang-guoqu",
        "大树下，奶奶坐在藤椅上讲故事，三个孩子围坐着听，云上浮现牛耕的往事。",
        _grandparents_tell,
        (1066, 96),
        "drapes",
        slant=-6,
    ),
)

GUIDES = scenes_childhood.CHILDHOOD + YOUTH
