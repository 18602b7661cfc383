"""Marks in titles and snippets."""

import pytest

from portal.search.highlighting import SNIPPET_LENGTH, marked_title, snippet, spans


@pytest.mark.parametrize(
    ("title", "query", "marked"),
    [
        ("南阳汉画馆", "汉画馆", "南阳<mark>汉画馆</mark>"),
        ("南陽漢畫館", "汉画馆", "南陽<mark>漢畫館</mark>"),
        ("南阳汉画馆", "漢畫", "南阳<mark>汉画</mark>馆"),
        ("ＰＰＴ课件", "ppt", "<mark>ＰＰＴ</mark>课件"),
        ("第㈠课 宪法", "宪法", "第㈠课 <mark>宪法</mark>"),
        ("e\u0301te\u0301 宪法", "宪法", "e\u0301te\u0301 <mark>宪法</mark>"),
        ("南阳汉画馆", "hanhuaguan", "南阳<mark>汉画馆</mark>"),
        ("南阳汉画馆", "hhg", "南阳<mark>汉画馆</mark>"),
        ("南阳汉画馆", "han hua", "南阳<mark>汉画</mark>馆"),
        ("南阳汉画馆", "汗画馆", "南阳汉<mark>画馆</mark>"),
        ("卧龙岗", "我龙刚", "<mark>卧龙岗</mark>"),
        ("卧龙岗", "宪法", "卧龙岗"),
    ],
)
def test_titles(title, query, marked):
    assert marked_title(title, query) == marked


def test_everything_is_escaped():
    assert marked_title("<b>汉画</b>&", "汉画") == "&lt;b&gt;<mark>汉画</mark>&lt;/b&gt;&amp;"
    shown = snippet('"><script>alert(1)</script>宪法', "宪法 script")
    assert "<script" not in shown
    assert "<mark>宪法</mark>" in shown
    assert "<img" not in snippet("", "x", fallback="<img src=x>")


def test_the_densest_place_is_shown():
    body = "汉画。" + "别的内容" * 60 + "。讲解员说：汉画馆里看汉画像石，汉画很多。" + "别的内容" * 60
    shown = snippet(body, "汉画馆")
    assert "<mark>汉画馆</mark>里看" in shown
    assert len(shown.replace("<mark>", "").replace("</mark>", "")) <= SNIPPET_LENGTH + 2


def test_without_a_match_the_summary_is_shown():
    assert snippet("正文" * 100, "hanhuaguan", fallback="摘要") == "摘要"
    assert snippet("正文" * 100, "hanhuaguan").endswith("…")


def test_letters_are_marked_at_the_beginning_of_words_only():
    assert spans("happy ppt", "pp") == [(6, 8)]
