"""The drawn pictures: one scene gives one picture, and what is committed is what the code draws."""

from pathlib import Path

import pytest
import yaml
from PIL import Image, ImageChops, ImageStat

from home.starter_assets import build_pictures as builder
from home.starter_assets.__main__ import PICTURES
from home.starter_assets.drawing import gallery

SCENE = next(scene for scene in gallery.SCENES if scene.slug == "xianfa-shi-genben-fa")


@pytest.fixture
def one_of_each(monkeypatch):
    """One picture and the card for other sites instead of all thirty."""
    monkeypatch.setattr(gallery, "SCENES", (SCENE,))


def opened(path: Path) -> Image.Image:
    """The pixels of a picture, its file closed again."""
    with Image.open(path) as image:
        return image.convert("RGB")


def test_a_picture_is_drawn_the_same_every_time_and_as_committed(one_of_each, tmp_path):
    first = [path.read_bytes() for path in builder.build_pictures(tmp_path / "a")]
    again = [path.read_bytes() for path in builder.build_pictures(tmp_path / "b")]
    assert first == again
    drawn = opened(tmp_path / "a" / f"{SCENE.slug}.webp")
    committed = opened(PICTURES / f"{SCENE.slug}.webp")
    assert drawn.size == committed.size == SCENE.size
    # Another release of the WebP encoder moves single pixels, not the picture.
    difference = ImageStat.Stat(ImageChops.difference(drawn, committed))
    assert max(difference.mean) < 2


def test_what_is_built_is_small_described_and_leaves_other_files_alone(one_of_each, tmp_path):
    other = tmp_path / "other.webp"
    other.write_bytes(b"kept")
    picture, card = builder.build_pictures(tmp_path)
    assert (picture.name, card.name) == (f"{SCENE.slug}.webp", "og.png")
    assert picture.stat().st_size < builder.BUDGET
    assert opened(card).size == gallery.CARDS[0].size
    described = yaml.safe_load((tmp_path / "pictures.yaml").read_text(encoding="utf-8"))
    assert described[picture.name] == {"alt": SCENE.alt, "credit": builder.CREDIT}
    assert set(described) == {picture.name, card.name}
    assert other.read_bytes() == b"kept"


def test_every_scene_is_committed_and_described_once():
    described = yaml.safe_load((PICTURES / "pictures.yaml").read_text(encoding="utf-8"))
    names = {f"{scene.slug}.webp": scene.alt for scene in gallery.SCENES}
    names |= {f"{scene.slug}.png": scene.alt for scene in gallery.CARDS}
    assert len(names) == len(gallery.SCENES) + len(gallery.CARDS)
    assert {name: row["alt"] for name, row in described.items()} == names
    assert {path.name for path in PICTURES.iterdir()} == {*names, "pictures.yaml"}
