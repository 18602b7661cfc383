"""Entries and pages to search in."""

import os
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from elastic_transport import TransportError
from elasticsearch import ApiError
from wagtail.models import Page, Site

from courses.models import GuideIndexPage, GuidePage, LessonGoal, LessonIndexPage, LessonKeyword, LessonPage
from home.models import HomePage, StandardPage
from home.search import signals
from portal.search.engines import ELASTICSEARCH, current_engine
from portal.search.entries import EntryData, write_entry
from portal.search.syncing import sync_index
from portal.taxonomy.models import AgeBand, Competency, Course, Grade, LessonType, Stage, Topic, Unit, Volume
from studysites.models import ProgrammePage, StudySiteIndexPage, StudySitePage
from tests.services.elasticsearch import elasticsearch_server

TEXTS = (
    ("lesson:1", "lesson", "石头上的汉代：汉画像石会说话", "分组读车马、乐舞、农耕，议一议文物怎样保护。"),
    ("site:2", "site", "南阳汉画馆", "在刻石前读懂两千年前的车马、乐舞、农耕与星空，带走一张自己拓的画。"),
    ("site:3", "site", "卧龙岗", "在草庐、古柏与碑廊之间读诫子书，想到自己的志向和家风。"),
    ("guide:4", "guide", "孩子一说就顶嘴", "孩子和爸妈顶嘴，先停三秒，再说事情。今晚可以怎么做。"),
    ("lesson:5", "lesson", "宪法是根本法", "什么是根本法？读宪法，议规则。也可以参观汉画馆。"),
    ("page:6", "page", "使用帮助", "教师找课，家长看指南，学校联络员预约。PPT 课件可以下载。"),
)


def write_texts() -> None:
    """Write the six entries."""
    for key, kind, title, body in TEXTS:
        write_entry(
            EntryData(key, kind, int(key.split(":")[1]), title, body, url=f"/{key}/", facets={"stage": ["j"]})
        )


