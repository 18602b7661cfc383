"""Pictures of the model lessons from junior school to university, and the list of all lesson pictures."""

from home.starter_assets.drawing import (
    birds,
    buildings,
    curves,
    landscape,
    plants,
    scenes_primary,
    things_home,
    things_town,
)
from home.starter_assets.drawing import poses as p
from home.starter_assets.drawing import scene as s
from home.starter_assets.drawing.plate import Plate
from home.starter_assets.drawing.scene import Scene, ground, person


def _hand(plate: Plate) -> None:
    """The left one of two cupped hands seen from the front; they meet at x = 0, the rim is near y = 0."""
    plate.shape("-128,118! -146,176 -176,262! -52,262! -40,190 -22,140!", halo=4)
    plate.shape(
        "4,-8! -40,2 -84,-6 -116,-28 -146,-66 -170,-100 -190,-106 -200,-88 -192,-48 -188,0"
        " -176,52 -150,100 -112,136 -64,150 -24,146 4,130!",
        halo=4,
    )
    for path in ("-140,2 -96,30 -40,34 2,24", "-146,42 -100,68 -44,70 2,58", "-126,82 -84,104 -40,106 2,94"):
        plate.score(path, (1, 4, 4, 2))
    plate.score("-180,-86 -160,-50 -138,-14 -112,6", (1, 3, 4, 2))
    plate.score("-186,-96 -180,-98 -176,-90", 3)
    plate.nick("-160,214 -46,214", 6)
    plate.nick("-166,232 -48,232", 3)


def _cherish_life(plate: Plate) -> None:
    for turn in range(0, 181, 12):
        with plate.at(600, 470, turn=180 + turn):
            plate.stroke("262,0 330,0" if turn % 24 else "262,0 372,0", (9, 1.5))
    plate.stroke(curves.arc(600, 470, 240, 240, 180, 360), 7)
    plate.put(plants.seedling, 600, 476, 1.6)
    plate.shape("440,510! 520,478 600,466 680,478 760,510! 680,560 520,560", halo=4)
    plate.put(_hand, 600, 520, 1.06)
    plate.put(_hand, 600, 520, 1.06, flip=True)
    plate.put(birds.crane_flying, 190, 230, 1.15)
    plate.put(birds.crane_flying, 1010, 230, 1.15, flip=True)
    person(plate, 130, 722, 2.5, p.RAISE.but(near_arm="14,-76 28,-94", tilt=-8), s.GIRL_BOB)
    person(plate, 1070, 722, 2.5, p.RAISE.but(near_arm="14,-76 28,-94", tilt=-8), s.BOY, flip=True)
    ground(plate, 722, 42, 400)
    ground(plate, 722, 800, 1158)


def _constitution(plate: Plate) -> None:
    for turn in range(188, 354, 11):
        with plate.at(600, 330, turn=turn):
            plate.stroke("246,0 340,0", (8, 1.5))
    plate.put(things_home.open_book, 600, 404, 1.5)
    plate.poly("470,420 730,420 700,446 500,446", halo=3)
    plate.poly("520,446 680,446 694,580 506,580", halo=3)
    for y in (470, 506, 542):
        plate.cut_poly([(560, y), (600, y - 13), (640, y), (600, y + 13)])
        plate.poly([(580, y), (600, y - 6), (620, y), (600, y + 6)], halo=0)
    for i in range(5):
        half = 250 + i * 64
        plate.poly(
            [
                (600 - half, 580 + i * 30),
                (600 + half, 580 + i * 30),
                (600 + half, 606 + i * 30),
                (600 - half, 606 + i * 30),
            ],
            halo=2,
        )
    plate.put(buildings.tower, 150, 694, 1.35)
    plate.put(buildings.tower, 1050, 694, 1.35, flip=True)
    group = ((330, 664, p.WALK, s.GIRL_BAG), (424, 604, p.STEP, s.BOY_BAG))
    for x, y, pose, look in group:
        person(plate, x, y, 2.1, pose, look)
    person(plate, 772, 604, 2.1, p.POINT, s.GIRL, flip=True)
    person(plate, 868, 664, 1.66, p.A_WALK, s.TEACHER_MAN, flip=True)


def _letter_to_son(plate: Plate) -> None:
    landscape.ridge(
        plate, ((300, 560), (470, 400), (600, 470), (780, 330), (930, 440), (1060, 380), (1200, 470)), 716
    )
    plate.put(buildings.hut, 196, 716, 1.95)
    plate.put(plants.pine, 1094, 716, 1.9)
    ground(plate, 716)
    plate.put(things_home.table, 738, 714, 1.5, width=170, height=42)
    plate.put(things_home.slips, 640, 552, 1.1, count=12, height=68)
    person(plate, 520, 714, 3.3, p.R_SIT.but(near_arm="14,-42 34,-48"), s.SAGE)
    plate.put(things_home.writing_brush, 644, 586, 1.6, turn=14)
    person(plate, 934, 714, 2.5, p.R_SIT_BOW, s.PAGE, flip=True)
    plate.put(birds.crane_flying, 800, 190, 1.1)
    plate.put(landscape.cloud, 470, 220, 1.0)


def _board(plate: Plate) -> None:
    """A board with a rising chart."""
    with plate.at(44, 0):
        plate.poly("380,96 820,96 820,420 380,420", halo=3)
        plate.cut_poly("394,110 806,110 806,406 394,406")
        for i, height in enumerate((70, 130, 190, 240)):
            plate.poly(
                [
                    (440 + i * 88, 380),
                    (492 + i * 88, 380),
                    (492 + i * 88, 380 - height),
                    (440 + i * 88, 380 - height),
                ],
                halo=0,
            )
        plate.line("416,384 784,384", 6)
        plate.stroke("420,270 540,210 640,180 780,126", 6)


