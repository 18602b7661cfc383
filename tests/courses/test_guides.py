"""The list of guides and the page of one guide."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from courses.guide_list import guide_list_context
from portal.taxonomy.models import FamilyTopic, Hotline
from tests.factories.guides import band, make_full_guide, make_guide, make_guide_index
from tests.factories.lessons import make_lesson, term
from tests.factories.pages import make_site

pytestmark = pytest.mark.django_db


def context(query: str = "") -> dict:
    return guide_list_context(RequestFactory().get(f"/guides/{query}"))


def test_age_bands_are_doors_with_counts_and_the_open_one_leads_back():
    make_guide("甲", bands=[band("a6")])
    make_guide("乙", bands=[band("a6"), band("a12")])
    doors = context("?band=a12")["bands"]
    assert [(door["note"], door["current"]) for door in doors] == [("1 篇", True), ("2 篇", False)]
    assert [door["url"] for door in doors] == ["?", "?band=a6"]


def test_topic_inside_a_band():
    body = term(FamilyTopic, "body", "睡眠")
    make_guide("甲", bands=[band("a6")], family_topics=[body])
    make_guide("乙", bands=[band("a12")], family_topics=[body])
    found = context("?band=a6&topic=body&topic=nothing")
    assert [card["title"] for card in found["guides"]] == ["甲"]
    assert found["dropped"] == ["话题“nothing”"]
    assert found["facets"][0]["options"][0]["count"] == 1


def test_empty_list_and_empty_result(client):
    page = make_guide_index()
    assert "还没有指南" in client.get(page.url).content.decode()
    make_guide("甲")
    band("a15")
    assert "没有同时符合这些条件的指南" in client.get(f"{page.url}?band=a15").content.decode()


def test_queries_do_not_grow_with_the_number_of_guides():
    make_full_guide("第一篇")
    context("?band=a6")  # the addresses of the site are in the cache from here on
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            context("?band=a6")
        counts.append(len(caught))
        for number in range(9):
            make_guide(f"第{number}篇", bands=[band()])
    assert counts[0] <= 12
    assert counts[1] == counts[0]


def test_a_full_guide_shows_every_part_with_lines_to_call(client):
    html = client.get(make_full_guide().url).content.decode()
    for text in (
        "先定关灯时间。",
        "今晚就可以做",
        "可以这样说",
        "聊一聊",
        "爸爸任务",
        "什么时候要求助",
        "法律怎么说",
    ):
        assert text in html
    assert 'href="tel:12356"' in html
    assert len(html.encode()) < 150_000


def test_an_unchecked_line_says_so(client):
    line = term(Hotline, "12355", "青少年服务热线", number="12355", note="待核")
    assert "号码待核" in client.get(make_guide(hotlines=[line]).url).content.decode()


def test_a_bare_guide_stands_and_reads_in_a_minute(client):
    html = client.get(make_guide("短").url).content.decode()
    assert "约 1 分钟读完（1 字）" in html
    assert "今晚就可以做" not in html


def test_reading_time_counts_chinese_characters_of_every_part_and_rounds_up():
    page = make_guide("标题", why=f"<p>{'字' * 499}，abc</p>")
    page.tonight = [("step", {"text": "<p>做</p>"})]
    page.sayings = [("saying", {"say": "说", "dont_say": "别"})]
    page.talk_questions = [("question", "问")]
    assert page.characters() == 2 + 499 + 4
    assert page.reading_minutes() == 2


def test_lessons_and_bases_of_a_guide_are_shown(client):
    site = make_site()
    guide = make_guide(sites=[site])
    make_lesson("养成好习惯", guides=[guide])
    make_lesson("草稿课", guides=[guide], live=False)
    html = client.get(guide.url).content.decode()
    assert "养成好习惯" in html
    assert site.title in html
    assert "草稿课" not in html
