"""What a camera writes beside the picture is gone, the picture is the same."""

import io

import pytest
from PIL import Image, PngImagePlugin

from portal.files.metadata import strip_metadata

GPS = 0x8825
ORIENTATION = 0x0112


def exif_with_place(orientation: int = 6) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (33.0, 0.0, 0.0), 3: "E", 4: (112.0, 32.0, 0.0)})
    return exif


def picture() -> Image.Image:
    image = Image.new("RGB", (40, 30), (20, 120, 90))
    image.putpixel((3, 4), (250, 10, 10))
    return image


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(("kind", "options"), [("JPEG", {"progressive": True}), ("JPEG", {}), ("WEBP", {})])
def test_place_and_device_are_gone_and_no_pixel_changed(kind, options):
    target = io.BytesIO()
    picture().save(target, kind, exif=exif_with_place(), **options)
    before = target.getvalue()
    assert opened(before).getexif().get_ifd(GPS)
    after = strip_metadata(before)
    assert not opened(after).getexif().get_ifd(GPS)
    assert b"CameraMaker" not in after
    assert opened(after).tobytes() == opened(before).tobytes()
    assert strip_metadata(after) == after


def test_jpeg_keeps_its_orientation_and_colour_profile():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    target = io.BytesIO()
    picture().save(target, "JPEG", exif=exif_with_place(8), icc_profile=profile)
    after = opened(strip_metadata(target.getvalue()))
    assert after.getexif()[ORIENTATION] == 8
    assert after.info["icc_profile"] == profile


def test_what_follows_the_end_of_a_jpeg_is_cut_off():
    target = io.BytesIO()
    picture().save(target, "JPEG")
    assert strip_metadata(target.getvalue() + b"PK\x03\x04hidden") == strip_metadata(target.getvalue())


def test_png_loses_its_notes():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SomebodyNamed")
    notes.add_itxt("XML:com.adobe.xmp", "SomebodyNamed")
    target = io.BytesIO()
    picture().save(target, "PNG", pnginfo=notes, exif=exif_with_place())
    after = strip_metadata(target.getvalue())
    assert b"SomebodyNamed" not in after and b"CameraMaker" not in after
    assert opened(after).tobytes() == picture().tobytes()


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"\x89PNG\r\n\x1a\n\x00", b"GIF89a"]
)
def test_broken_data_come_back_unchanged(data):
    assert strip_metadata(data) == data
