"""Words of the admin that no catalogue reaches: labels made from names, and copies of Wagtail's templates."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.forms import BaseForm, HiddenInput
from django.test import override_settings
from django.urls import get_resolver
from wagtail.admin.ui.tables import Column
from wagtail.sites.views import IndexView as SiteIndexView

ROOT = Path(__file__).resolve().parents[2]
WAGTAIL = Path(find_spec("wagtail").submodule_search_locations[0])
# Forms nobody sees: the portal has its own way in, comments are drawn by script, the base of the page forms
# has its one field drawn by script too; permissions of a collection are drawn option by option.
NOT_SHOWN = {"LoginForm", "CommentForm", "WagtailAdminPageForm", "CollectionMemberPermissionsForm"}


def descendants(kind: type) -> Iterator[type]:
    """Yield every class made from ``kind``."""
    for below in kind.__subclasses__():
        yield below
        yield from descendants(below)


def nameless_fields() -> set[str]:
    """Return the fields of Wagtail's own forms that would show the name they have in the code."""
    assert get_resolver().url_patterns
    return {
        f"{form.__name__}.{name}"
        for form in descendants(BaseForm)
        if form.__module__.startswith("wagtail") and form.__name__ not in NOT_SHOWN
        for name, field in getattr(form, "base_fields", {}).items()
        if field.label is None and not isinstance(field.widget, HiddenInput)
    }


def test_every_field_of_wagtails_forms_has_a_label():
    """An upgrade that brings a field without a label fails here and names it."""
    assert nameless_fields() == set()


@override_settings(LANGUAGE_CODE="zh-hans")
def test_columns_of_the_sites_are_chinese():
    labels = [str(column.label) for column in SiteIndexView.columns if type(column) is Column]
    assert labels == ["端口号", "站点名称", "根页面"]


# Our copy of a template -> Wagtail's, and the words that differ.
COPIES = {
    "home/templates/wagtailadmin/home.html": (
        "admin",
        {"{{ site_name }}": "德育与研学资源平台 · 内容管理", 'value="Search"': 'value="搜索"'},
    ),
    "home/templates/wagtailadmin/shared/header.html": ("admin", {'value="Search"': 'value="搜索"'}),
    "home/templates/wagtailadmin/shared/headers/_actions.html": (
        "admin",
        {'aria-label="Actions"': 'aria-label="操作"'},
    ),
    "home/templates/wagtailadmin/shared/user_avatar.html": (
        "admin",
        {
            "{% if not username %}{{ user }}{% else %}{{ username }}{% endif %}": (
                '{% firstof username user "—" %}'
            )
        },
    ),
    "home/templates/wagtailadmin/tables/boolean_cell.html": (
        "admin",
        {"title=value|stringformat:'s'": "title=value|yesno:'是,否,未知'"},
    ),
    "portal/templates/wagtailusers/groups/includes/formatted_permissions.html": (
        "users",
        {
            "{{ content_perms_dict.add.perm.name }}": "可以添加{{ content_perms_dict.object }}",
            "{{ content_perms_dict.change.perm.name }}": "可以更改{{ content_perms_dict.object }}",
            "{{ content_perms_dict.delete.perm.name }}": "可以删除{{ content_perms_dict.object }}",
        },
    ),
    "portal/templates/wagtailusers/groups/includes/page_permissions_form.html": (
        "users",
        {"{{ option.choice_label }}": "{% trans option.data.value.instance.name %}"},
    ),
}


@pytest.mark.parametrize("copy", COPIES)
def test_copies_differ_from_wagtails_in_the_words_alone(copy):
    """An upgrade that changes a template fails here: take the new one over."""
    app, words = COPIES[copy]
    text = (WAGTAIL / app / "templates" / copy.partition("templates/")[2]).read_text(encoding="utf-8")
    for theirs, ours in words.items():
        assert theirs in text
        text = text.replace(theirs, ours)
    reason, _, body = (ROOT / copy).read_text(encoding="utf-8").partition("\n")
    assert reason.startswith("{# Wagtail's own, but ")
    assert body.strip() == text.strip()


def test_content_checks_explain_what_wagtail_explains_but_name_no_foreign_guide():
    place = "templates/wagtailadmin/shared/side_panels/checks.html"
    ours, theirs = ((base / place).read_text(encoding="utf-8") for base in (ROOT / "home", WAGTAIL / "admin"))
    lines = re.findall(r"{% trans '[^']+' %}", ours)
    assert "http" not in ours and lines
    block = theirs.partition("{% block metrics_explainer %}")[2].partition("{% help_block")[0]
    assert lines == re.findall(r"{% trans '[^']+' %}", block)
