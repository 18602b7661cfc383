"""The lesson list as a reader meets it."""

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from courses.lesson_list import lesson_list_context
from portal.taxonomy.models import Volume
from tests.factories.lessons import (
    grade,
    make_full_lesson,
    make_lesson,
    make_lesson_index,
    stage,
    theme,
    unit,
)
from tests.factories.pictures import make_picture

pytestmark = pytest.mark.django_db


def context(query: str = "") -> dict:
    return lesson_list_context(RequestFactory().get(f"/lessons/{query}"))


def titles(query: str = "") -> list[str]:
    return [card["title"] for card in context(query)["lessons"]]


def test_two_grades_are_either_and_a_theme_beside_them_is_and():
    make_lesson("甲", grades=[grade("g07")], themes=[theme()])
    make_lesson("乙", grades=[grade("g08")])
    make_lesson("丙", grades=[grade("g09")], themes=[theme()])
    assert titles("?grade=g07&grade=g08") == ["乙", "甲"]
    assert titles("?grade=g07&grade=g08&theme=fazhi") == ["甲"]


def test_bad_parameters_are_dropped_and_named(client):
    page = make_lesson_index()
    make_lesson("甲")
    found = context("?grade=g99&stage=j&sort=rank&page=7")
    assert [card["title"] for card in found["lessons"]] == ["甲"]
    assert found["dropped"] == ["年级“g99”", "排序“rank”", "页码“7”"]
    html = client.get(f"{page.url}?grade=%3Cb%3E&page=x").content.decode()
    assert "年级“&lt;b&gt;”" in html
    assert "页码“x”" in html


def test_chips_remove_one_choice_and_keep_the_others():
    make_lesson("甲", grades=[grade("g07"), grade("g08")])
    chips = context("?grade=g07&grade=g08&stage=j&sort=unit")["chips"]
    assert [chip["label"] for chip in chips] == ["学段：初中", "年级：年级 g07", "年级：年级 g08"]
    assert chips[1]["remove_url"] == "?stage=j&grade=g08&sort=unit"


def test_tree_shows_only_places_with_lessons_and_marks_what_is_unchecked():
    make_lesson("甲", unit=unit("book-u1", note="待核"))
    unit("other-u1")
    found = context()
    stages = found["tree"].nodes[1:]
    assert [node["title"] for node in stages] == ["初中"]
    volume = stages[0]["children"][1]
    assert volume["title"] == "七年级上册（新教材·待核）"
    assert volume["children"][1]["url"] == "?unit=book-u1"
    assert "（待核）" in volume["children"][1]["title"]
    assert found["tree"].empty_volumes == ["七年级上册（新教材）"]


def test_both_editions_stand_side_by_side():
    make_lesson("新", unit=unit("new-u1"))
    old = unit("old-u1")
    Volume.objects.filter(pk=old.volume_id).update(edition="old")
    make_lesson("旧", unit=old)
    volumes = [node["title"] for node in context()["tree"].nodes[1]["children"][1:]]
    assert sorted(volumes) == ["七年级上册（新教材）", "七年级上册（旧教材）"]


def test_tree_counts_leave_out_its_own_choice():
    make_lesson("甲", unit=unit("book-u1", 1))
    make_lesson("乙", unit=unit("book-u2", 2), stage=stage("s"))
    node = context("?unit=book-u1&stage=s")["tree"].nodes[1]["children"][1]
    assert [child["count"] for child in node["children"]] == [1, 0, 1]


def test_the_tree_and_the_facet_count_alike_and_lessons_of_no_volume_are_in_the_tree():
    make_lesson("甲", unit=unit("book-u1"))
    make_lesson("班会")
    make_lesson("高中班会", stage=stage("s"))
    found = context()
    counts = {option["label"]: option["count"] for option in found["facets"][0]["options"]}
    nodes = {node["title"]: node for node in found["tree"].nodes[1:]}
    assert {title: node["count"] for title, node in nodes.items()} == counts == {"初中": 2, "普通高中": 1}
    whole = nodes["初中"]["children"][0]
    assert whole["count"] == 2
    assert titles(whole["url"]) == ["班会", "甲"]


def test_unit_order_follows_the_book():
    make_lesson("后", unit=unit("book-u2", 2))
    make_lesson("先", unit=unit("book-u1", 1))
    make_lesson("无册")
    assert titles("?sort=unit") == ["先", "后", "无册"]


def test_drafts_and_private_lessons_are_neither_listed_nor_counted():
    make_lesson("公开")
    make_lesson("草稿", live=False)
    private = make_lesson("内部")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    found = context()
    assert [card["title"] for card in found["lessons"]] == ["公开"]
    assert found["facets"][0]["options"][0]["count"] == 1


def test_empty_list_and_empty_result_say_what_to_do(client):
    page = make_lesson_index()
    assert "还没有课例" in client.get(page.url).content.decode()
    make_lesson("甲")
    stage("s")
    assert "没有同时符合这些条件的课例" in client.get(f"{page.url}?stage=s").content.decode()


def test_page_works_without_script_and_says_how_many(client):
    page = make_lesson_index()
    for number in range(13):
        make_lesson(f"第{number}课")
    html = client.get(page.url).content.decode()
    assert "共 13 条" in html
    assert html.count('<article class="card"') == 12
    assert re.search(
        r'<form method="get" action="#results">.*type="checkbox" name="stage" value="j"', html, re.S
    )
    assert "onclick" not in html
    assert 'style="' not in html


def queries_of_list() -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        context("?stage=j&grade=g07")
    return len(caught)


def test_queries_do_not_grow_with_the_number_of_lessons():
    """At most 14 with pictures beyond what finding the page costs, at 1x and at 10x."""
    make_full_lesson("第一课", grades=[grade()], picture=make_picture())
    queries_of_list()  # the addresses of the site are in the cache from here on
    few = queries_of_list()
    for number in range(9):
        make_lesson(
            f"第{number}课", grades=[grade()], unit=unit(f"b{number}-u1"), picture=make_picture(f"图{number}")
        )
    queries_of_list()  # makes the renditions
    assert (few <= 14, queries_of_list()) == (True, few)