@pytest.fixture(autouse=True)
def static_folder(settings):
    """WhiteNoise warns of a missing folder, and warnings are errors."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def private_indexes(settings, private_folders):
    """On Elasticsearch each test has indexes of its own, deleted afterwards, and no spare answers unseen."""
    settings.PORTAL_ELASTICSEARCH_PREFIX = f"portal-{uuid4().hex[:8]}"
    begun_with = current_engine()
    yield
    assert begun_with.breaker is None or not begun_with.breaker.is_open
    if settings.PORTAL_SEARCH_ENGINE == ELASTICSEARCH:
        delete_indexes()


@pytest.fixture(scope="session")
def running_server():
    """The Elasticsearch of the environment, or one started for this run."""
    if os.environ.get("PORTAL_SEARCH_ENGINE") == ELASTICSEARCH:
        yield os.environ
    else:
        with elasticsearch_server() as server:
            yield server.variables()


@pytest.fixture
def elasticsearch(settings, running_server, private_indexes):
    """A real server as the chosen engine; gives its credentials."""
    settings.PORTAL_SEARCH_ENGINE = ELASTICSEARCH
    settings.PORTAL_ELASTICSEARCH_URL = [running_server["PORTAL_ELASTICSEARCH_URL"]]
    settings.PORTAL_ELASTICSEARCH_USER = running_server["PORTAL_ELASTICSEARCH_USER"]
    settings.PORTAL_ELASTICSEARCH_PASSWORD = running_server["PORTAL_ELASTICSEARCH_PASSWORD"]
    settings.PORTAL_ELASTICSEARCH_CA_FILE = running_server["PORTAL_ELASTICSEARCH_CA_FILE"]
    settings.PORTAL_ELASTICSEARCH_TIMEOUT = 20.0
    yield SimpleNamespace(password=settings.PORTAL_ELASTICSEARCH_PASSWORD)
    delete_indexes()


def delete_indexes() -> None:
    """Delete what the present prefix has on the server the settings name, if it can be reached."""
    indexes = current_engine().indexes
    with suppress(ApiError, TransportError):
        for name in indexes.client.indices.get_mapping(index=f"{indexes.alias}-*"):
            indexes.delete(name)


@pytest.fixture
def entries(db):
    """Six entries, indexed."""
    write_texts()
    sync_index()


@pytest.fixture
def portal(db, django_capture_on_commit_callbacks):
    """A small portal with one published page of each type, indexed through the signals."""
    signals.connect()
    made = make_tree()
    with django_capture_on_commit_callbacks(execute=True):
        for page in (made.lesson, made.guide, made.site, made.programme, made.help):
            page.save_revision().publish()
    return made


def make_tree() -> SimpleNamespace:
    """Home, sections and one unpublished page of each type."""
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="首页", slug="front"))
    Site.objects.update(root_page=home)
    lessons = home.add_child(instance=LessonIndexPage(title="思政示范课", slug="lessons"))
    guides = home.add_child(instance=GuideIndexPage(title="家庭教育指南", slug="guides"))
    sites = home.add_child(instance=StudySiteIndexPage(title="研学基地", slug="sites"))
    terms = make_terms()
    site = make_site(sites, terms)
    return SimpleNamespace(
        home=home, lessons=lessons, guides=guides, sites=sites, terms=terms,
        lesson=make_lesson(lessons, terms), guide=make_guide(guides, terms), site=site,
        programme=make_programme(site, terms),
        help=home.add_child(
            instance=StandardPage(
                title="使用帮助", slug="help", summary="怎样找课和预约。", live=False,
                body=[("heading", {"text": "忘记密码"}), ("paragraph", "<p>请点<b>忘记密码</b>。</p>")],
            )
        ),
    )  # fmt: skip


def make_terms() -> SimpleNamespace:
    """The vocabulary rows the pages use."""
    stage = Stage.objects.create(code="j", zh="初中", sort=50)
    grade = Grade.objects.create(code="g07", zh="七年级", stage=stage, aliases="初一|7年级", sort=70)
    course = Course.objects.create(code="ddyfz", zh="道德与法治")
    volume = Volume.objects.create(code="g07a", zh="七年级上册", course=course, grade=grade, term="a")
    return SimpleNamespace(
        stage=stage, grade=grade, course=course, volume=volume,
        unit=Unit.objects.create(code="g07a-u4", zh="珍爱生命", volume=volume, number=4),
        kind=LessonType.objects.create(code="xs", zh="新授课"),
        topic=Topic.objects.create(code="hanhua", zh="汉画里的汉代"),
        band=AgeBand.objects.create(code="a6", zh="6—12岁"),
        competency=Competency.objects.create(code="ddxy", zh="道德修养"),
    )  # fmt: skip


def make_lesson(parent, terms, title="生命可以永恒吗", slug="shengming") -> LessonPage:
    """A lesson with a goal, a key word and a step."""
    page = LessonPage(
        title=title, slug=slug, stage=terms.stage, course=terms.course, volume=terms.volume, unit=terms.unit,
        lesson_type=terms.kind, summary="议一议怎样敬畏生命。", live=False,
        steps=[("step", {"title": "导入", "minutes": 5, "teacher": "<p>讲<b>张仲景</b></p>", "pupils": ""})],
    )  # fmt: skip
    page.goals = [LessonGoal(competency=terms.competency, text="说出敬畏生命的两个理由")]
    page.keywords = [LessonKeyword(term="敬畏", meaning="又尊敬又不敢轻慢")]
    page.grades = [terms.grade]
    page.topics = [terms.topic]
    return parent.add_child(instance=page)


def make_guide(parent, terms) -> GuidePage:
    """A guide for one age band."""
    page = GuidePage(
        title="孩子一说就顶嘴", slug="dingzui", summary="先停三秒，再说事情。", point="先停三秒", live=False,
        sayings=[("saying", {"say": "你先说完，我听着", "dont_say": "你还敢顶嘴"})],
    )  # fmt: skip
    page.bands = [terms.band]
    return parent.add_child(instance=page)


def make_site(parent, terms) -> StudySitePage:
    """A base for one grade."""
    page = StudySitePage(
        title="南阳汉画馆", slug="hanhuaguan", summary="读懂两千年前的车马。", live=False,
        see_and_do="<ul><li>看画像石</li><li>做拓片</li></ul>",
    )  # fmt: skip
    page.grades = [terms.grade]
    page.topics = [terms.topic]
    return parent.add_child(instance=page)


def make_programme(parent, terms) -> ProgrammePage:
    """A programme of the base."""
    page = ProgrammePage(title="动手做一张拓片", slug="taben", summary="上纸、捶纸、上墨。", live=False)
    page.grades = [terms.grade]
    return parent.add_child(instance=page)
