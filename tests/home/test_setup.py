"""Set-up leaves no English name of Wagtail's own rows behind, and no editor's name undone."""

import pytest
from wagtail.models import Collection, Page, PageLogEntry

from home.setup import name_roots, set_up

pytestmark = pytest.mark.django_db


def roots() -> tuple[str, str, str]:
    """Return title and draft title of the root page and the name of the root collection."""
    page = Page.get_first_root_node()
    return page.title, page.draft_title, Collection.get_first_root_node().name


def test_roots_and_the_history_of_the_site_are_chinese(settings):
    settings.PORTAL_BASE_URL = "http://localhost:8123"
    list(set_up())
    assert roots() == ("根页面", "根页面", "根集合")
    assert not [label for label in PageLogEntry.objects.values_list("label", flat=True) if label.isascii()]


def test_a_name_an_editor_gave_stays():
    Page.objects.filter(depth=1).update(title="全站", draft_title="全站")
    Collection.objects.filter(depth=1).update(name="公用文件")
    name_roots()
    assert roots() == ("全站", "全站", "公用文件")
