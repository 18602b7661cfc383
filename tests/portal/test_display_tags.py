"""The display tags of the design system, each on its own and through a template."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from portal.shared.templatetags import portal_ui

UTC_EVENING = dt.datetime(2026, 11, 22, 17, 30, tzinfo=dt.UTC)  # Monday 23 November, 01:30 in China
DOORS = [
    {"code": "lessons", "url": "http://testserver/lessons/"},
    {"code": "sites", "url": "/sites/"},
    {"code": "none", "url": ""},
]


def drawn(source: str, **values) -> str:
    return Template("{% load portal_ui %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("cn_date", UTC_EVENING, "2026年11月23日 星期一"),
        ("cn_date", dt.date(2026, 11, 22), "2026年11月22日 星期日"),
        ("cn_date_plain", UTC_EVENING, "2026年11月23日"),
        ("cn_date_short", UTC_EVENING, "11-23 周一"),
        ("cn_time", UTC_EVENING, "01:30"),
        ("cn_time", dt.time(9, 5), "09:05"),
    ],
)
def test_moments_are_shown_in_local_time(name, value, text):
    assert getattr(portal_ui, name)(value) == text


@pytest.mark.parametrize("name", ["cn_date", "cn_date_plain", "cn_date_short", "cn_time", "file_size"])
def test_nothing_is_shown_as_nothing(name):
    assert getattr(portal_ui, name)(None) == ""


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, ""), (820, "820 B"), (820 * 1024, "820 KB"), (1_677_722, "1.6 MB"), (2 * 1024**2, "2 MB"),
        (3 * 1024**3, "3 GB"),
    ],
)  # fmt: skip
def test_sizes_are_short(size, text):
    assert portal_ui.file_size(size) == text


@pytest.mark.parametrize(
    ("kind", "icon", "word"),
    [(".PPTX", "ppt", "课件"), ("pdf", "pdf", "PDF"), ("xyz", "file", "文件"), (None, "file", "文件")],
)
def test_kinds_of_files_have_an_icon_and_a_word(kind, icon, word):
    assert (portal_ui.file_icon(kind), portal_ui.file_word(kind)) == (icon, word)


def test_tones_are_told_without_colour():
    assert (portal_ui.tone_icon("warning"), portal_ui.tone_word("warning")) == ("warning", "请注意")
    assert (portal_ui.tone_icon("plain"), portal_ui.tone_word("plain")) == ("", "提示")
    assert [portal_ui.message_tone(tags) for tags in ("safe success", "debug", "")] == [
        "success",
        "info",
        "info",
    ]


def test_icons_are_decoration_unless_they_are_named():
    assert 'aria-hidden="true"' in drawn("{% icon 'clock' %}")
    named = drawn("{% icon 'clock' label=label cls='big' %}", label='"<用时>')
    assert 'role="img"' in named and "icon big" in named and "&quot;&lt;用时&gt;" in named


def test_an_asset_missing_from_the_manifest_still_has_an_address(monkeypatch, settings):
    def missing(path):
        raise ValueError(path)

    monkeypatch.setattr(portal_ui, "static", missing)
    assert portal_ui.asset("portal/x.css") == f"{settings.STATIC_URL}portal/x.css"


@pytest.mark.parametrize(
    ("inside", "site", "title"),
    [
        ("  宪法\n 是根本法 ", "示范平台", "宪法 是根本法 - 示范平台"),
        ("示范平台", "示范平台", "示范平台"),
        ("", "示范平台", "示范平台"),
        ("宪法", "", "宪法"),
        ("宪法", "<b>", "宪法 - &lt;b&gt;"),
    ],
)
def test_titles_name_the_site_once(inside, site, title):
    source = "{% page_title %}{{ inside }}{% endpage_title %}"
    assert drawn(source, inside=inside, frame={"site_name": site}) == title


def test_the_correction_link_names_the_page_it_is_on():
    request = RequestFactory().get("/lessons/a/", {"q": "宪法"})
    expected = "/correction/?page=%2Flessons%2Fa%2F%3Fq%3D%25E5%25AE%25AA%25E6%25B3%2595"
    assert portal_ui.feedback_link("/correction/", request) == expected
    assert portal_ui.feedback_link("/correction/?page=/x/", request) == "/correction/?page=/x/"
    assert portal_ui.feedback_link("/c/?a=1", request).startswith("/c/?a=1&page=")
    assert portal_ui.feedback_link("", request) == ""


@pytest.mark.parametrize(
    ("path", "code"),
    [("/lessons/", "lessons"), ("/lessons/a/", "lessons"), ("/lessonsx/", ""), ("/sites/a/b/", "sites")],
)
def test_the_door_is_told_from_the_address(path, code):
    assert portal_ui.current_door(DOORS, SimpleNamespace(path=path)) == code
    assert portal_ui.current_door(None) == ""


def test_pairs_are_filled_up():
    assert portal_ui.pair_with(["说"], ["别说", "也别说"]) == [("说", "别说"), ("", "也别说")]
    assert portal_ui.pair_with(None, None) == []


def test_steps_lie_end_to_end_on_the_bar():
    steps = [{"minutes": 10}, SimpleNamespace(minutes=None), {"minutes": "30"}]
    bar = portal_ui.minutes_bar(steps)
    assert [(part["start"], part["end"]) for part in bar] == [(0, 10), (10, 10), (10, 40)]
    assert [(part["x"], part["width"]) for part in bar] == [
        ("0.00", "25.00"),
        ("25.00", "0.00"),
        ("25.00", "75.00"),
    ]
    assert portal_ui.minutes_total(steps) == 40
    assert portal_ui.minutes_bar([{"minutes": 0}])[0]["width"] == "0.00"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, 3, None, 20]),
        (5, [1, 2, 3, 4, 5, 6, 7, None, 20]),
        (10, [1, None, 8, 9, 10, 11, 12, None, 20]),
        (20, [1, None, 18, 19, 20]),
    ],
)
def test_the_pager_keeps_both_ends_and_fills_a_gap_of_one(number, shown):
    assert portal_ui.pager_numbers(Paginator(range(200), 10).page(number)) == shown


def test_addresses_of_list_pages_keep_the_question():
    context = {"request": RequestFactory().get("/", {"q": "汉画", "page": "3"})}
    assert portal_ui.page_url(context, "page", 2) == "?q=%E6%B1%89%E7%94%BB&page=2"
    assert portal_ui.page_url(context, "page", 1) == "?q=%E6%B1%89%E7%94%BB"
    assert portal_ui.page_url({}, "page", 4) == "?page=4"


class Form(forms.Form):
    """One field of each kind of layout."""

    line = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "密码"}))
    box = forms.BooleanField()
    group = forms.ChoiceField(choices=[("a", "甲")], widget=forms.RadioSelect)
    hidden = forms.CharField(widget=forms.HiddenInput)


def test_controls_are_laid_out_by_their_kind():
    form = Form()
    assert {field.name: portal_ui.control_kind(field) for field in form} == {
        name: name for name in form.fields
    }
    assert "placeholder" not in portal_ui.without_placeholder(form["line"])


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 3, 33), (5, 4, 100), (-1, 4, 0), (1, 0, 0), (None, 4, 0)]
)
def test_shares_stay_between_nothing_and_all(part, whole, percent):
    assert portal_ui.percent_of(part, whole) == percent
