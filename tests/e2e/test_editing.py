"""A guide on its way from the editor over the reviewer to the public, and sections that stay apart."""

import pytest

from .public_pages import LESSON

pytestmark = pytest.mark.browser
GUIDE = "/guides/shouji-yueding/"
GUIDE_TITLE = "手机一拿就放不下，一收就吵"
NEW_POINT = "先定好时间，再把手机交出去。"


def edit_path(page, title: str) -> str:
    """Return the address of the editor of the page found by its title."""
    page.goto(f"/admin/pages/search/?q={title}")
    return page.locator("table a[href*='/edit/']").filter(has_text=title).first.get_attribute("href")


def footer(page):
    """Return the bar with the actions."""
    return page.locator("footer nav.actions")


def submit(page, path: str) -> None:
    """Change the one-line point and send the page to review; the editor has no button to publish."""
    page.goto(path)
    page.fill("[name=point]", NEW_POINT)
    footer(page).locator("button.w-dropdown__toggle").click()
    assert page.locator("[name=action-publish]").count() == 0
    page.locator("button[name=action-submit]").click()
    page.wait_for_load_state()
    page.locator(".messages .success").wait_for()


def approve(page, path: str) -> None:
    """Approve what the editor sent, which publishes it."""
    page.goto(path)
    assert page.locator("[name=point]").input_value() == NEW_POINT
    button = page.locator("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])")
    if not button.first.is_visible():
        footer(page).locator("button.w-dropdown__toggle").click()
    button.first.click()
    page.wait_for_load_state()
    page.locator(".messages .success").filter(has_text="已批准，已公开").wait_for()


def test_what_an_editor_changes_is_public_once_a_reviewer_approves(visitor):
    editor, reviewer, public = visitor("fulian-editor"), visitor("fulian-reviewer"), visitor()
    path = edit_path(editor, GUIDE_TITLE)
    submit(editor, path)
    public.goto(GUIDE)
    assert NEW_POINT not in public.locator("main").inner_text()
    reviewer.goto("/admin/")
    assert GUIDE_TITLE in reviewer.locator("main").inner_text()
    approve(reviewer, path)
    public.goto(f"{GUIDE}?fresh=1")
    assert NEW_POINT in public.locator("main").inner_text()


def test_an_editor_of_the_federation_cannot_open_a_lesson_of_the_bureau(visitor):
    bureau, federation = visitor("jyj-editor"), visitor("fulian-editor")
    path = edit_path(bureau, "珍爱生命，守护安全")
    assert bureau.goto(path).status == 200
    assert bureau.locator("[name=title]").count() == 1
    federation.goto(path)
    assert not federation.url.endswith(path)
    assert federation.locator("[name=title]").count() == 0
    federation.goto(LESSON)
    assert federation.locator("h1").inner_text() == "珍爱生命，守护安全"