def _round_table(plate: Plate) -> None:
    ground(plate, 722)
    _board(plate)
    for x, flip in ((130, False), (310, False), (1070, True), (890, True)):
        plate.put(things_home.stool, x, 722, 2.7, flip=flip, height=40)
    person(plate, 126, 722, 2.85, p.A_CHAIR, s.FATHER)
    person(
        plate,
        306,
        722,
        2.85,
        p.A_CHAIR.but(far_arm="22,-100 29,-132", near_arm="6,-72 24,-68", tilt=-6),
        s.STUDENT_GIRL_SEATED,
    )
    person(plate, 1074, 722, 2.85, p.A_CHAIR, s.GRANDPA, flip=True)
    person(plate, 894, 722, 2.85, p.A_CHAIR.but(near_arm="10,-78 32,-84"), s.TEACHER_SEATED, flip=True)
    plate.put(things_home.table, 600, 722, 2.0, width=220, height=66)
    plate.put(things_town.ballot_box, 600, 572, 1.2)
    for x in (456, 744):
        plate.put(things_home.cup, x, 572, 1.5)


def _craft(plate: Plate) -> None:
    ground(plate, 722)
    plate.put(things_town.tools_rack, 490, 130, 2.1, width=300)
    plate.put(things_town.gear, 1042, 216, 1.0, radius=126, teeth=15)
    plate.put(things_town.gear, 868, 292, 1.0, radius=62, teeth=8, turn=8)
    plate.put(things_town.anvil_bench, 590, 722, 2.3, width=280)
    person(plate, 170, 722, 3.05, p.A_WORK, s.MASTER)
    plate.stroke("286,456 372,500", 10)
    plate.poly("358,444 424,444 424,510 358,510", halo=2)
    person(plate, 1010, 722, 2.75, p.A_WORK.but(near_arm="16,-84 46,-86"), s.APPRENTICE, flip=True)
    plate.poly("450,502 640,502 640,524 450,524", halo=2)
    plate.poly("470,524 486,524 486,486 470,486 470,470 492,470 492,524", halo=1.5)
    plate.poly("556,524 572,524 572,452 556,452", halo=1.5)


def _resolve(plate: Plate) -> None:
    landscape.rays(plate, 1030, 236, 122, 176)
    landscape.sun(plate, 1030, 236, 108)
    landscape.ridge(plate, ((0, 520), (150, 420), (330, 500), (520, 400), (640, 480)), 760)
    plate.shape(
        "42,770! 42,736! 190,706 320,650 430,630 540,560 640,520 740,440 820,420! 900,424! 960,490"
        " 1040,520 1158,600! 1158,770!",
        halo=5,
    )
    plate.score("150,746 330,716 500,668 450,630 600,590 740,540 700,500 800,440", (12, 9, 7, 6, 5, 4, 3))
    for path in ("930,470 980,600 1090,700", "860,460 900,580 960,720", "640,650 740,690 800,756"):
        plate.score(path, (1, 4, 1))
    person(
        plate,
        832,
        422,
        1.75,
        p.A_POINT.but(far_arm="24,-114 40,-134", near_arm="-6,-88 2,-70", tilt=-10),
        s.STUDENT,
    )
    person(plate, 634, 524, 1.85, p.A_WALK, s.STUDENT_GIRL)
    person(plate, 424, 634, 2.05, p.A_WALK, s.STUDENT)
    person(plate, 190, 712, 2.3, p.A_WALK, s.STUDENT_GIRL)
    landscape.with_birds(plate, ((420, 200, 1.15, False), (250, 300, 0.65, False)))
    plate.put(landscape.cloud, 690, 150, 1.0)
    plate.put(plants.pine, 1090, 570, 0.9, flip=True)


HIGHER = (
    Scene(
        "zhenai-shengming-shouhu-anquan",
        "一双手捧起一株带叶的幼苗，光芒在后，两个孩子举手守望，仙鹤相向飞来。",
        _cherish_life,
        (66, 286),
        "rings",
        slant=-6,
    ),
    Scene(
        "xianfa-shi-genben-fa",
        "台阶高处摊开一部大书，光芒四射，双阙分立两旁，学生和老师拾级而上。",
        _constitution,
        (1076, 84),
        "lozenges",
        slant=0,
    ),
    Scene(
        "jiezishu-yu-jiafeng",
        "茅庐前，长者执笔在竹简上写家书，少年在案前端坐聆听，松树与远山相伴。",
        _letter_to_son,
        (600, 96),
        bottom="scrolls",
        depth=34,
        slant=8,
    ),
    Scene(
        "youxu-canyu-gonggong-shenghuo",
        "长桌旁坐着大人、老人和学生，一人举手发言，桌上有投票箱，身后是图表板。",
        _round_table,
        (96, 104),
        "teeth",
        slant=6,
    ),
    Scene(
        "zhiye-daode-cong-xiaoshi",
        "工坊里，师傅持锤，徒弟守着台钳，台上放着卡尺，墙上挂着工具和一大一小两个齿轮。",
        _craft,
        (74, 110),
        "lozenges",
        slant=-8,
    ),
    Scene(
        "qingchun-lizhi-zai-dangxia",
        "四位背着行囊的大学生沿山路向上，最前一人在山顶举手迎着朝阳，仙鹤伴飞。",
        _resolve,
        (82, 108),
        "drapes",
        slant=10,
    ),
)

LESSONS = scenes_primary.PRIMARY + HIGHER
