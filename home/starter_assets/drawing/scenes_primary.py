"""Pictures of the model lessons for primary school."""

from home.starter_assets.drawing import (
    beasts,
    birds,
    borders,
    buildings,
    chariots,
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


def _good_habits(plate: Plate) -> None:
    landscape.rays(plate, 950, 250, 122, 166)
    landscape.sun(plate, 950, 250, 108)
    plate.put(landscape.cloud, 690, 168, 1.1)
    ground(plate, 722)
    for x in (92, 560):
        plate.poly([(x - 12, 722), (x + 12, 722), (x + 10, 396), (x - 10, 396)])
        buildings.bracket(plate, x, 402, 66)
    buildings.roof(plate, 326, 368, 580, 96)
    plate.put(birds.cock, 322, 272, 1.16)
    plate.put(things_home.basin, 366, 720, 2.1)
    person(
        plate, 222, 720, 2.75, p.CARRY.but(near_arm="10,-56 34,-62", far_arm="16,-56 40,-62", tilt=14), s.BOY
    )
    plate.line("446,480 540,480", 6)
    plate.poly("464,480 514,480 514,580 464,580")
    for y in (552, 564):
        plate.nick([(466, y), (512, y)], 2.6)
    person(plate, 720, 720, 2.85, p.WALK, s.GIRL_BAG)
    person(plate, 944, 720, 2.7, p.POINT, s.BOY_BAG)
    plate.put(plants.millet, 1098, 720, 1.5, count=3, step=30)


def _hometown(plate: Plate) -> None:
    landscape.sun(plate, 640, 190, 78)
    landscape.ridge(plate, ((470, 560), (620, 380), (740, 440), (870, 310), (1010, 420), (1190, 330)), 640)
    for x, width, height in ((580, 250, 140), (1130, 300, 170)):
        landscape.mountain(plate, x, 616, width, height)
    plate.put(buildings.tower, 790, 612, 0.96)
    plate.put(buildings.tower, 976, 612, 0.96, flip=True)
    plate.put(plants.willow, 150, 640, 1.7)
    landscape.with_birds(plate, ((880, 210, 1.1, False), (1060, 140, 0.7, False)))
    landscape.river(plate, 380, 1160, 640, 3, 40)
    plate.shape("42,622! 160,612 360,618 470,650 560,720! 560,770! 42,770!", halo=4)
    for path in (
        "60,648 180,640 340,650 460,694",
        "60,684 180,676 300,688",
        "380,700 440,716 500,742",
        "60,722 200,716 330,728",
    ):
        plate.score(path, (1, 3, 3, 1))
    plate.put(beasts.carp, 800, 696, 1.0, turn=-16)
    person(plate, 282, 624, 2.6, p.STEP, s.GIRL)
    person(plate, 408, 632, 2.6, p.POINT, s.BOY_BAG)


def _public_life(plate: Plate) -> None:
    ground(plate, 722)
    plate.put(plants.han_tree, 132, 720, 1.85)
    plate.put(buildings.hall, 1050, 720, 1.5, width=330, bays=3)
    plate.put(things_town.bin_box, 316, 720, 1.5)
    person(plate, 216, 720, 2.5, p.CARRY.but(near_arm="12,-60 34,-60", far_arm="14,-56 24,-46"), s.GIRL_BOB)
    queue = (
        (444, p.STAND, s.BOY_BAG, 2.4),
        (546, p.A_STAND, s.GRANDMA, 2.15),
        (646, p.STAND, s.GIRL, 2.4),
        (746, p.A_STAND, s.FATHER, 2.2),
    )
    for x, pose, look, scale in queue:
        person(plate, x, 720, scale, pose, look)
    plate.put(things_home.book, 470, 618, 1.1)
    plate.stroke("592,584 602,640 602,720", 6)
    person(plate, 950, 682, 1.9, p.A_OPEN, s.TEACHER, flip=True)
    plate.put(birds.swallow, 560, 300, 1.2)
    plate.put(birds.swallow, 680, 236, 0.9)
    plate.put(landscape.cloud, 560, 170, 1.2)
    plate.put(landscape.cloud, 940, 190, 1.0)


def _share_the_work(plate: Plate) -> None:
    ground(plate, 722)
    buildings.roof(plate, 600, 178, 1090, 90)
    for x in (84, 1116):
        plate.poly([(x - 12, 722), (x + 12, 722), (x + 10, 200), (x - 10, 200)])
        buildings.bracket(plate, x, 208, 60)
    plate.put(things_home.hanging_food, 372, 232, 1.9, width=270)
    plate.put(things_home.stove, 914, 720, 2.1)
    person(plate, 668, 720, 2.75, p.A_WORK, s.COOK)
    plate.stroke("776,486 840,446 886,462", (5, 5, 11))
    plate.put(things_home.table, 226, 720, 1.8, width=126, height=64)
    for x in (186, 262):
        plate.put(things_home.bowl, x, 588, 1.4, steam=x < 250)
    person(plate, 470, 720, 2.75, p.CARRY, s.BOY, flip=True)
    plate.put(things_home.bowl, 400, 572, 1.5)
    person(plate, 128, 720, 2.6, p.CARRY.but(near_arm="10,-58 28,-60"), s.GIRL_BOB)


def _han_stones(plate: Plate) -> None:
    plate.line("300,76 1140,76 1140,462 300,462 300,76", 9)
    borders.band(plate, "teeth", 310, 1130, 86, 32)
    borders.band(plate, "lozenges", 310, 1130, 420, 32)
    plate.put(chariots.chariot, 440, 412, 1.2)
    plate.put(horses.horse, 972, 412, 1.26, gait="run")
    plate.put(birds.crane_flying, 640, 170, 0.6)
    ground(plate, 726)
    person(plate, 164, 724, 2.75, p.A_POINT, s.TEACHER)
    person(plate, 372, 724, 2.3, p.POINT, s.BOY_BAG)
    person(plate, 520, 724, 2.3, p.STAND, s.GIRL_BAG)
    person(plate, 670, 724, 2.55, p.KNEEL, s.GIRL_BOB)
    plate.put(things_home.book, 766, 656, 2.0)
    person(plate, 908, 724, 2.3, p.POINT, s.GIRL, flip=True)
    person(plate, 1082, 724, 2.5, p.CROSS, s.BOY, flip=True)
    plate.put(things_home.book, 1020, 682, 1.8)


def _soldier(plate: Plate, x: float, y: float, scale: float) -> None:
    with plate.at(x, y, scale):
        plate.line("12,-76 -34,-152", 4.4, halo=1.6)
        plate.stroke("12,-76 20,-64", (8, 10))
    person(plate, x, y, scale, p.A_WALK.but(near_arm="2,-86 22,-92"), s.SOLDIER)


def _liberation(plate: Plate) -> None:
    plate.put(buildings.city_gate, 978, 676, 1.72)
    ground(plate, 676)
    for x in (70, 186, 302):
        _soldier(plate, x, 676, 2.3)
    plate.put(buildings.flag, 476, 640, 1.0, height=470, width=180)
    person(plate, 440, 676, 2.35, p.A_WALK.but(near_arm="10,-86 22,-96", far_arm="16,-84 24,-92"), s.SOLDIER)
    person(plate, 594, 676, 2.2, p.CHEER, s.BOY_SHORTS, flip=True)
    person(plate, 955, 676, 1.3, p.A_HOLD, s.GRANDMA, flip=True)
    plate.put(things_home.bowl, 916, 562, 0.9, steam=False)
    person(plate, 1012, 676, 1.28, p.A_WAVE, s.MOTHER, flip=True)
    for x, y, scale in ((150, 180, 1.2), (330, 140, 0.9)):
        plate.put(birds.dove, x, y, scale)


def _road_safety(plate: Plate) -> None:
    plate.poly("42,640 1158,640 1158,758 42,758", halo=0)
    things_town.zebra(plate, 610, 1060, 654, 752, 7)
    plate.nick("60,700 520,700", 6)
    plate.put(chariots.chariot, 146, 640, 1.32, gait="stand")
    person(plate, 726, 656, 2.75, p.A_REACH.but(near_arm="10,-92 30,-100"), s.TEACHER, flip=True)
    plate.put(things_town.stop_sign, 630, 388, 1.7)
    for x, pose, look in ((826, p.STEP, s.GIRL_BAG), (930, p.WALK, s.BOY_BAG), (1030, p.STEP, s.GIRL_BOB)):
        person(plate, x, 676, 2.3, pose, look)
    plate.put(things_town.traffic_light, 1108, 640, 1.75)
    plate.put(landscape.cloud, 300, 200, 1.2)
    plate.put(landscape.cloud, 900, 180, 1.0)
    plate.put(birds.swallow, 520, 240, 1.1)


PRIMARY = (
    Scene(
        "yangcheng-hao-xiguan",
        "清晨，屋脊上公鸡迎着太阳打鸣，屋里的孩子洗脸，屋外两个孩子背着书包去上学。",
        _good_habits,
        (1064, 100),
        "teeth",
        slant=6,
    ),
    Scene(
        "wo-de-jiaxiang-mei",
        "两个孩子站在河岸柳树下，指着远处的山和双阙，河里鲤鱼跃起，仙鹤飞过天空。",
        _hometown,
        (420, 104),
        "drapes",
        slant=-7,
    ),
    Scene(
        "gonggong-shenghuo-kao-dajia",
        "大树下，女孩把纸屑放进垃圾箱，老人、大人和孩子在会堂前有序排队。",
        _public_life,
        (300, 112),
        "rings",
        slant=0,
    ),
    Scene(
        "wei-fumu-fendan",
        "厨房里，爸爸在灶前做饭，男孩端着热汤走向饭桌，女孩摆碗，梁上挂着鱼和菜。",
        _share_the_work,
        (1012, 300),
        slant=10,
    ),
    Scene(
        "shitou-shang-de-handai",
        "一块刻着车马、奔马和仙鹤的大画像石前，老师带着孩子们看石、指认和临画。",
        _han_stones,
        (96, 96),
        slant=8,
    ),
    Scene(
        "jiefang-de-zuji",
        "队伍举着红旗走向城门，孩子举手欢呼，城门下老人端茶、妇女挥手相迎，鸽子飞过。",
        _liberation,
        (690, 112),
        bottom="waves",
        depth=44,
        slant=-9,
    ),
    Scene(
        "jiaotong-anquan-banhui",
        "老师举起停止牌，汉代马车停在斑马线前，三个孩子看着绿灯走过马路。",
        _road_safety,
        (706, 106),
        "scrolls",
        slant=0,
    ),
)
