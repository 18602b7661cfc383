"""Documents with personal data are refused in the admin, in words, and nothing of them is saved."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from media.models import PortalDocument

from .conftest import make_document, root

pytestmark = pytest.mark.django_db

IDENTITY = "11010519491231002X"  # the example of GB 11643-1999
WORDS = "文件里有身份证号码（第 1 至 2 行）。本平台不收集身份证号，请删去号码后再上传。这个文件没有保存。"


def listing() -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.csv", f"姓名,证件\n张,{IDENTITY}\n".encode())


@pytest.fixture
def admin(client, administrator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(administrator)
    return client


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def nothing_saved(tmp_path: Path) -> bool:
    return not (PortalDocument.objects.exists() or UploadedFile.objects.exists() or stored(tmp_path))


def test_the_upload_form_says_what_is_checked_and_what_was_found(admin, tmp_path):
    address = reverse("wagtaildocs:add")
    assert "图片和扫描件里的文字检查不到" in admin.get(address).content.decode()
    page = admin.post(address, {"title": "名单", "collection": root().pk, "file": listing()})
    assert WORDS in page.content.decode() and IDENTITY not in page.content.decode()
    assert 'value="名单"' in page.content.decode()
    assert nothing_saved(tmp_path)


def test_the_uploader_of_many_documents_refuses_each_alone(admin, tmp_path):
    address = reverse("wagtaildocs:add_multiple")
    assert "图片和扫描件里的文字检查不到" in admin.get(address).content.decode()
    answer = admin.post(address, {"title": "名单", "collection": root().pk, "files[]": listing()}).json()
    assert answer == {"success": False, "error_message": WORDS}
    assert nothing_saved(tmp_path)
    good = SimpleUploadedFile("说明.txt", "先读这里".encode())
    assert admin.post(address, {"title": "说明", "collection": root().pk, "files[]": good}).json()["success"]
    assert PortalDocument.objects.get().title == "说明"


def test_the_chooser_of_the_page_editor_refuses_it_too(admin, tmp_path):
    form = {"document-chooser-upload-title": "名单", "document-chooser-upload-collection": root().pk,
            "document-chooser-upload-file": listing()}  # fmt: skip
    answer = admin.post(reverse("wagtaildocs_chooser:create"), form).json()
    assert WORDS in answer["htmlFragment"]
    assert nothing_saved(tmp_path)


def test_a_document_keeps_its_file_when_the_new_one_is_refused(admin, tmp_path):
    document = make_document()
    before = {path: path.read_bytes() for path in stored(tmp_path)}
    address = reverse("wagtaildocs:edit", args=[document.pk])
    page = admin.post(address, {"title": "新", "collection": root().pk, "file": listing()})
    assert WORDS in page.content.decode()
    document.refresh_from_db()
    assert document.title == "教学设计"
    assert {path: path.read_bytes() for path in stored(tmp_path)} == before


def test_a_locked_document_is_told_apart(admin, tmp_path):
    locked = SimpleUploadedFile("a.pdf", b"%PDF-1.4\ntrailer<</Encrypt 5 0 R>>\n%%EOF\n")
    data = {"title": "a", "collection": root().pk, "files[]": locked}
    answer = admin.post(reverse("wagtaildocs:add_multiple"), data).json()
    assert answer["error_message"] == "无法检查加密文件，请去掉密码后再上传。这个文件没有保存。"
    assert nothing_saved(tmp_path)
