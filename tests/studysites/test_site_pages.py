"""Pages of bases and programmes: what they show, and places left as the ledger has them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from portal.taxonomy.models import Topic
from studysites.bookings.models import CapacityBucket
from studysites.models import StudySiteIndexPage, StudySitePage
from studysites.models.site_cards import stages_label
from studysites.selectors import next_session_of_sites
from tests.factories.guides import make_guide
from tests.factories.lessons import grade, make_lesson, term, unit
from tests.factories.pages import make_home, make_programme, make_site
from tests.factories.visits import at, make_session

pytestmark = pytest.mark.django_db
RICH = (
    "introduction", "suits", "see_and_do", "facilities", "rules", "safety", "getting_there", "before_visit",
    "during_visit", "after_visit",
)  # fmt: skip


def html_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def full_site() -> StudySitePage:
    site = make_site()
    for name in RICH:
        setattr(site, name, f"<p>{name} 的内容</p>")
    site.grades, site.units = [grade()], [unit(note="待核")]
    site.topics = [term(Topic, "hanhua", "汉画里的汉代")]
    site.save()
    return site


def test_list_shows_the_next_session_with_room_and_its_places(client):
    programme = make_programme()
    full = make_session(programme, starts_at=at(24))
    CapacityBucket.objects.filter(session=full, unit="people").update(taken=115)
    make_session(programme, starts_at=at(26), people=80)
    make_session(programme, starts_at=at(30), people=70)
    html = html_of(client, StudySiteIndexPage.objects.get().url)
    assert "余 80 人" in html
    assert "名额截至" in html


def test_a_session_without_a_free_group_or_already_begun_is_not_next():
    programme = make_programme()
    make_session(programme, starts_at=at(-1))
    no_guide = make_session(programme, starts_at=at(23))
    CapacityBucket.objects.filter(session=no_guide, unit="groups").update(taken=4)
    make_session(programme, starts_at=at(24), status="closed")
    wanted = make_session(programme, starts_at=at(25))
    site = programme.get_parent().specific
    assert {pk: row.id for pk, row in next_session_of_sites([site]).items()} == {site.pk: wanted.pk}


def test_list_without_bases_says_so(client):
    page = make_home().add_child(instance=StudySiteIndexPage(title="研学基地", slug="sites"))
    assert "还没有研学基地" in html_of(client, page.url)


def test_list_costs_the_same_for_ten_bases(client):
    make_session(make_programme())
    url = StudySiteIndexPage.objects.get().url
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        counts.append(len(caught))
        if len(counts) == 2:
            for number in range(9):
                make_session(make_programme(make_site(slug=f"base{number}"), slug=f"p-{number}"))
    assert counts[2] == counts[1]


def test_a_full_base_shows_every_part_and_its_units_topics_lessons_and_guides(client):
    site = full_site()
    programme = make_programme(site, title="拓一方汉画")
    session = make_session(programme, people=90)
    make_lesson("石头上的汉代", sites=[site])
    make_guide("周末去博物馆", sites=[site])
    html = html_of(client, site.url)
    for name in RICH:
        assert f"{name} 的内容" in html
    for text in ("拓一方汉画", "石头上的汉代", "周末去博物馆", "待核", "汉画里的汉代"):
        assert text in html
    assert f'href="{reverse("bookings:visit", args=[session.pk])}"' in html
    assert f'href="{reverse("unit", args=["book-u1"])}"' in html
    assert len(html.encode()) < 150_000


def test_a_bare_base_with_a_long_title_stands(client):
    site = make_site()
    site.title = "馆" * 200
    site.save()
    html = html_of(client, site.url)
    assert "近期没有开放的场次" in html
    assert "可以预约的课程" not in html


def test_drafts_and_private_pages_are_not_joined(client):
    site = full_site()
    make_lesson("草稿课", sites=[site], live=False)
    private = make_guide("内部指南", sites=[site])
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_programme(site, title="未发布的课程", live=False)
    html = html_of(client, site.url)
    assert not [text for text in ("草稿课", "内部指南", "未发布的课程") if text in html]


def test_base_page_costs_the_same_with_many_sessions_and_links(client):
    site = full_site()
    programme = make_programme(site)
    make_session(programme)
    make_lesson("一", sites=[site])
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as caught:
            client.get(site.url)
        counts.append(len(caught))
        if len(counts) == 2:
            for number in range(9):
                make_session(programme, starts_at=at(10 + number))
                make_lesson(f"课{number}", sites=[site])
    assert counts[2] == counts[1]


def test_programme_page_shows_limits_outline_and_sessions(client):
    programme = make_programme(title="车马出行", price_note="示范：不收费")
    step = {"title": "展厅看石", "minutes": 25, "text": "<p>安静看一分钟</p>"}
    programme.outline = [("step", step), ("step", {**step, "title": "拓印", "minutes": 30})]
    programme.save()
    session = make_session(programme, people=60)
    html = html_of(client, programme.url)
    assert "25 + 30 = <strong>55 分钟</strong>" in html
    assert "10–120 人" in html
    assert '余 <strong class="num">60</strong> / 60 人' in html
    assert f'href="{reverse("bookings:visit", args=[session.pk])}"' in html
    assert "名额截至" in html


def test_programme_without_sessions_still_stands(client):
    html = html_of(client, make_programme().url)
    assert "近期没有开放的场次" in html
    assert "最近可约" not in html


def test_three_stages_of_primary_school_are_one_word():
    assert stages_label({"p1", "p2", "p3", "j"}) == "小学、初中"
    assert stages_label({"u", "p2", "nothing"}) == "小学、高校"
    assert stages_label({"p3", "j", "s", "v"}) == "小学至中职"
    assert stages_label({"p3", "j", "u"}) == "小学、初中、高校"


def test_previews_of_saved_and_of_new_pages_stand():
    """An editor sees the page before it is saved, with the units chosen in the form."""
    site = StudySitePage.objects.get(pk=make_site().pk)
    site.units = [unit()]
    assert "单元 book-u1" in site.make_preview_request().content.decode()
    index = StudySiteIndexPage.objects.get()
    new = StudySitePage(title="新基地", slug="new", path=f"{index.path}0099", depth=index.depth + 1)
    assert "新基地" in new.make_preview_request().content.decode()


def test_a_base_with_very_many_sessions_lists_the_nearest_and_says_so(client, monkeypatch):
    monkeypatch.setattr("studysites.page_contexts.LISTED_OF_SITE", 3)
    programme = make_programme()
    for day in range(2, 7):
        make_session(programme, starts_at=at(day))
    html = html_of(client, programme.get_parent().url)
    assert html.count('<li class="session"') == 3
    assert "只列最近的 3 场" in html
