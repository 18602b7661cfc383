"""A base with a booking stays, whichever way somebody tries to delete it."""

from urllib.parse import urlencode

import pytest

from .public_pages import BASE, PROGRAMME

pytestmark = pytest.mark.browser
REFUSED = "不能删除"
CLASS = {"class_label": "五年级1班", "pupils": "40", "adults": "3"}


@pytest.fixture
def booked_base(visitor):
    """Book a visit to the base and return the administrator's page and the base's number."""
    school = visitor("coordinator")
    school.goto(PROGRAMME)
    school.goto(school.locator("li.session a[href^='/visit/']").nth(3).get_attribute("href"))
    school.select_option("[name=party-0-grade]", label="五年级")
    for name, value in CLASS.items():
        school.fill(f"[name=party-0-{name}]", value)
    school.get_by_role("button", name="占位 30 分钟").click()
    school.wait_for_url("**/hold/")
    school.fill("[name=contact_name]", "联络测试员")
    school.fill("[name=contact_phone]", "13800138000")
    school.get_by_role("button", name="提交申请").last.click()
    school.wait_for_url("**/done/")
    admin = visitor("admin")
    admin.goto("/admin/pages/search/?q=汉画馆&content_type=studysites.studysitepage")
    link = admin.locator("table a[href*='/edit/']").filter(has_text="汉画馆").first.get_attribute("href")
    return admin, int(link.strip("/").split("/")[2])


def assert_refused(page):
    """The site says why in Chinese, and the base is still there."""
    message = page.locator(".messages li").filter(has_text=REFUSED)
    message.wait_for()
    assert "条预约记录" in message.inner_text()
    assert page.goto(BASE).status == 200


def test_a_booked_base_cannot_be_deleted(booked_base):
    page, number = booked_base
    # The address behind 删除 in the page menu, which Wagtail draws only when the menu is opened.
    page.goto(f"/admin/pages/{number}/delete/")
    assert_refused(page)
    page.goto(f"/admin/bulk/wagtailcore/page/delete/?{urlencode({'id': number})}")
    page.locator("main form button[type=submit], main form input[type=submit]").last.click()
    assert_refused(page)
