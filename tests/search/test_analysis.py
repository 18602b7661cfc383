"""How text becomes tokens."""

import pytest

from portal.search.analysis import MAX_TOKEN, bigrams, exact, fold, runs, typed, unigrams
from portal.search.analysis_pinyin import initials, splits, syllables
from portal.search.analysis_words import Analyser


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("汉画馆", ["汉画", "画馆"]),
        ("漢畫館", ["汉画", "画馆"]),
        ("七上", ["七上"]),
        ("7上", ["7", "上"]),
        ("ＰＰＴ课件", ["ppt", "课件"]),
        ("宪法，法律", ["宪法", "法律"]),
        ("2022年版", ["2022", "年版"]),
        ("Wi-Fi", ["wi", "fi"]),
        ("", []),
        ("　！？", []),
    ],
)
def test_bigrams(text, tokens):
    assert bigrams(text) == tokens


def test_fold_is_full_width_traditional_and_case_blind():
    assert fold("ＡＢＣ 後來 ㈠") == "abc 后来 (一)"


def test_unigrams_and_exact():
    assert unigrams("石头 A1") == ["石", "头", "a1"]
    assert exact("石头 上的，汉代") == ["石头上的汉代"]
    assert exact("。") == []


def test_pinyin_of_titles():
    assert syllables("南阳汉画馆") == ["nan", "yang", "han", "hua", "guan"]
    assert syllables("重庆和女生") == ["chong", "qing", "he", "nv", "sheng"]
    assert initials("汉画馆A") == ["h", "h", "g", "a"]


@pytest.mark.parametrize(
    ("letters", "first"),
    [("hanhuaguan", ["han", "hua", "guan"]), ("xian", ["xian"]), ("ppt", None), ("", None), ("é", None)],
)
def test_splits(letters, first):
    found = splits(letters)
    assert (found[0] if found else None) == first
    assert len(found) <= 6


@pytest.mark.parametrize("letters", ["a" * 96, "ao" * 48, "fangan" * 16, "z" * 5000])
def test_splits_of_endless_letters_end_at_once(letters):
    assert len(splits(letters)) <= 6


def test_words_know_the_user_words():
    assert "卧龙岗书院" in Analyser(["卧龙岗书院"]).words("走进卧龙岗书院")
    assert "卧龙岗书院" not in Analyser().words("走进卧龙岗书院")


def test_content_words_leave_out_the_question():
    assert Analyser().content_words("孩子顶嘴怎么办") == ["孩子", "顶嘴"]
    assert Analyser().content_words("什么是宪法") == ["宪法"]


def test_no_token_is_long_or_holds_a_blank():
    text = "x" * 5000 + " \u3000\t汉" + "9" * 300 + "\u00a0画"
    tokens = [*bigrams(text), *unigrams(text), *exact(text), *syllables(text), *Analyser().words(text)]
    assert all(0 < len(token) <= MAX_TOKEN and not any(char.isspace() for char in token) for token in tokens)


def test_typed_text_is_cut_and_cleaned():
    assert typed(" a\x00b \ud800 c\n\nd ") == "ab c d"
    assert len(typed("长" * 5000)) == 100
    assert list(runs("\x00\ud800")) == []
