"""What a scene is, and the stock people that walk through several of them."""

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

from PIL import Image

from home.starter_assets.drawing import borders, paper, people, seal
from home.starter_assets.drawing.people import Look, Pose
from home.starter_assets.drawing.plate import Plate


@dataclass(frozen=True)
class Scene:
    """One picture: ``slug`` names the file, ``alt`` says in Chinese what is seen, ``draw`` inks the plate.

    ``seal`` is the top left corner of the seal in pixels; ``top`` and ``bottom`` name the patterned bands of
    the frame and ``depth`` is their height; ``night`` inks the ground instead of the figures; ``slant`` is
    the run of the chisel strokes of the ground; ``size`` is width and height in
    pixels; ``wear`` chooses another pattern of worn spots.
    """

    slug: str
    alt: str
    draw: Callable[[Plate], None]
    seal: tuple[int, int]
    top: str = ""
    bottom: str = ""
    depth: float = 36
    night: bool = False
    slant: float = 9.0
    wear: int = 0
    size: tuple[int, int] = (1200, 800)


def render(picture: Scene) -> Image.Image:
    """Return the finished RGB picture of a scene; the same scene gives the same picture every time."""
    plate = Plate(*picture.size)
    picture.draw(plate)
    if picture.night:
        x, y = picture.seal
        slip = (
            (x - 9, y - 9),
            (x + seal.WIDTH + 9, y - 9),
            (x + seal.WIDTH + 9, y + seal.HEIGHT + 9),
            (x - 9, y + seal.HEIGHT + 9),
        )
        plate.poly(slip, halo=0)
    borders.frame(plate, picture.top, picture.bottom, picture.depth)
    seed = crc32(picture.slug.encode()) + picture.wear
    image = paper.rub(plate, seed, picture.slant, picture.night)
    seal.stamp(image, *picture.seal, seed)
    return image


BOY = Look(hair="crop", scarf=True)
BOY_BAG = Look(hair="crop", bag=True)
BOY_SHORTS = Look(hair="fringe", dress="shorts")
GIRL = Look(hair="tail", dress="skirt")
GIRL_BAG = Look(hair="plait", bag=True)
GIRL_BOB = Look(hair="bob", dress="skirt", scarf=True)
TODDLER = Look(hair="twin", dress="shorts")
FATHER = Look("adult", "crop")
MOTHER = Look("adult", "bun", "skirt")
WOMAN = Look("adult", "bob")
TEACHER = Look("adult", "tail", "skirt", glasses=True)
TEACHER_MAN = Look("adult", "crop", glasses=True)
GRANDMA = Look("adult", "elder", "skirt")
GRANDPA = Look("adult", "thin", beard=True)
COOK = Look("adult", "crop", apron=True)
WORKER = Look("adult", "work", apron=True)
SOLDIER = Look("adult", "work", bag=True)
STUDENT = Look("adult", "crop", bag=True)
STUDENT_GIRL = Look("adult", "tail", "skirt", bag=True)
STUDENT_GIRL_SEATED = Look("adult", "tail")
TEACHER_SEATED = Look("adult", "tail", glasses=True)
MASTER = Look("adult", "work", apron=True, glasses=True)
APPRENTICE = Look("adult", "fringe", apron=True)
EXPECTING = Look("adult", "bun", belly=True)
TODDLER_BAG = Look(hair="twin", dress="shorts", bag=True)
TEACHER_TROUSERS = Look("adult", "tail")
GIRL_TROUSERS = Look(hair="tail")
TEEN = Look("adult", "fringe")
TEEN_BAG = Look("adult", "fringe", bag=True)
GRANDMA_SEATED = Look("adult", "elder")
FARMER = Look("adult", "sun")
SCHOLAR = Look("adult", "scholar", "robe", beard=True)
SAGE = Look("adult", "cloth", "robe", beard=True)
LADY = Look("adult", "bun", "robe")
PAGE = Look("adult", "topknot", "robe")


def person(
    plate: Plate, x: float, y: float, scale: float, pose: Pose, look: Look, flip: bool = False
) -> None:
    """Put one figure with its feet on (x, y)."""
    with plate.at(x, y, scale, flip=flip):
        people.figure(plate, pose, look)


def ground(plate: Plate, y: float, left: float = 42, right: float | None = None, width: float = 6) -> None:
    """The ground line the figures stand on, with a fine line under it."""
    right = plate.width - 42 if right is None else right
    plate.line([(left, y + width / 2), (right, y + width / 2)], width)
    plate.line([(left, y + width * 1.9), (right, y + width * 1.9)], 2)
