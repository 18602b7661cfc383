"""Plain pages: contents, publisher, date, way back."""

import pytest
from django.utils import timezone

from home.models import StandardPage
from portal.organisations.models import EditorialRecord
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db
BODY = [
    ("heading", {"text": "怎样预约"}),
    ("paragraph", "<p>选好场次。</p>"),
    ("heading", {"text": "怎样预约"}),
    ("note", {"text": "<p>请提前五个工作日。</p>"}),
]


def add_page(parent, title: str = "操作手册", slug: str = "bangzhu") -> StandardPage:
    page = StandardPage(title=title, slug=slug, body=BODY, last_published_at=timezone.now())
    parent.add_child(instance=page)
    return page


def test_headings_make_a_table_of_contents_with_anchors_of_their_own(client, town):
    page = add_page(town["home"])
    EditorialRecord.objects.create(page=page, organisation=OrganisationFactory(name="市教育局"))
    html = client.get("/bangzhu/").content.decode()
    assert 'id="zen-yang-yu-yue"' in html and 'id="zen-yang-yu-yue-2"' in html
    assert html.count('href="#zen-yang-yu-yue') == 2
    assert "发布单位：市教育局" in html
    assert f"{timezone.localdate().year}年" in html
    assert "请提前五个工作日" in html


def test_the_way_back_leads_over_the_parent(client, town):
    child = add_page(add_page(town["home"]), "预约手册", "yuyue")
    html = client.get(child.url).content.decode()
    way = html.partition('aria-label="当前位置"')[2].partition("</nav>")[0]
    places = [way.index(word) for word in ("首页", "操作手册", "预约手册")]
    assert places == sorted(places)
    assert 'href="/bangzhu/"' in way and 'href="/"' in way


def test_a_page_without_body_says_so(client, town):
    page = StandardPage(title="关于", slug="guanyu")
    town["home"].add_child(instance=page)
    assert "还没有正文" in client.get("/guanyu/").content.decode()
