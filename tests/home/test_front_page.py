"""The front page: what it shows, how many queries it takes, how it grows old."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import HomePage
from home.selectors.front_page import build, front_page
from portal.taxonomy.models import CalendarRule
from studysites.bookings.models import VisitSession
from tests.factories.visits import at, make_session

from .conftest import add_guide, add_lesson

pytestmark = pytest.mark.django_db
WARM_LIMIT = 12


def add_day(topic, days: int = 5, **fields) -> CalendarRule:
    """A day of the calendar that is near."""
    day = timezone.localdate() + timedelta(days=days)
    number = CalendarRule.objects.count()
    rule = CalendarRule.objects.create(
        **{"code": f"day{number}", "zh": f"宪法日{number}", "month": day.month, "day": day.day, **fields}
    )
    rule.topics.add(topic)
    return rule


@pytest.fixture
def full(town):
    add_day(town["topic"])
    add_lesson(town)
    add_lesson(town, "公共生活靠大家", stage=0)
    add_guide(town)
    make_session()
    return town


def queries_of(client, address: str = "/") -> int:
    with CaptureQueriesContext(connection, ) as caught:  # fmt: skip
        assert client.get(address).status_code == 200
    return len(caught)


def test_what_each_reader_needs_is_there(client, full):
    html = client.get("/").content.decode()
    for words in (
        "近期可预约", "车马出行", "余 <strong", "宪法日0", "还有 5 天", "宪法是根本法", "公共生活靠大家",
        "手机一拿就放不下", "按教材单元找", "手机与游戏", "近期场次", "我的预约",
    ):  # fmt: skip
        assert words in html, words
    assert 'role="search"' in html and html.count("<h1") == 1


def test_a_warm_front_page_takes_few_queries_whatever_it_holds(client, full):
    client.get("/")
    few = queries_of(client)
    for number in range(6):
        add_lesson(full, f"又一课 {number}", stage=number % 2)
        add_guide(full, f"又一篇 {number}")
        make_session(starts_at=at(days=9, hour=8 + number))
    front_page_fresh(full["home"])
    assert queries_of(client) == few
    assert few <= WARM_LIMIT


def front_page_fresh(home: HomePage) -> None:
    """Work the page out again, as after half a minute."""
    from home.selectors.front_page import forget

    forget(HomePage.objects.get(pk=home.pk))
    front_page(HomePage.objects.get(pk=home.pk))


def test_working_it_out_does_not_grow_with_the_items(full):
    def cost() -> int:
        home = HomePage.objects.get()
        with CaptureQueriesContext(connection) as caught:
            build(home)
        return len(caught)

    cost()
    before = cost()
    for number in range(8):
        add_lesson(full, f"又一课 {number}", stage=number % 2)
        add_guide(full, f"又一篇 {number}")
        add_day(full["topic"], days=number + 1)
        make_session(VisitSession.objects.first().programme, starts_at=at(days=9, hour=8 + number))
    assert cost() <= before


def test_a_published_page_shows_at_once(client, full):
    client.get("/")
    lesson = add_lesson(full, "刚刚上线的一课")
    lesson.save_revision().publish()
    assert "刚刚上线的一课" in client.get("/").content.decode()


def test_private_and_withdrawn_pages_stay_off(client, full):
    hidden = add_lesson(full, "内部试讲课")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    add_lesson(full, "撤下的课", live=False)
    html = client.get("/").content.decode()
    assert "内部试讲课" not in html and "撤下的课" not in html


def test_an_empty_site_says_what_comes(client, town):
    html = client.get("/").content.decode()
    assert "近期没有开放的场次" in html
    assert "德育日历" not in html


def test_editors_order_rules(client, full):
    home = full["home"]
    home.body = [
        ("text", {"heading": "通知", "text": "<p>开学第一课</p>"}),
        ("fresh_guides", {"heading": "先看指南", "count": 1}),
        ("fresh_lessons", {"heading": "再看课", "count": 1}),
        ("ladder", {"heading": "专题", "topic": full["topic"]}),
        ("ladder", {"heading": "没有专题", "topic": None}),
    ]
    home.save_revision().publish()
    content = front_page(HomePage.objects.get())
    assert [part["kind"] for part in content["sections"]] == [
        "text", "fresh_guides", "fresh_lessons", "ladder",
    ]  # fmt: skip
    assert [rung["stage_label"] for rung in content["sections"][3]["rungs"]] == ["小学中年级", "初中"]
    html = client.get("/").content.decode()
    assert html.index("开学第一课") < html.index("先看指南") < html.index("再看课")
    assert "近期可预约" not in html


def test_a_second_list_of_sessions_stays_where_the_editor_put_it(full):
    home = full["home"]
    home.body = [("next_sessions", {"heading": name, "count": 1}) for name in ("上", "下")]
    home.save()
    content = front_page(HomePage.objects.get())
    assert content["head"]["next_sessions"]["heading"] == "上"
    assert [part["heading"] for part in content["sections"]] == ["下"]


def test_with_nothing_near_the_next_day_is_shown_with_its_wait(full):
    CalendarRule.objects.all().delete()
    add_day(full["topic"], days=40, lead_days=7)
    days = front_page(HomePage.objects.get())["head"]["calendar"]["days"]
    assert [day["wait"] for day in days] == ["还有 40 天"]


def test_a_day_leads_to_the_lesson_that_speaks_of_it(full):
    CalendarRule.objects.all().delete()
    add_lesson(full, "交通安全班会")
    add_lesson(full, "比它更新的一课")
    add_day(full["topic"], zh="全国交通安全日")
    day = front_page(HomePage.objects.get())["head"]["calendar"]["days"][0]
    assert day["lesson"]["title"] == "交通安全班会"


def test_rows_out_of_force_are_left_out(full):
    CalendarRule.objects.all().delete()
    add_day(full["topic"], valid_to=date(2020, 1, 1))
    assert front_page(HomePage.objects.get())["head"]["calendar"] is None


def test_visitors_without_a_session_may_share_the_page(client, full):
    response = client.get("/")
    assert "public" in response["Cache-Control"]
    assert "csrf" not in response.content.decode().lower()
