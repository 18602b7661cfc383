"""Words inside attachments find their page, open at their place, and go with it."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from courses.models import LessonFile
from home.search.queries import SearchQuery
from home.search.selectors import search
from home.search.upkeep import refresh_all_entries
from media.file_texts import read_item
from media.models import PortalDocument, PortalMedia
from portal.search.models import SearchEntry
from portal.search.syncing import sync_index
from portal.taxonomy.models import Licence, ResourceType
from tests.factories.lessons import term
from tests.files.conftest import docx_bytes, pdf_bytes, saved

from .conftest import make_lesson

MOST_QUERIES = 16


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run something as a transaction of its own, with what follows its commit."""

    def run(action, *arguments, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return action(*arguments, **fields)

    return run


def make_document(name: str, data: bytes, title: str, collection=None) -> PortalDocument:
    return PortalDocument.objects.create(
        title=title, file=ContentFile(data, name=name),
        collection=collection or Collection.get_first_root_node(),
    )  # fmt: skip


def attach(page, *documents: PortalDocument) -> None:
    """Publish a lesson with these files."""
    kind, licence = term(ResourceType, "rw", "任务单"), term(Licence, "portal", "本平台教学使用许可")
    page.files = [LessonFile(document=item, resource_type=kind, licence=licence) for item in documents]
    page.save_revision().publish()


def deck() -> bytes:
    from pptx import Presentation

    made = Presentation()
    for words in ("导入", "石鼓文的秘密"):
        made.slides.add_slide(made.slide_layouts[5]).shapes.title.text = words
    return saved(made)


@pytest.fixture
def files(portal, committed):
    """The lesson with a worksheet (PDF) and slides, read and indexed."""
    sheet = make_document("sheet.pdf", pdf_bytes("Nothing here", "Zhuge loom riddle"), "任务单")
    slides = make_document("kejian.pptx", deck(), "课件")
    committed(attach, portal.lesson, sheet, slides)
    for item in (sheet, slides):
        committed(read_item, "document", item.pk)
    portal.sheet, portal.slides = sheet, slides
    return portal


def rows(text: str, **fields) -> list:
    return list(search(SearchQuery(text, **fields)).rows)


def test_a_pdf_is_found_at_its_page_as_one_hit_of_its_lesson(files):
    found = rows("zhuge loom")
    assert [row.url for row in found] == ["/lessons/shengming/"]
    inside = found[0].found_in
    assert (inside.file, inside.place) == ("任务单", "第 2 页")
    assert inside.url == f"/documents/{files.sheet.pk}/read/{files.sheet.filename}#page=2"
    assert "<mark>Zhuge</mark>" in found[0].snippet_html


def test_slides_open_as_text_with_the_words_marked(files, client):
    html = client.get("/search/", {"q": "石鼓文"}).content.decode()
    assert "在附件《课件》第 2 张幻灯片" in strip_tags(html)
    address = rows("石鼓文")[0].found_in.url
    path, _, anchor = address.partition("#")
    text = client.get(path).content.decode()
    assert f'id="{anchor}"' in text and "<mark>石鼓文</mark>的秘密" in text
    assert "/lessons/shengming/" in text and "noindex" in text


def test_totals_counts_and_filters_are_those_of_pages(files):
    page = search(SearchQuery("石鼓文"))
    assert page.total == 1
    assert {choice.value: choice.count for choice in page.kinds} == {"lesson": 1}
    assert rows("石鼓文", stage="j") and not rows("石鼓文", stage="u")
    assert rows("石鼓文", kind="lesson") and not rows("石鼓文", kind="guide")


def test_a_page_that_says_it_itself_needs_no_file(files):
    found = rows("生命可以永恒吗")
    assert found[0].url == "/lessons/shengming/" and found[0].found_in is None


def test_files_are_found_by_their_name(files):
    assert rows("kejian")[0].found_in.file == "课件"


def test_files_of_drafts_and_withdrawn_lessons_are_never_found(files, committed, client):
    address = rows("石鼓文")[0].found_in.url.partition("#")[0]
    files.lesson.refresh_from_db()
    committed(files.lesson.unpublish)
    assert rows("石鼓文") == [] and rows("zhuge loom") == []
    assert client.get(address).status_code == 404
    assert not SearchEntry.objects.filter(object_id=files.lesson.pk, deleted=False).exists()
    draft = committed(make_lesson, files.lessons, files.terms, title="草稿", slug="draft")
    other = make_document("x.docx", docx_bytes("青铜爵"), "草稿附件")
    draft.files = [
        LessonFile(document=other, resource_type=ResourceType.objects.get(), licence=Licence.objects.get())
    ]
    committed(draft.save)
    committed(read_item, "document", other.pk)
    assert rows("青铜爵") == []


def test_hits_are_checked_although_the_index_still_holds_them(files, client):
    """The page is taken down behind the back of every signal: the same request must see it."""
    type(files.lesson).objects.filter(pk=files.lesson.pk).update(live=False)
    assert rows("石鼓文") == []
    assert search(SearchQuery("石鼓文")).total == 0


def test_closed_collections_close_their_text_at_once(files, committed, client):
    address = rows("石鼓文")[0].found_in.url.partition("#")[0]
    closed = Collection.get_first_root_node().add_child(name="内部")
    PortalDocument.objects.filter(pk=files.slides.pk).update(collection=closed)
    CollectionViewRestriction.objects.bulk_create(
        [CollectionViewRestriction(collection=closed, restriction_type="login")]
    )
    assert rows("石鼓文") == [] and client.get(address).status_code == 404
    CollectionViewRestriction.objects.all().delete()
    lock = committed(CollectionViewRestriction.objects.create, collection=closed, restriction_type="login")
    assert not SearchEntry.objects.filter(file=f"d{files.slides.pk}", deleted=False).exists()
    committed(lock.delete)
    committed(refresh_all_entries)
    assert rows("石鼓文")


def test_private_sections_take_their_files_along(files, committed):
    lock = committed(PageViewRestriction.objects.create, page=files.lessons, restriction_type="login")
    assert rows("石鼓文") == []
    committed(lock.delete)
    assert rows("石鼓文")


def test_a_detached_file_is_gone_with_the_publication(files, committed):
    page = type(files.lesson).objects.get(pk=files.lesson.pk)
    committed(attach, page, files.sheet)
    assert rows("石鼓文") == [] and rows("zhuge loom")


def test_a_replaced_file_is_found_by_its_new_words_only(files, committed):
    files.slides.refresh_from_db()
    files.slides.file = ContentFile(docx_bytes("编钟的声音"), name="new.docx")
    committed(files.slides.save)
    assert rows("石鼓文") == []
    committed(read_item, "document", files.slides.pk)
    assert rows("编钟的声音")[0].found_in.place == "正文"


def test_a_renamed_file_is_named_anew(files, committed):
    files.slides.refresh_from_db()
    files.slides.title = "新课件"
    committed(files.slides.save)
    assert rows("石鼓文")[0].found_in.file == "新课件"


def test_linked_files_of_other_pages_and_captions_are_found(portal, committed, monkeypatch, client):
    leaflet = make_document("map.docx", docx_bytes("碑廊路线图"), "导览图")
    read_item("document", leaflet.pk)
    portal.site.introduction = f'<p>看<a linktype="document" id="{leaflet.pk}">导览图</a></p>'
    committed(portal.site.save_revision().publish)
    assert rows("碑廊路线图")[0].url == "/sites/hanhuaguan/"
    video = PortalMedia.objects.create(
        title="讲解", type="video", duration=9, captions="WEBVTT\n\n00:41.000 --> 00:44.000\n古柏的年轮\n",
        file=ContentFile(b"x", name="a.mp4"), collection=Collection.get_first_root_node(),
    )  # fmt: skip
    read_item("media", video.pk)
    from home.search import attachments

    listed = attachments.listed_files
    monkeypatch.setattr(
        attachments, "listed_files", lambda page: [*listed(page), attachments.FileLink(PortalMedia, video.pk)]
    )
    committed(portal.guide.save_revision().publish)
    inside = rows("古柏的年轮")[0].found_in
    assert (inside.file, inside.place) == ("讲解", "00:41")
    assert "<mark>古柏的年轮</mark>" in client.get(inside.url).content.decode()


def test_old_files_without_text_are_read_by_the_rebuild(portal, committed):
    committed(attach, portal.lesson, make_document("a.docx", docx_bytes("丹江石刻"), "旧教案"))
    assert rows("丹江石刻") == []
    committed(refresh_all_entries)
    sync_index()
    assert rows("丹江石刻")
    before = list(SearchEntry.objects.order_by("pk").values_list("key", "number"))
    committed(refresh_all_entries)
    assert before == list(SearchEntry.objects.order_by("pk").values_list("key", "number"))


def test_a_hundred_places_of_one_file_are_one_hit_at_few_queries(portal, committed, client):
    words = [f"section {number} about kites" for number in range(60)]
    document = make_document("long.pdf", pdf_bytes(*words), "长文")
    committed(attach, portal.lesson, document)
    committed(read_item, "document", document.pk)
    assert len(rows("kites")) == 1
    client.get("/search/", {"q": "kites"})
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/", {"q": "kites"})
    assert len(queries) <= MOST_QUERIES
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


@pytest.mark.parametrize("file", ["d0", "d", "x1", "d" + "9" * 30, "m1", "d-1"])
def test_odd_addresses_of_files_are_404(portal, client, file):
    assert client.get(f"/search/files/{portal.lesson.pk}/{file}/?page=x&q=%00").status_code == 404
    assert client.get(f"/search/files/{10**30}/{file}/").status_code == 404


def test_pdfs_are_read_in_the_browser_and_nothing_else_is(files, client):
    answer = client.get(f"/documents/{files.sheet.pk}/read/{files.sheet.filename}")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get(f"/documents/{files.slides.pk}/read/{files.slides.filename}").status_code == 404
