"""What people type finds what they mean."""

import random

import pytest

from portal.search.selectors import is_askable, loose_matches, strict_matches

pytestmark = pytest.mark.usefixtures("entries")


def found(text: str, **filters: str) -> list[str]:
    """Keys of the strict matches in order."""
    chosen = {name: (value,) for name, value in filters.items()}
    result = strict_matches(text, filters=chosen, facets=(), offset=0, limit=10)
    assert result.total == len(result.hits)
    return [hit.key for hit in result.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("汉画", "site:2"),  # two characters, the title before the text
        ("车马", "site:2"),  # a word inside a sentence
        ("漢畫館", "site:2"),  # traditional
        ("ＰＰＴ", "page:6"),  # full width
        ("hanhuaguan", "site:2"),  # pinyin
        ("han hua guan", "site:2"),
        ("hhg", "site:2"),  # first letters
        ("wolonggang", "site:3"),
        ("汗画馆", "site:2"),  # the same sound
        ("孩子顶嘴怎么办", "guide:4"),  # a parent's question
        ("什么是宪法", "lesson:5"),
        ("文物 保护", "lesson:1"),  # two words apart
        ("石", "lesson:1"),  # one character
        ("宪法是根本法", "lesson:5"),  # the title itself
    ],
)
def test_first_hit(text, first):
    assert found(text)[0] == first


def test_title_comes_before_text():
    assert found("汉画馆") == ["site:2", "lesson:5"]


def test_filter_and_counts():
    result = strict_matches("汉画", filters={"kind": ("site",)}, facets=("kind", "stage"), offset=0, limit=10)
    assert [hit.key for hit in result.hits] == ["site:2"]
    # A facet is counted without its own filter, the others with it.
    assert result.counts == {"kind": {"site": 1, "lesson": 2}, "stage": {"j": 1}}


def test_loose_matches_come_apart_from_strict_ones():
    strict = set(found("汉画馆"))
    loose = {hit.key for hit in loose_matches("汉画馆", filters={}, limit=10).hits}
    assert loose == {"lesson:1"}
    assert not strict & loose


def test_excluded_keys_are_not_counted():
    result = strict_matches("汉画", filters={}, facets=(), offset=0, limit=10, exclude_keys=["site:2"])
    assert result.total == 2


def test_equal_scores_are_ordered_by_key(entries):
    from portal.search.entries import EntryData, write_entry
    from portal.search.syncing import sync_index

    for number in random.Random(1).sample(range(100, 180), 80):
        write_entry(EntryData(f"page:{number}", "page", number, "同一个题目", "同样的话"))
    sync_index()
    pages = [
        strict_matches("同一个题目", filters={}, facets=(), offset=offset, limit=7)
        for offset in range(0, 80, 7)
    ]
    keys = [hit.key for page in pages for hit in page.hits]
    assert keys == [f"page:{number}" for number in range(100, 180)]


ODD = [
    "", " ", "　", '"', "a\"b", "'", "\\", "(", "*", "汉画*", "NOT 汉画", "汉画 AND", "-汉画", "title:汉",
    "\x00", "汉\x00画", "\ud800", "汉\ud83d画", "😀", "長" * 5000, "a" * 5000, "ao" * 2500, "汉 " * 2500,
    "\u202e画", "é\u0301" * 300, "%", "_", "<script>", "{{ 7|add:7 }}", "/../", "\n\r\t", "1/0", "İ",
    "ﷺ" * 50, "ǅ",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_input_is_no_error(text):
    if is_askable(text):
        strict_matches(text, filters={}, facets=("kind",), offset=0, limit=10)
        loose_matches(text, filters={}, limit=5)


def test_three_hundred_random_strings_are_no_error():
    source = random.Random(20)
    ranges = (range(32, 127), range(0x4E00, 0x9FFF), range(0x11000))
    signs = [chr(source.choice(source.choice(ranges))) for _ in range(3000)]
    for _ in range(300):
        text = "".join(source.choices(signs, k=source.randrange(1, 130)))
        if is_askable(text):
            strict_matches(text, filters={}, facets=("kind",), offset=0, limit=10)
            loose_matches(text, filters={}, limit=5)
