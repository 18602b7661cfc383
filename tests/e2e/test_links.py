"""Addresses the site hands out elsewhere open: feed, site map, mail."""

import re

import pytest

from .mailbox import links_for

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("source", "tag"), [("/rss.xml", r"<item>.*?<link>(.*?)</link>"), ("/sitemap.xml", r"<loc>(.*?)</loc>")]
)
def test_an_address_of_a_machine_readable_list_opens(portal, visitor, source, tag):
    page = visitor()
    found = re.findall(tag, page.request.get(source).text(), re.DOTALL)
    assert found
    assert all(link.startswith(f"{portal.url}/") for link in found)
    assert page.goto(found[-1]).status == 200
    assert page.locator("h1").count() == 1


def test_the_address_in_a_mail_opens(portal, visitor):
    page = visitor()
    page.goto("/account/password/reset/")
    page.fill("#main [name=email]", "coordinator@example.org")
    page.locator("#main form button.btn-primary").click()
    link = links_for(portal.var / "mail", "coordinator@example.org", "/password/reset/key/")[-1]
    assert link.startswith(f"{portal.url}/")
    assert page.goto(link).status == 200
    assert page.locator("[name=password1]").is_visible()
