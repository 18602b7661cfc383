"""Uploads are sent to whom they may be sent, with Range, and never raw out of a private collection."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model

from .conftest import MP4, make_document, make_image, make_media

pytestmark = pytest.mark.django_db
# Wagtail leaves the temporary file of a new rendition to the garbage collector.
makes_renditions = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


def path_of(file) -> str:
    return f"/uploads/{file.name}"


@makes_renditions
def test_pictures_and_renditions_are_public_and_typed(get):
    image = make_image()
    rendition = image.get_rendition("width-20|format-webp")
    for file, kind in ((image.file, "image/jpeg"), (rendition.file, "image/webp")):
        response = get(path_of(file))
        assert (response.status_code, response["Content-Type"]) == (200, kind)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "public" in response["Cache-Control"]
        assert response["ETag"]
        assert get(path_of(file), **{"if-none-match": response["ETag"]}).status_code == 304


@makes_renditions
def test_pictures_of_a_private_collection_ask_for_sign_in(get, client, private_collection, administrator):
    image = make_image(private_collection)
    rendition = image.get_rendition("width-20|format-webp")
    for file in (image.file, rendition.file):
        response = get(path_of(file))
        assert response.status_code == 302 and "login" in response["Location"]
    client.force_login(administrator)
    response = get(path_of(rendition.file))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_a_picture_that_is_in_no_library_is_not_sent_once_a_collection_is_private(
    get, private_collection, settings
):
    stray = settings.MEDIA_ROOT / "images" / "stray.png"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    assert get("/uploads/images/stray.png").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "documents/a.pdf",
        "media/a.mp4",
        "media_thumbnails/a.png",
        "images/../documents/a.pdf",
        "images/a.svg",
        "images/a.html",
        "images//a.png",
        "../secret-key",
        "images/%2e%2e/%2e%2e/secret-key.png",
        "images/none.png",
        "images",
    ],
)
def test_nothing_else_of_the_uploads_is_sent(get, path):
    assert get(f"/uploads/{path}").status_code == 404


def test_raw_documents_and_videos_have_no_address(get):
    assert get(path_of(make_document().file)).status_code == 404
    assert get(path_of(make_media().file)).status_code == 404


def test_video_answers_ranges(get):
    item = make_media()
    whole = get(item.url)
    assert (whole.status_code, whole["Content-Type"]) == (200, "video/mp4")
    assert whole["Accept-Ranges"] == "bytes" and whole.body == MP4
    part = get(item.url, range="bytes=10-19")
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 10-19/{len(MP4)}"
    assert part.body == MP4[10:20]
    tail = get(item.url, range="bytes=-5")
    assert (tail.status_code, tail.body) == (206, MP4[-5:])
    assert get(item.url, range="bytes=999999-").status_code == 416
    assert get(item.url, "post").status_code == 405
    assert get(item.url, "head").body == b""


def test_video_of_a_private_collection_is_closed_by_every_address(
    get, client, private_collection, administrator
):
    item = make_media(private_collection)
    addresses = [item.url, item.captions_url]
    for address in addresses:
        response = get(address)
        assert response.status_code == 302 and "login" in response["Location"]
    assert get(path_of(item.file)).status_code == 404
    client.force_login(administrator)
    for address in addresses:
        response = get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_captions_are_sent_as_webvtt(get):
    response = get(make_media().captions_url)
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert response.content.startswith(b"WEBVTT")
    bare = make_media(captions="")
    assert bare.captions_url == ""
    assert get(reverse("media:captions", args=[bare.pk])).status_code == 404
    assert get(reverse("media:poster", args=[bare.pk])).status_code == 404


def test_a_media_address_needs_the_right_name(get):
    item = make_media()
    assert get(reverse("media:file", args=[item.pk, "other.mp4"])).status_code == 404


def test_the_image_model_is_ours():
    assert get_image_model()._meta.label == "media.PortalImage"


def test_a_nul_in_the_name_is_no_file(get):
    assert get("/uploads/images/a%00.jpg").status_code == 404
