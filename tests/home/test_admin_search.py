"""Searching in the admin: Chinese words are found, a quotation mark is no error."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from media.models import PortalDocument, PortalImage, PortalMedia
from portal.taxonomy.models import Topic
from tests.factories.lessons import make_lesson
from tests.factories.pages import make_home
from tests.factories.people import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
WORD = "汉画"
# Address of a listing or chooser -> the title its Chinese hit bears.
PLACES = {
    "/admin/pages/search/": "汉画里的家国",
    "/admin/pages/search/results/": "汉画里的家国",
    "/admin/choose-page/search/": "汉画里的家国",
    "/admin/images/": "汉画拓片图",
    "/admin/images/results/": "汉画拓片图",
    "/admin/images/chooser/results/": "汉画拓片图",
    "/admin/documents/": "汉画任务单",
    "/admin/documents/results/": "汉画任务单",
    "/admin/documents/chooser/results/": "汉画任务单",
    "/admin/media/": "汉画讲解",
    "/admin/media/chooser/": "汉画讲解",
    "/admin/vocabularies/topics/": "汉画与文脉",
    "/admin/vocabularies/topics/results/": "汉画与文脉",
    "/admin/snippets/choose/taxonomy/topic/results/": "汉画与文脉",
    "/admin/snippets/organisations/school/": "汉画路小学",
    "/admin/snippets/choose/organisations/school/results/": "汉画路小学",
}
OTHERS = ("宪法是根本法", "校门照片", "宪法课件", "宪法讲解", "宪法与法治", "宪法路小学")
QUESTIONS = ['"', '汉画"', '"汉画', '""', "'", "%", "\\", "汉画 AND", "*"]


@pytest.fixture
def stocked(client):
    """One item with the word and one without it for every place; a superuser looks for them."""
    make_home()
    for name in ("汉画里的家国", "宪法是根本法"):
        make_lesson(name)
    for name in ("汉画拓片图", "校门照片"):
        PortalImage.objects.create(title=name, file=picture())
    for name in ("汉画任务单", "宪法课件"):
        PortalDocument.objects.create(title=name, file=f"documents/{name}.pdf", file_size=1)
    for name in ("汉画讲解", "宪法讲解"):
        PortalMedia.objects.create(title=name, file=f"media/{name}.mp3", type="audio", duration=1)
    for code, name in (("hanhua", "汉画与文脉"), ("xianfa", "宪法与法治")):
        Topic.objects.create(code=code, zh=name)
    for name in ("汉画路小学", "宪法路小学"):
        SchoolFactory(name=name)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def picture() -> ImageFile:
    """Return a small picture."""
    target = io.BytesIO()
    Image.new("RGB", (60, 40), (180, 40, 30)).save(target, "PNG")
    return ImageFile(io.BytesIO(target.getvalue()), name="tu.png")


def ask(client, address: str, question: str):
    """Ask as the page itself and as its script does; return the answer."""
    return client.get(address, {"q": question}, headers={"X-Requested-With": "XMLHttpRequest"})


@pytest.mark.parametrize("address", PLACES)
def test_chinese_words_are_found(stocked, address):
    answer = ask(stocked, address, WORD)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert PLACES[address] in html
    assert [other for other in OTHERS if other in html] == []


@pytest.mark.parametrize("address", PLACES)
def test_marks_of_a_query_language_are_no_error(stocked, address):
    """The fallback backend looks for the text as typed; none of these may end in a server error."""
    assert {question: ask(stocked, address, question).status_code for question in QUESTIONS} == dict.fromkeys(
        QUESTIONS, 200
    )
