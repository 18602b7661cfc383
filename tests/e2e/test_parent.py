"""A parent reads a guide on a phone, with large letters that last, with and without script."""

import pytest

from .public_pages import BASE, GUIDE, LESSON, PROGRAMME

pytestmark = pytest.mark.browser
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LETTER = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"


def assert_fits(page):
    """Nothing sticks out at the side."""
    assert page.evaluate(WIDER) <= 0, page.url


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_guide_reads_well_on_a_phone_and_the_elder_mode_lasts(visitor, script):
    page = visitor(java_script_enabled=script, **PHONE)
    page.goto(GUIDE)
    text = page.locator("main").inner_text()
    assert "没有大人跟着，不下水" in text
    assert "六不" in text
    assert_fits(page)
    small = page.evaluate(LETTER)
    page.get_by_role("navigation", name="阅读方式").get_by_role("link", name="长辈版").click()
    assert page.url.endswith(GUIDE)
    assert page.evaluate(LETTER) > small
    for address in (GUIDE, "/", "/guides/", LESSON, "/sites/", "/search/"):
        page.goto(address)
        assert page.locator("html").get_attribute("data-mode") == "elder"
        assert_fits(page)


@pytest.mark.parametrize("address", [BASE, PROGRAMME])
def test_the_picture_of_a_base_stands_under_its_head_on_a_phone(visitor, address):
    page = visitor(**PHONE)
    page.goto(address)
    head, picture, facts = (
        page.locator(place).first.bounding_box()
        for place in (".page-head", "main figure", "#programmes, main .meta")
    )
    assert head["y"] + head["height"] <= picture["y"]
    assert picture["y"] + picture["height"] <= facts["y"]
    assert page.locator("main figure a, main figure button").count() == 0, "focus would jump"


def test_the_way_to_a_guide_needs_no_script(visitor):
    page = visitor(java_script_enabled=False, **PHONE)
    page.goto("/")
    page.fill("#page-q", "防溺水")
    page.locator("form.hero-find button").click()
    page.locator(f"#results a[href='{GUIDE}']").first.click()
    assert page.locator("h1").is_visible()
    assert "今晚" in page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("address", ["/guides/", "/lessons/"])
def test_the_filter_sheet_is_shut_over_its_results(visitor, address, script):
    page = visitor(java_script_enabled=script, **PHONE)
    page.goto(address)
    page.locator("a.sheet-open").click()
    sheet = page.locator("#filters")
    assert sheet.is_visible()
    sheet.locator("input[type=checkbox]").first.check()
    sheet.get_by_role("button", name="查看结果").click()
    page.wait_for_url("**#results")
    assert not sheet.is_visible()
    assert page.locator("#results .chips").first.is_visible()
    assert_fits(page)
