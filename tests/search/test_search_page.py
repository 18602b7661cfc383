"""The public result page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from home.search.selectors import plain_pages_down
from portal.search.engines.base import EngineUnavailable, Hit
from portal.search.entries import EntryData, write_entry
from portal.search.syncing import sync_index
from studysites.bookings.enums import BucketUnit
from studysites.bookings.models import CapacityBucket, VisitSession
from tests.factories.lessons import make_lesson_file
from tests.factories.people import OrganisationFactory

from .conftest import make_lesson

MOST_QUERIES = 15


def shown(client, **parameters) -> str:
    """The page for some parameters."""
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return response.content.decode()


def test_the_question_is_echoed_and_hits_are_marked(portal, client):
    html = shown(client, q="汉画馆")
    assert 'value="汉画馆"' in html
    assert "南阳<mark>汉画馆</mark>" in html
    assert 'href="/sites/hanhuaguan/"' in html
    assert "noindex" in html
    assert shown(client, q="hhg").count("<mark>汉画馆</mark>") == 1


def test_type_filter_shows_counts_and_keeps_the_question(portal, client):
    html = shown(client, q="七年级")
    assert 'href="?q=%E4%B8%83%E5%B9%B4%E7%BA%A7&amp;kind=lesson"' in html
    filtered = shown(client, q="七年级", kind="programme")
    assert "动手做一张拓片" in filtered
    assert "生命可以永恒吗" not in filtered


def test_nothing_found_says_what_to_do(portal, client):
    html = shown(client, q="量子纠缠")
    assert "没有找到“量子纠缠”" in html
    assert 'href="/sites/"' in html


def test_loose_matches_stand_under_a_line_of_their_own(portal, client):
    html = shown(client, q="汉画故事会")
    assert "可能相关" in html
    assert html.index("没有找到") < html.index("可能相关") < html.index("/sites/hanhuaguan/")


def test_without_a_question_the_page_explains_itself(portal, client):
    assert "可以这样搜" in shown(client)
    assert "可以这样搜" in shown(client, q="  　")


@pytest.mark.parametrize(
    "text", ['"', "'><script>alert(1)</script>", "\x00", "汉", "长" * 5000, "%", "{{ 1 }}"]
)
def test_odd_questions_are_answered(portal, client, text):
    html = shown(client, q=text, kind='"><script>alert(2)</script>')
    assert "<script>alert" not in html


def test_undecodable_addresses_are_answered(portal, client):
    assert client.get("/search/?q=%FF%FE%ED%A0%80&page=%00").status_code == 200


def test_bad_values_are_dropped_and_named(portal, client):
    html = shown(client, q="汉画馆", kind="toys", stage="x9", page="abc")
    for words in ("没有“toys”这个类型", "没有“x9”这个学段", "页码“abc”不可用"):
        assert words in html
    assert "南阳<mark>汉画馆</mark>" in html
    assert "只按前 100 个字搜索" in shown(client, q="汉" * 101)


def test_pages_turn_and_a_page_beyond_the_last_is_the_last(portal, client):
    for number in range(500, 525):
        page = make_lesson(portal.lessons, portal.terms, title=f"宪法课第{number}讲", slug=f"xf{number}")
        type(page).objects.filter(pk=page.pk).update(live=True)
        write_entry(EntryData(f"lesson:{page.pk}", "lesson", page.pk, page.title, url=page.url))
    sync_index()
    first, last = shown(client, q="宪法课"), shown(client, q="宪法课", page="40")
    assert "共 25 条" in first
    assert first.count("<article") == 10
    assert last.count("<article") == 5
    assert "第 3 / 3 页" in last


def test_cards_show_the_next_visit_with_places_left(portal, client):
    add_session(portal.programme, days=22, taken=40)
    soon = add_session(portal.programme, days=23, taken=15)
    add_session(portal.programme, days=24, taken=0)
    html = shown(client, q="汉画馆")
    assert f"{timezone.localtime(soon.starts_at):%m-%d}" in html
    assert html.count("余 25 人") == 2  # the base and its programme


def test_without_visits_the_card_says_so(portal, client):
    assert "近期没有可预约的场次" in shown(client, q="拓片")


def add_session(programme, *, days: int, taken: int) -> VisitSession:
    """An open session for 40 people, some taken."""
    start = timezone.now() + timedelta(days=days)
    session = VisitSession.objects.create(
        programme=programme, organisation=OrganisationFactory(code="hanhuaguan"),
        starts_at=start, ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    CapacityBucket.objects.create(session=session, unit=BucketUnit.PEOPLE, capacity=40, taken=taken)
    CapacityBucket.objects.create(session=session, unit=BucketUnit.GROUPS, capacity=2)
    return session


def test_the_number_of_queries_does_not_grow_with_the_hits(portal, client):
    add_session(portal.programme, days=23, taken=15)
    shown(client, q="汉画馆")
    counts = {}
    for text in ("汉画馆", "七年级", "张仲景", "量子纠缠"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(client, q=text)
        counts[text] = len(queries)
    assert max(counts.values()) <= MOST_QUERIES, counts


def test_questions_are_kept_in_no_shared_cache_and_nothing_is_written(portal, client):
    shown(client, q="汉画馆")
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/search/", {"q": "汉画馆"})
    assert "no-store" in response["Cache-Control"]
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_without_an_index_the_page_says_so_and_keeps_the_question(portal, client, monkeypatch):
    def unavailable(*args, **kwargs):
        raise EngineUnavailable

    monkeypatch.setattr("home.search.selectors.strict_matches", unavailable)
    html = shown(client, q="汉画馆")
    assert "搜索正在准备" in html
    assert 'value="汉画馆"' in html


def test_other_methods_are_refused(client, db):
    assert client.post("/search/", {"q": "汉画馆"}).status_code == 405


def test_help_pages_stand_below_content_that_matches_as_well():
    hits = (Hit("page:6", 9.0), Hit("lesson:1", 5.0), Hit("guide:4", 4.0), Hit("page:7", 12.0))
    assert [hit.key for hit in plain_pages_down(hits)] == ["page:7", "lesson:1", "page:6", "guide:4"]


def test_lessons_are_found_by_the_kind_of_their_files(portal, client):
    portal.lesson.files = [make_lesson_file(portal.lesson)]
    portal.lesson.save_revision().publish()
    sync_index()
    for words in ("PPT", "pptx"):
        assert portal.lesson.title in strip_tags(shown(client, q=words)), words
