"""Upload forms of the admin: alt text, content checks, stripped notes, captions."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtailmedia.forms import get_media_form

from media.captions import CaptionError, check_captions
from media.models import PortalDocument, PortalImage, PortalMedia

from .conftest import MP4, VTT, make_media, picture_bytes, root

pytestmark = pytest.mark.django_db


def image_form(administrator, data: bytes, name: str = "tu.jpg", **fields):
    values = {"title": "图", "description": "一块画像石上的车马", "collection": root().pk, **fields}
    return get_image_form(PortalImage)(values, {"file": SimpleUploadedFile(name, data)}, user=administrator)


def media_form(administrator, kind: str, name: str, data: bytes, **fields):
    values = {"title": "课", "collection": root().pk, "duration": 3, "captions": "", **fields}
    instance = PortalMedia(type=kind)
    files = {"file": SimpleUploadedFile(name, data)}
    return get_media_form(PortalMedia)(values, files, instance=instance, user=administrator)


def test_a_picture_needs_its_alt_text(administrator):
    form = image_form(administrator, picture_bytes(), description="")
    assert "description" in form.errors
    assert image_form(administrator, picture_bytes()).is_valid()


def test_place_and_device_are_taken_out_of_a_picture(administrator):
    form = image_form(administrator, picture_bytes(place=True))
    assert form.is_valid(), form.errors
    image = form.save()
    with image.file.open() as file:
        stored = file.read()
    assert b"CameraMaker" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif().get_ifd(0x8825)
    assert image.file_size == len(stored)


def test_a_large_picture_in_a_temporary_file_is_stripped_too(administrator):
    upload = TemporaryUploadedFile("da.jpg", "image/jpeg", 0, None)
    upload.write(picture_bytes(place=True))
    upload.size = upload.tell()
    upload.seek(0)
    values = {"title": "图", "description": "一块画像石上的车马", "collection": root().pk}
    form = get_image_form(PortalImage)(values, {"file": upload}, user=administrator)
    assert form.is_valid(), form.errors
    with form.save().file.open() as file:
        assert b"CameraMaker" not in file.read()
    upload.close()


def test_the_many_pictures_uploader_keeps_no_notes_either(client, administrator):
    """Without an alt text yet, Wagtail parks the upload: what it parks is already stripped and checked."""
    from wagtail.models import UploadedFile

    client.force_login(administrator)
    data = {"title": "图", "collection": root().pk,
            "files[]": SimpleUploadedFile("tu.jpg", picture_bytes(place=True))}  # fmt: skip
    answer = client.post(reverse("wagtailimages:add_multiple"), data).json()
    assert answer["success"] and PortalImage.objects.count() == 0
    with UploadedFile.objects.get().file.open() as file:
        assert b"CameraMaker" not in file.read()
    bad = {"title": "图", "files[]": SimpleUploadedFile("tu.png", b"<svg/>")}
    assert client.post(reverse("wagtailimages:add_multiple"), bad).json()["success"] is False


@pytest.mark.parametrize(
    ("name", "data"), [("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("a.png", b"<html>")]
)
def test_drawings_that_can_run_are_refused(administrator, name, data):
    assert "file" in image_form(administrator, data, name).errors


def test_a_document_is_checked(administrator):
    def form(name: str, data: bytes):
        values = {"title": "文", "collection": root().pk}
        files = {"file": SimpleUploadedFile(name, data)}
        return get_document_form(PortalDocument)(values, files, user=administrator)

    assert form("说明.txt", "先读这里".encode()).is_valid()
    refused = form("名单.csv", b"13800138000\n13900139000\n")
    assert "手机号码" in refused.errors["file"][0]
    assert "file" in form("a.docm", b"PK").errors
    assert "file" in form("a.pdf", b"MZ" * 100).errors


def test_video_and_audio_are_checked_by_content(administrator):
    assert media_form(administrator, "video", "a.mp4", MP4).is_valid()
    assert "file" in media_form(administrator, "video", "a.mp4", b"RIFF0000AVI " + b"x" * 50).errors
    assert "file" in media_form(administrator, "audio", "a.mp4", MP4).errors


def test_captions_must_be_webvtt(administrator):
    good = media_form(administrator, "video", "a.mp4", MP4, captions="\ufeff" + VTT.replace("\n", "\r\n"))
    assert good.is_valid(), good.errors
    assert good.cleaned_data["captions"].startswith("WEBVTT\n")
    bad = media_form(administrator, "video", "a.mp4", MP4, captions="1\n00:00:01,000 --> 00:00:02,000\n您好")
    assert "WEBVTT" in bad.errors["captions"][0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx", "第 3 行"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nx", "结束时间"),
        ("WEBVTT\n\n00:61.000 --> 01:02.000\nx", "第 3 行"),
        ("WEBVTT\n\nonly text", "没有一句"),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000", "第一行"),
    ],
)
def test_what_is_wrong_with_captions_is_named(text, words):
    with pytest.raises(CaptionError, match=words):
        check_captions(text)


def test_caption_times_are_read():
    text = "WEBVTT 字幕\n\n1\n00:01.000 --> 00:02.500 align:start\nx\n\n01:00:00.000 --> 01:00:01.000\ny"
    assert check_captions(text) == [(1.0, 2.5), (3600.0, 3601.0)]
    assert check_captions("") == []


def test_the_player_shows_captions_and_transcript():
    from django.template.loader import render_to_string

    item = make_media(transcript="同学们好。\n\n今天看一块石头。", credit="市教育局", ai_made=True)
    html = render_to_string("media/player.html", {"media": item})
    assert "<video controls" in html and f'src="{item.url}"' in html
    assert f'<track kind="captions" src="{item.captions_url}"' in html
    assert "文字稿" in html and "今天看一块石头" in html and "AI 生成" in html
    assert "/uploads/media/" not in html
