"""The text of uploads is kept by place, once for each content; bad files end as outcomes in words."""

import zlib

import pytest
from django.core.files.base import ContentFile
from django_tasks_db.models import DBTaskResult

from media import file_texts
from media.file_texts import PLACE_CHARACTERS, read_item, read_unread
from media.models import FilePlace, FileText, PortalDocument
from media.tasks import read_file_text
from media.text_models import Outcome
from portal.files import text as reading
from tests.files.conftest import docx_bytes, pdf_bytes, pptx_bytes, xlsx_bytes, zip_bytes

from .conftest import make_media, root

ENCRYPTED_PDF = pdf_bytes("x").replace(b"trailer<<", b"trailer<</Encrypt 1 0 R ")
LOCKED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def make_file(name: str, data: bytes, **fields) -> PortalDocument:
    return PortalDocument.objects.create(
        title=fields.pop("title", name), collection=root(), file=ContentFile(data, name=name), **fields
    )


def read(document: PortalDocument) -> tuple[Outcome | None, list[str]]:
    outcome = read_item("document", document.pk)
    document.refresh_from_db()
    return outcome, [place.text for place in document.file_text.places.all()]


def bomb(member: str) -> bytes:
    """An Office file whose one part unpacks to 200 MB."""
    return zip_bytes({member: b"<w>" + b" " * 200_000_000})


def huge_pages() -> bytes:
    """A PDF whose page is a stream of 100 MB when unpacked."""
    stream = zlib.compress(b"BT (x) Tj ET " * 8_000_000)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    head += b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    body = (
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(stream) + stream + b"\nendstream endobj\n"
    )
    return head + page + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def test_a_new_document_is_read_by_a_job(db):
    document = make_file("教案.docx", docx_bytes("敬畏生命"))
    job = DBTaskResult.objects.get(task_path="media.tasks.read_file_text")
    assert job.args_kwargs["args"] == ["document", document.pk]
    assert read_file_text.call(*job.args_kwargs["args"]) == "read"
    assert FilePlace.objects.get().text == "敬畏生命"


def test_the_same_content_is_read_once(db, monkeypatch):
    first, second = make_file("a.pdf", pdf_bytes("one")), make_file("b.pdf", pdf_bytes("one"))
    assert read(first) == (Outcome.READ, ["one"])
    monkeypatch.setattr(file_texts, "extract_text", None)
    assert read(second) == (Outcome.READ, ["one"])
    assert FileText.objects.count() == 1


def test_a_replaced_file_loses_its_text_at_once_and_is_read_anew(db):
    document = make_file("a.pdf", pdf_bytes("before"))
    read(document)
    document.file = ContentFile(pdf_bytes("after"), name="a.pdf")
    document.save()
    assert PortalDocument.objects.get().file_text is None
    assert read(document) == (Outcome.READ, ["after"])
    assert FilePlace.objects.count() == 1


def test_text_of_deleted_files_is_not_kept(db):
    document = make_file("a.pdf", pdf_bytes("gone"))
    read(document)
    document.delete()
    assert not FileText.objects.exists()
    assert read_item("document", 99) is None


@pytest.mark.parametrize(
    ("name", "data", "outcome"),
    [
        ("bomb.docx", bomb("word/document.xml"), Outcome.TOO_LARGE),
        ("bomb.xlsx", bomb("xl/workbook.xml"), Outcome.TOO_LARGE),
        ("broken.docx", docx_bytes("x" * 5000)[:-400], Outcome.BROKEN),
        ("broken.pdf", b"%PDF-1.4\nnothing", Outcome.BROKEN),
        ("wrong.pdf", docx_bytes("a word file"), Outcome.BROKEN),
        ("wrong.pptx", pdf_bytes("a pdf"), Outcome.BROKEN),
        ("locked.docx", LOCKED_OFFICE, Outcome.BROKEN),
        ("empty.pdf", pdf_bytes(""), Outcome.EMPTY),
        ("picture.png", b"\x89PNG", Outcome.NO_TEXT_KIND),
    ],
)
def test_bad_files_end_as_outcomes(db, name, data, outcome):
    assert read(make_file(name, data)) == (outcome, [])


def test_a_locked_pdf_says_so(db, monkeypatch):
    monkeypatch.setattr(
        file_texts, "extract_text", lambda *a, **k: reading.Extraction(problem=reading.Problem.ENCRYPTED)
    )
    document = make_file("a.pdf", ENCRYPTED_PDF)
    assert read(document)[0] == Outcome.ENCRYPTED
    assert "去掉密码" in document.file_text.get_outcome_display()


def test_a_huge_file_costs_its_limits_and_no_more(db, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 2)
    assert read(make_file("huge.pdf", huge_pages()))[0] in {
        Outcome.TOO_LARGE,
        Outcome.TOO_SLOW,
        Outcome.EMPTY,
    }


def test_long_places_are_cut_and_very_long_files_end(db, monkeypatch):
    monkeypatch.setattr(file_texts, "MOST_PLACES", 3)
    outcome, texts = read(make_file("long.xlsx", xlsx_bytes(*[["名额" * 200] for _ in range(20)])))
    assert outcome == Outcome.IN_PART
    assert len(texts) == 3 and all(len(text) <= PLACE_CHARACTERS for text in texts)


def test_a_missing_file_is_an_outcome(db):
    document = make_file("a.txt", b"words")
    document.file.storage.delete(document.file.name)
    assert read(document)[0] == Outcome.MISSING


def test_captions_are_read_by_time_and_anew_when_edited(db):
    item = make_media()
    assert read_item("media", item.pk) == Outcome.READ
    item.refresh_from_db()
    assert item.file_text.places.get().label == "00:00"
    item.captions = item.captions.replace("同学们好", "同学们再见")
    item.save()
    assert item.file_text is None
    read_unread()
    item.refresh_from_db()
    assert item.file_text.places.get().text == "同学们再见"


def test_editors_see_how_the_reading_ended(db, client, administrator):
    client.force_login(administrator)
    good, bad = make_file("a.pptx", pptx_bytes()), make_file("b.pdf", b"%PDF-1.4\nnothing")
    assert "正在提取" in client.get("/admin/documents/").content.decode()
    read(good)
    read(bad)
    listing = client.get("/admin/documents/").content.decode()
    assert "文字提取" in listing and "已损坏，未提取" in listing and "已提取" in listing
    page = client.get(f"/admin/documents/edit/{bad.pk}/").content.decode()
    assert "文件已损坏，里面的文字搜不到；请用原来的软件打开，另存后重新上传" in page
