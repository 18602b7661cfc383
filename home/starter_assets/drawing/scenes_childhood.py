"""Pictures of the family guides from before birth to the first telephone."""

from home.starter_assets.drawing import (
    birds,
    buildings,
    curves,
    heads,
    landscape,
    plants,
    things_home,
    things_town,
)
from home.starter_assets.drawing import poses as p
from home.starter_assets.drawing import scene as s
from home.starter_assets.drawing.plate import Plate
from home.starter_assets.drawing.scene import Scene, ground, person

BIG_DIPPER = ((120, 170), (190, 150), (262, 176), (330, 160), (390, 206), (470, 190), (480, 128))


def _baby(plate: Plate) -> None:
    """A swaddled baby facing left, centred on (0, 0), about 80 high."""
    plate.shape("-14,-6! -18,14 -10,40 2,50 14,40 20,14 14,-8!", halo=2.4)
    plate.score("-12,6 4,14 18,4", (1, 2.2, 1))
    plate.score("-12,24 4,32 17,20", (1, 2.2, 1))
    plate.stroke("-10,4 -24,-2 -32,-10", (9, 7, 6), halo=2)
    with plate.at(-2, -20, 0.98, flip=True):
        plate.shape("-9,10 -12,0 -9,-11 0,-15 9,-11 12,-3 13,2 11,8 6,13 -2,14", halo=2.2)
        plate.score("-11,-4 -2,-8 4,-9 9,-11", 1.6)
        plate.stroke("2,-14 8,-21 3,-24", (3, 3, 1))
        plate.score("3,-1 6,-3 9,-1", 1.8)
        plate.score("5,6 8,8 11,6", 1.4)


def _cradle(plate: Plate) -> None:
    """A rocking cradle at the right."""
    plate.stroke("880,712 916,690 1084,690 1120,712", 8)
    plate.poly("898,690 914,590 926,590 920,690")
    plate.poly("1102,690 1086,590 1074,590 1080,690")
    plate.shape("902,596! 916,660 950,682 1050,682 1084,660 1098,596! 1030,612 970,612", halo=3)
    for x in (946, 1000, 1054):
        plate.cut_poly([(x - 15, 646), (x, 629), (x + 15, 646), (x, 663)])


def _waiting_for_a_child(plate: Plate) -> None:
    landscape.moon(plate, 900, 246, 132)
    landscape.stars(plate, BIG_DIPPER, 9)
    plate.put(landscape.cloud, 640, 270, 1.1)
    ground(plate, 722)
    plate.put(plants.han_tree, 130, 720, 1.8)
    plate.put(things_home.armchair, 430, 720, 2.7)
    person(
        plate, 436, 720, 2.75, p.A_CHAIR.but(near_arm="6,-74 20,-60", far_arm="14,-72 26,-66"), s.EXPECTING
    )
    father = p.A_STOOP.but(
        head="14,-128", neck="7,-110", near_arm="18,-86 42,-82", far_arm="20,-88 44,-86", tilt=12
    )
    person(plate, 716, 720, 2.85, father, s.FATHER, flip=True)
    plate.put(things_home.cup, 582, 512, 1.6)
    _cradle(plate)


def _talk_to_baby(plate: Plate) -> None:
    ground(plate, 722)
    person(plate, 470, 720, 3.1, p.A_LIFT, s.MOTHER)
    plate.put(_baby, 628, 282, 2.5)
    person(plate, 920, 720, 3.0, p.CROSS_ADULT, s.FATHER, flip=True)
    plate.line("806,640 806,560", 5)
    plate.disc(806, 530, 34, halo=3)
    plate.score(curves.arc(806, 530, 24, 24, 0, 360), 3)
    for sign in (-1, 1):
        plate.stroke([(806 + sign * 34, 530), (806 + sign * 58, 540)], 3)
        plate.disc(806 + sign * 60, 542, 7)
    for x, y, scale in ((780, 250, 1.3), (950, 210, 1.7)):
        plate.put(landscape.puff, x, y, scale)
    plate.put(birds.swallow, 1040, 350, 1.3)
    plate.put(birds.swallow, 190, 220, 1.3)
    plate.put(things_home.jar, 180, 720, 2.0)
    plate.put(plants.lotus, 180, 566, 1.7)


def _first_parting(plate: Plate) -> None:
    ground(plate, 722)
    plate.put(plants.willow, 96, 720, 1.75)
    plate.put(buildings.hall, 1060, 720, 1.5, width=260, bays=2)
    person(plate, 376, 720, 2.85, p.A_WAVE, s.MOTHER)
    person(plate, 560, 720, 2.35, p.WALK, s.TODDLER_BAG)
    teacher = p.A_CROUCH.but(near_arm="26,-56 50,-62", far_arm="28,-62 52,-72")
    person(plate, 800, 720, 2.95, teacher, s.TEACHER_TROUSERS, flip=True)
    plate.put(things_town.kite, 640, 230, 1.15, turn=16)
    plate.stroke("652,250 760,330 900,380 1000,380", 2.4)
    landscape.sun(plate, 860, 190, 66)
    plate.put(birds.swallow, 470, 190, 1.0)


