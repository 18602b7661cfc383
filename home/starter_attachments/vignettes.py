"""Small figures that stand on the ground line of a slide, drawn as the pictures of the lessons are."""

import io
import random
from collections.abc import Callable
from functools import cache
from zlib import crc32

from PIL import Image, ImageChops

from home.starter_assets.drawing import (
    beasts,
    birds,
    buildings,
    chariots,
    horses,
    landscape,
    paper,
    plants,
    poses,
    scene,
    things_home,
    things_town,
)
from home.starter_assets.drawing.plate import Plate

INK, PAPER = (0x1F, 0x1B, 0x16), (0xFA, 0xF7, 0xF0)
SIDE, BASE = 620, 560
# Steps of the alpha channel: enough for a worn edge, few enough for a small file.
TONES = 12


def _put(motif: Callable, scale: float, x: float = 310, y: float = BASE, **more: object) -> Callable:
    return lambda plate: plate.put(motif, x, y, scale, **more)


def _people(*places: tuple) -> Callable:
    def draw(plate: Plate) -> None:
        for x, scale, pose, look, *flip in places:
            scene.person(plate, x, BASE, scale, pose, look, bool(flip))

    return draw


def _moon(plate: Plate) -> None:
    landscape.moon(plate, 310, 310, 190)


def _sun(plate: Plate) -> None:
    landscape.rays(plate, 310, 310, 200, 260)
    landscape.sun(plate, 310, 310, 180)


MOTIFS: dict[str, Callable] = {
    "chariot": _put(chariots.chariot, 1.05, 130),
    "horse": _put(horses.horse, 1.7, gait="run"),
    "crane": _put(birds.crane_standing, 2.6),
    "cock": _put(birds.cock, 2.6),
    "dove": _put(birds.dove, 2.6, y=330),
    "carp": _put(beasts.carp, 1.9, y=400),
    "moon": _moon,
    "sun": _sun,
    "tower": _put(buildings.tower, 1.5),
    "gate": _put(buildings.city_gate, 1.25),
    "monument": _put(buildings.monument, 1.5),
    "hut": _put(buildings.hut, 1.7),
    "pine": _put(plants.pine, 1.7),
    "willow": _put(plants.willow, 1.7),
    "tree": _put(plants.han_tree, 1.7),
    "bamboo": _put(plants.bamboo, 1.9),
    "seedling": _put(plants.seedling, 3.2),
    "millet": _put(plants.millet, 3.0),
    "book": _put(things_home.open_book, 1.6, y=420),
    "slips": _put(things_home.slips, 2.0, x=240, y=330),
    "stove": _put(things_home.stove, 2.4),
    "bowl": _put(things_home.bowl, 4.6),
    "telephone": _put(things_home.telephone, 3.0),
    "hourglass": _put(things_home.hourglass, 3.6),
    "light": _put(things_town.traffic_light, 2.6),
    "stop": _put(things_town.stop_sign, 3.2, y=300),
    "ballot": _put(things_town.ballot_box, 3.2),
    "broom": _put(things_home.broom, 3.2),
    "bench": _put(things_town.bench, 2.6),
    "bin": _put(things_town.bin_box, 3.4),
    "gear": _put(things_town.gear, 1.0, y=330, radius=210, teeth=16),
    "anvil": _put(things_town.anvil_bench, 1.8, width=300),
    "lifebuoy": _put(things_town.lifebuoy, 3.6, y=350),
    "warning": _put(things_town.warning_post, 2.6),
    "children": _people((190, 3.1, poses.WALK, scene.GIRL_BAG), (420, 3.1, poses.POINT, scene.BOY_BAG)),
    "pupils": _people((190, 3.1, poses.STAND, scene.GIRL_BOB), (420, 3.1, poses.RAISE, scene.BOY)),
    "students": _people(
        (190, 2.9, poses.A_WALK, scene.STUDENT_GIRL), (420, 2.9, poses.A_POINT, scene.STUDENT)
    ),
    "speaker": _people((310, 3.2, poses.A_OPEN, scene.TEACHER)),
    "master": _people(
        (190, 2.9, poses.A_STAND, scene.MASTER), (420, 2.9, poses.A_STAND, scene.APPRENTICE, True)
    ),
    "family": _people((190, 2.7, poses.A_STAND, scene.FATHER), (420, 2.9, poses.STAND, scene.GIRL, True)),
}


@cache
def vignette(name: str, light: bool = False) -> bytes:
    """Return a motif as PNG with a clear ground, in ink or, ``light``, in the colour of paper."""
    plate = Plate(SIDE, SIDE)
    MOTIFS[name](plate)
    rng = random.Random(crc32(name.encode()))  # noqa: S311
    flecks = paper.grain((SIDE, SIDE), rng, 3.2).point([255 if tone > 34 else 90 for tone in range(256)])
    mask = ImageChops.multiply(paper.roughen(plate.ink, rng), flecks)
    step = 255 / TONES
    mask = mask.point([round(round(tone / step) * step) for tone in range(256)])
    picture = Image.new("RGBA", mask.size, (*(PAPER if light else INK), 0))
    picture.putalpha(mask)
    data = io.BytesIO()
    picture.crop(mask.getbbox()).quantize(TONES + 2, method=Image.Quantize.FASTOCTREE).save(
        data, "PNG", optimize=True
    )
    return data.getvalue()
