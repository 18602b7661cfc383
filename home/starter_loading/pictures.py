"""The drawn pictures as images of the library, credited 示意图."""

from functools import cache, partial
from pathlib import Path

import yaml
from django.core.files.images import ImageFile

from media.models import PortalImage
from portal.taxonomy.models import Licence

from .once import load_once
from .sources import ASSETS_DIR

PICTURES_DIR = ASSETS_DIR / "pictures"


@cache
def captions() -> dict[str, dict[str, str]]:
    """Return file name -> alt text and credit."""
    path = PICTURES_DIR / "pictures.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def load_pictures() -> int:
    """Put every described picture into the library once; return how many were new."""
    return sum(
        load_once(f"picture:{name}", partial(load_picture, PICTURES_DIR / name))
        for name in sorted(captions())
        if (PICTURES_DIR / name).exists()
    )


def load_picture(path: Path) -> PortalImage:
    """Add one picture to the library."""
    caption = captions()[path.name]
    with path.open("rb") as file:
        image = PortalImage(
            title=title_of(path.name),
            file=ImageFile(file, name=path.name),
            description=caption["alt"],
            credit=caption["credit"],
            is_illustration=True,
            licence=Licence.objects.get(code="portal"),
        )
        image.save()
    return image


def title_of(name: str) -> str:
    """The library title a starter picture is found by."""
    return f"示意图 {Path(name).stem}"


def picture_of(name: str) -> PortalImage | None:
    """Return the library picture made from a file, or None when an editor removed it."""
    return PortalImage.objects.filter(title=title_of(name)).first()
