"""The admin speaks Chinese: no English word on any of its pages and windows."""

import re
from itertools import chain

import pytest

from .admin_rows import rows_of
from .admin_views import unseen
from .admin_walk import english_in, english_on, walk, windows

pytestmark = pytest.mark.browser


@pytest.fixture
def office(visitor):
    """The administrator's browser; a form left behind asks nothing."""
    page = visitor("admin")
    page.on("dialog", lambda dialog: dialog.accept())
    return page


@pytest.fixture(scope="module")
def rows(portal):
    """Drafts in every state and rows of every kind."""
    return rows_of(portal)


def test_words_are_seen_and_names_are_not():
    assert english_in("保存 Save draft 完成") == {"Save draft"}
    assert english_in("“Root”的更多选项\nPort") == {"Root", "Port"}
    assert english_in("按 Shif…\nLoading…") == {"Loading"}
    assert english_in("Wagtail URL，下载 CSV\nCtrl + s") == set()
    assert english_in("https://example.org/two/words.html houtai-alias Notes.docx") == set()


def test_no_page_and_no_window_of_the_admin_shows_english(office, rows):
    visited, failed, english = [], {}, {}
    for path, status, words in chain(windows(office, rows), walk(office, rows)):
        visited.append(path)
        failed |= {path: status} if status != 200 else {}
        english |= {path: sorted(words)} if words else {}
    assert failed == {}
    assert english == {}
    assert unseen(visited) == set()


# Modal -> the form that opens it, and the chooser in that form.
CHOOSERS = {
    "image": ("edit", "#id_picture-chooser"),
    "document": ("edit", ".document-chooser"),
    "snippet": ("edit", "#id_unit-chooser"),
    "page": ("move", ".page-chooser"),
}


@pytest.mark.parametrize("kind", CHOOSERS)
def test_chooser_opened_in_a_form_shows_no_english(office, kind):
    form, chooser = CHOOSERS[kind]
    office.goto("/admin/pages/usage/courses/lessonpage/")
    lesson = re.search(r"/admin/pages/(\d+)/edit/", office.content())[1]
    office.goto(f"/admin/pages/{lesson}/{form}/")
    # The button that is shown depends on whether something has been chosen; both open the same window.
    office.locator(f"{chooser} [data-chooser-action-choose]").first.evaluate("button => button.click()")
    modal = office.locator(".modal-body")
    modal.locator("a").first.wait_for()
    assert english_on(office) == set()
    for tab in modal.locator("[role=tab]").all():
        tab.click()
        office.wait_for_timeout(300)
        assert english_on(office) == set()
