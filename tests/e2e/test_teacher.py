"""A teacher finds a lesson by search and by the textbook tree and takes its files without signing in."""

import re
from urllib.parse import unquote, urlencode

import pytest

from .public_pages import LESSON

pytestmark = pytest.mark.browser
TITLE = "珍爱生命，守护安全"
KINDS = {"docx", "pptx", "pdf"}


def test_search_leads_to_the_lesson(visitor):
    page = visitor()
    page.goto("/")
    page.fill("#page-q", "生命 安全")
    page.locator("form.hero-find button").click()
    assert page.url.endswith(f"/search/?{urlencode({'q': '生命 安全'})}")
    page.locator("#results").get_by_role("link", name=TITLE).first.click()
    assert page.url.endswith(LESSON)
    assert page.locator("h1").inner_text() == TITLE
    assert "七年级" in page.locator("#lesson").inner_text()


def test_the_textbook_tree_leads_to_the_lesson(visitor):
    page = visitor()
    page.goto("/lessons/")
    tree = page.get_by_role("navigation", name="教材目录")
    tree.locator("summary", has_text=re.compile("^\\s*初中")).click()
    tree.locator("summary", has_text="七年级上册").click()
    tree.get_by_role("link", name="第3单元 珍爱我们的生命").click()
    assert "unit=ddyfz-g07a-new-u3" in page.url
    page.locator("#results").get_by_role("link", name=TITLE).click()
    assert page.url.endswith(LESSON)


def test_three_files_come_without_signing_in_and_under_a_chinese_name(visitor):
    page = visitor()
    page.goto(LESSON)
    links = page.locator("ul.files a[download]")
    kinds = set()
    for number in range(links.count()):
        with page.expect_download() as waiting:
            links.nth(number).click()
        answer = page.request.get(links.nth(number).get_attribute("href"))
        assert answer.status == 200
        assert len(answer.body()) == waiting.value.path().stat().st_size > 1000
        disposition = unquote(answer.headers["content-disposition"])
        assert disposition.startswith("attachment")
        assert TITLE in disposition
        assert TITLE in waiting.value.suggested_filename
        kinds.add(waiting.value.suggested_filename.rpartition(".")[2])
    assert links.count() == 3
    assert kinds == KINDS