def _chores(plate: Plate) -> None:
    ground(plate, 722)
    for x in (230, 1010):
        plate.line([(x, 722), (x, 170)], 12)
        plate.line([(x - 40, 196), (x + 40, 196)], 10)
    plate.put(things_home.clothes_line, 620, 196, 2.4, width=324)
    person(
        plate,
        890,
        720,
        2.75,
        p.A_STAND.but(near_arm="18,-112 34,-142", far_arm="20,-114 40,-140", tilt=-12),
        s.FATHER,
        flip=True,
    )
    person(plate, 400, 720, 2.75, p.SWEEP, s.GIRL_TROUSERS)
    with plate.at(478, 636, 2.1, turn=-12):
        things_home.broom(plate)
    person(plate, 610, 720, 2.6, p.KNEEL, s.BOY)
    plate.shape("688,716! 676,650! 790,650! 778,716!", halo=3)
    for y in (668, 686, 702):
        plate.nick([(684, y), (784, y)], 3)
    plate.shape("690,650! 702,626 730,634 752,616 778,650!", halo=2)
    plate.put(birds.cock, 1074, 720, 0.86, flip=True)
    plate.put(plants.bamboo, 116, 720, 1.3)


def _sleep_well(plate: Plate) -> None:
    landscape.moon(plate, 830, 246, 132)
    landscape.stars(plate, BIG_DIPPER, 9)
    for x, y in ((620, 250), (700, 140), (1080, 420), (1070, 130), (560, 360)):
        plate.disc(x, y, 6)
    plate.put(landscape.cloud, 640, 420, 1.3)
    plate.put(landscape.puff, 1060, 470, 1.2)
    ground(plate, 722)
    plate.put(things_home.bed, 420, 720, 2.0)
    with plate.at(222, 572, 2.7, turn=-82):
        heads.head(plate, "crop", child=True, asleep=True)
    plate.put(things_home.table, 900, 720, 1.6, width=110, height=66)
    plate.put(things_home.book, 862, 600, 1.7)
    plate.put(things_home.cup, 948, 600, 1.3)
    person(
        plate,
        1080,
        720,
        2.75,
        p.A_STAND.but(near_arm="6,-84 20,-80", far_arm="12,-86 24,-82", tilt=12),
        s.MOTHER,
        flip=True,
    )


def _phone_deal(plate: Plate) -> None:
    ground(plate, 722)
    plate.put(landscape.cloud, 250, 180, 1.2)
    plate.put(landscape.cloud, 950, 180, 1.2, flip=True)
    for x in (230, 970):
        plate.put(things_home.stool, x, 720, 3.0, height=40)
    person(plate, 230, 720, 3.0, p.A_CHAIR.but(near_arm="16,-82 56,-104", far_arm="18,-82 46,-90"), s.TEEN)
    person(
        plate,
        970,
        720,
        3.1,
        p.A_CHAIR.but(near_arm="14,-80 42,-76", far_arm="18,-82 44,-82"),
        s.FATHER,
        flip=True,
    )
    plate.put(things_home.table, 600, 720, 2.3, width=190, height=60)
    with plate.at(470, 548, 1.5, turn=24):
        things_home.telephone(plate)
    plate.shape("470,562! 452,470! 660,470! 642,562!", halo=4)
    plate.line("444,470 668,470", 12, halo=3)
    for x in (500, 556, 612):
        plate.cut_poly([(x - 20, 520), (x, 498), (x + 20, 520), (x, 542)])
        plate.poly([(x - 9, 520), (x, 510), (x + 9, 520), (x, 530)], halo=0)
    plate.put(things_home.hourglass, 736, 562, 1.15)


CHILDHOOD = (
    Scene(
        "yunqi-zhunbei",
        "月夜里，准妈妈坐在树下，准爸爸俯身递上一杯热水，身旁放着摇篮。",
        _waiting_for_a_child,
        (1066, 96),
        "scrolls",
        night=True,
    ),
    Scene(
        "duo-he-yingyou-shuohua",
        "妈妈把宝宝高高抱起，面对面说笑，爸爸盘腿坐着摇拨浪鼓，燕子飞过。",
        _talk_to_baby,
        (1068, 104),
        "rings",
        slant=-6,
    ),
    Scene(
        "ruyuan-fenli",
        "幼儿园门前，老师蹲下张开双手，孩子背着小书包走过去，妈妈在柳树下挥手。",
        _first_parting,
        (300, 104),
        "drapes",
        slant=8,
    ),
    Scene(
        "rang-haizi-zuo-jiawu",
        "院子里爸爸晾衣服，女儿扫地，儿子整理洗衣筐，公鸡在一旁。",
        _chores,
        (1066, 250),
        "teeth",
        slant=0,
    ),
    Scene(
        "haohao-shuijiao",
        "满月和北斗星下，孩子盖着菱纹被子睡熟了，床边放着书，妈妈轻轻守着。",
        _sleep_well,
        (76, 262),
        "lozenges",
        night=True,
    ),
    Scene(
        "shouji-yueding",
        "父亲和少年隔桌而坐，商量着把手机放进桌上的收纳盒，旁边立着一只沙漏。",
        _phone_deal,
        (568, 120),
        "lozenges",
        slant=8,
    ),
)
