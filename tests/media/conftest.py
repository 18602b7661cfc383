"""An editor who may upload into the root collection, and files made on the spot."""

import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction

from media.models import PortalDocument, PortalImage, PortalMedia
from tests.factories.people import UserFactory

MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(range(256)) * 8
VTT = "WEBVTT\n\n00:00.500 --> 00:02.000\n同学们好\n"


def picture_bytes(kind: str = "JPEG", *, place: bool = False) -> bytes:
    image = Image.new("RGB", (60, 40), (180, 40, 30))
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 0.0, 0.0)})
    target = io.BytesIO()
    image.save(target, kind, **({"exif": exif} if place else {}))
    return target.getvalue()


@pytest.fixture
def administrator(db):
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def private_collection(db):
    collection = Collection.get_first_root_node().add_child(name="内部资料")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def make_image(collection=None) -> PortalImage:
    file = ImageFile(io.BytesIO(picture_bytes()), name="tu.jpg")
    return PortalImage.objects.create(
        title="图", description="一块画像石", collection=collection or root(), file=file
    )


def make_media(collection=None, **fields) -> PortalMedia:
    values = {"title": "课堂实录", "type": "video", "collection": collection or root(), "captions": VTT}
    item = PortalMedia(**{**values, **fields})
    item.file.save("shilu.mp4", ContentFile(MP4), save=True)
    return item


def make_document(collection=None) -> PortalDocument:
    document = PortalDocument(title="教学设计", collection=collection or root())
    document.file.save("教学设计.txt", ContentFile("先读这里".encode()), save=True)
    return document


def root() -> Collection:
    return Collection.get_first_root_node()


@pytest.fixture(autouse=True)
def static_folder(settings):
    """WhiteNoise warns about a static folder that is not there, and a warning fails a test."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def get(client):
    """Ask for an address, read the whole answer into ``response.body`` ."""

    def ask(address: str, method: str = "get", **headers):
        response = getattr(client, method)(address, headers=headers)
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
        return response

    return ask
