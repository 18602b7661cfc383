"""A topic and a unit join lessons, guides and bases on one page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from portal.taxonomy.models import Topic
from tests.factories.guides import make_guide
from tests.factories.lessons import make_lesson, stage, term, unit
from tests.factories.pages import make_programme, make_site
from tests.factories.visits import make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    return term(Topic, "hanhua", "汉画里的汉代", note="从石头读懂汉代。")


def html_of(client, name: str, code: str) -> str:
    response = client.get(reverse(name, args=[code]))
    assert response.status_code == 200
    return response.content.decode()


def test_topic_joins_three_doors_and_shows_gaps(client, topic):
    stage("p1")
    make_lesson("石头上的汉代", topics=[topic])
    make_guide("周末去博物馆", topics=[topic])
    site = make_site()
    programme = make_programme(site, title="拓一方汉画")
    programme.topics = [topic]
    programme.save()
    make_session(programme, people=77)
    html = html_of(client, "topic", "hanhua")
    for text in (
        "石头上的汉代",
        "周末去博物馆",
        site.title,
        "拓一方汉画",
        "余 77 人",
        "暂无课例",
        "从石头读懂汉代。",
    ):
        assert text in html


def test_unit_joins_what_serves_it(client):
    own = unit(note="待核")
    make_lesson("珍爱生命", unit=own)
    make_lesson("别的单元", unit=unit("book-u2", 2))
    make_guide("好好睡觉", units=[own])
    site = make_site()
    site.units = [own]
    site.save()
    html = html_of(client, "unit", own.code)
    for text in ("珍爱生命", "好好睡觉", site.title, "待核", "第1单元"):
        assert text in html
    assert "别的单元" not in html


def test_drafts_and_private_pages_stay_away(client, topic):
    make_lesson("草稿课", topics=[topic], live=False)
    private = make_guide("内部指南", topics=[topic])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    html = html_of(client, "topic", "hanhua")
    assert "这里还没有内容" in html
    assert not [text for text in ("草稿课", "内部指南") if text in html]


def test_unknown_codes_are_not_found(client):
    assert client.get(reverse("topic", args=["nothing"])).status_code == 404
    assert client.get(reverse("unit", args=["nothing"])).status_code == 404


def test_queries_do_not_grow(client, topic):
    counts = []
    for size in (1, 0, 9):
        for number in range(size):
            site = make_site(slug=f"base{size}{number}")
            programme = make_programme(site, slug=f"p-{size}-{number}")
            programme.topics = [topic]
            programme.save()
            make_session(programme)
            make_lesson(f"课{number}", topics=[topic])
            make_guide(f"指南{number}", topics=[topic])
        with CaptureQueriesContext(connection) as caught:
            html_of(client, "topic", "hanhua")
        counts.append(len(caught))
    assert counts[1] == counts[2]
