"""RSS, site maps and robots: public pages only, full addresses, few queries."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from .conftest import add_guide, add_lesson

pytestmark = pytest.mark.django_db
BASE = "https://deyu.example.org"


@pytest.fixture
def published(town, settings):
    settings.PORTAL_BASE_URL = BASE
    Site.objects.filter(is_default_site=True).update(hostname="deyu.example.org", port=443)
    add_lesson(town, "公开的课")
    add_guide(town, "公开的指南", point="三分钟")
    add_lesson(town, "草稿课", live=False)
    hidden = add_lesson(town, "内部课")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    return town


def addresses(response, tag: str = "loc") -> list[str]:
    tree = ElementTree.fromstring(response.content)
    return [node.text for node in tree.iter() if node.tag.rpartition("}")[2] == tag]


def test_the_feed_has_full_addresses_of_public_pages(client, published):
    response = client.get("/rss.xml")
    text = response.content.decode()
    assert response.status_code == 200
    assert "公开的课" in text and "公开的指南" in text and "三分钟" in text
    assert "草稿课" not in text and "内部课" not in text
    links = addresses(response, "link")
    assert len(links) >= 3 and all(link.startswith(f"{BASE}/") for link in links if link)


def test_the_site_map_lists_live_public_pages_only(client, published):
    found = addresses(client.get("/sitemap.xml"))
    assert len(found) == 5
    assert all(address.startswith("https://deyu.example.org") for address in found)


def test_a_large_site_map_is_cut_into_files(client, published, monkeypatch):
    monkeypatch.setattr("home.sitemaps.PublicPages.limit", 2)
    index = addresses(client.get("/sitemap.xml"))
    assert index == [f"{BASE}/sitemap.xml?p={number}" for number in (1, 2, 3)]
    pages = [address for number in (1, 2, 3) for address in addresses(client.get(f"/sitemap.xml?p={number}"))]
    assert len(pages) == len(set(pages)) == 5
    assert client.get("/sitemap.xml?p=4").status_code == 404


def test_robots_are_kept_out_of_work_places(client, published):
    text = client.get("/robots.txt").content.decode()
    for path in ("/admin/", "/account/", "/desk/", "/search/"):
        assert f"Disallow: {path}\n" in text
    assert f"Sitemap: {BASE}/sitemap.xml" in text


def test_the_human_site_map_is_a_tree_and_does_not_grow_in_queries(client, published, monkeypatch):
    html = client.get("/sitemap/").content.decode()
    assert "公开的课" in html and "内部课" not in html and "草稿课" not in html

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/sitemap/")
        return len(caught)

    before = cost()
    for number in range(5):
        add_lesson(published, f"又一课 {number}")
    assert cost() == before
    monkeypatch.setattr("home.selectors.site_tree.SHOWN_PER_SECTION", 2)
    assert "还有 4 页" in client.get("/sitemap/").content.decode()


def test_the_map_for_people_lists_the_topics_that_join_something(client, town):
    assert "/topics/" not in client.get("/sitemap/").content.decode()
    add_lesson(town)
    html = client.get("/sitemap/").content.decode()
    assert html.count('href="/topics/xianfa/"') == 1


def test_browsers_that_ask_for_a_favicon_get_one(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 301
    assert answer["Location"].endswith(".svg") and "seal" in answer["Location"]
