"""The page of one lesson: what it shows, with everything and with nothing, and what it costs."""

import json
import re
from urllib.parse import unquote

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.models import LessonPage
from home.frame import build_frame
from portal.taxonomy.models import Topic
from tests.factories.guides import make_guide
from tests.factories.lessons import grade, make_full_lesson, make_lesson, stage, term, unit
from tests.factories.pages import make_site

pytestmark = pytest.mark.django_db
LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "lesson"}}


def html_of(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_full_lesson_shows_every_part(client):
    html = html_of(client, make_full_lesson(grades=[grade()]))
    for text in (
        "议题与情境",
        "核心素养目标",
        "教学过程",
        "板书设计",
        "易错易混",
        "课后反思",
        "餐桌三问",
        "市教育局",
    ):
        assert text in html
    assert "5 + 35 = <strong>40 分钟</strong>" in html
    assert "上课前请留意" in html
    assert len(html.encode()) < 150_000


def test_a_bare_lesson_with_a_very_long_title_still_stands(client):
    html = html_of(client, make_lesson("宪" * 250))
    assert "宪" * 250 in html
    assert "教学过程" not in html
    assert "配套文件" not in html


def test_files_are_one_click_without_login_and_keep_their_chinese_name(client):
    page = make_full_lesson()
    html = html_of(client, page)
    url = page.files.first().document.url
    assert f'href="{url}" download' in html
    assert "PPTX · 2 KB · 本平台教学使用许可" in html
    response = client.get(url)
    response.close()
    assert response.status_code == 200
    assert "宪法是根本法（课件）.pptx" in unquote(response["Content-Disposition"])


def test_unchecked_unit_is_marked_and_leads_to_its_page(client):
    page = make_lesson(unit=unit("book-u1", note="待核"))
    html = html_of(client, page)
    assert "待核" in html
    assert f'href="{reverse("unit", args=["book-u1"])}"' in html


def test_structured_data_is_one_json_block_no_title_can_break(client):
    page = make_full_lesson("</script><script>alert(1)</script>")
    html = html_of(client, page)
    assert "<script>alert" not in html
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S).group(1)
    data = json.loads(block)
    assert data["@type"] == "LearningResource"
    assert data["timeRequired"] == "PT40M"
    assert data["name"] == page.title


def test_joined_pages_are_shown_both_ways_and_only_live_public_ones(client):
    site, guide = make_site(), make_guide("睡前", point="先定关灯时间。")
    draft, private = make_guide("草稿指南", live=False), make_guide("内部指南")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    other = make_lesson("高中的课", stage=stage("s"))
    page = make_lesson("初中的课", sites=[site], guides=[guide, draft, private], related=[other])
    html = html_of(client, page)
    assert all(text in html for text in (site.title, "睡前", "高中的课"))
    assert "草稿指南" not in html
    assert "内部指南" not in html
    for target in (site, guide, other):
        assert "初中的课" in html_of(client, target)


def test_a_stage_without_a_lesson_stays_as_a_gap_in_the_ladder(client):
    stage("p1")
    other = make_lesson("高中的课", stage=stage("s"))
    html = html_of(client, make_lesson("初中的课", related=[other]))
    assert re.search(r"小学低年级</span><span class=\"muted\">暂无课例", html)


def test_a_second_lesson_of_a_stage_is_named_below_the_ladder(client):
    others = [make_lesson(title, stage=stage("s")) for title in ("高中甲", "高中乙")]
    html = html_of(client, make_lesson("初中的课", related=[*others, make_lesson("初中另一课")]))
    assert "普通高中：高中乙" in html
    assert "初中：初中另一课" in html


def test_neighbours_of_the_unit_are_before_and_after(client):
    pages = [make_lesson(f"第{number}课", unit=unit()) for number in (1, 2, 3)]
    html = html_of(client, pages[1])
    assert re.search(r'rel="prev" href="[^"]+">.*上一课：第1课', html)
    assert re.search(r'rel="next" href="[^"]+">下一课：第3课', html)
    assert 'rel="prev"' not in html_of(client, pages[0])


def test_topics_lead_to_their_page(client):
    page = make_lesson(topics=[term(Topic, "xianfa", "宪法与法治")])
    assert f'href="{reverse("topic", args=["xianfa"])}"' in html_of(client, page)


def test_a_preview_shows_links_that_are_not_saved_yet():
    """The editor sees the choice of the draft, not the one of the live page."""
    guide = make_guide("未发布的选择")
    page = LessonPage.objects.get(pk=make_lesson().pk)
    page.guides = [guide]
    response = page.make_preview_request()
    assert "未发布的选择" in response.content.decode()


def test_a_lesson_costs_at_most_16_queries_on_a_warm_cache(client, settings):
    """The frame is counted apart: it is the same on every page."""
    settings.CACHES = {**LOCAL, "renditions": LOCAL["default"]}
    caches["default"].clear()
    site, guide = make_site(), make_guide()
    related = [make_lesson(f"第{number}课", stage=stage("s")) for number in range(3)]
    page = make_full_lesson(grades=[grade(), grade("g08")], sites=[site], guides=[guide], related=related)
    client.get(page.url)
    with CaptureQueriesContext(connection) as whole:
        client.get(page.url)
    with CaptureQueriesContext(connection) as frame:
        build_frame(RequestFactory().get(page.url))
    assert len(whole) - len(frame) <= 16


def test_ten_times_the_links_cost_no_query_more(client):
    few = make_full_lesson(guides=[make_guide()])
    many = make_full_lesson(guides=[make_guide(f"指南{number}") for number in range(10)])
    counts = []
    for page in (few, few, many):
        with CaptureQueriesContext(connection) as caught:
            client.get(page.url)
        counts.append(len(caught))
    assert counts[1] == counts[2]
