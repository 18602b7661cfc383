"""Facets: OR inside, AND across, counts as a person would count them by hand."""

import itertools
import random

import pytest

from courses.facets import FacetIndex, posted
from courses.selectors.lesson_index import lesson_facets
from tests.factories.lessons import grade, make_lesson, stage, term, theme, unit

FACETS = ("stage", "grade", "type", "theme")


def brute_force(rows: dict[int, dict[str, set[str]]], chosen: dict[str, list[str]]) -> set[int]:
    """Ids that carry at least one chosen code of every facet with a choice, row by row."""
    return {
        number
        for number, codes in rows.items()
        if all(codes[name] & set(wanted) for name, wanted in chosen.items() if wanted)
    }


def random_rows(dice: random.Random) -> dict[int, dict[str, set[str]]]:
    return {
        number: {name: set(dice.sample("abcd", dice.randint(0, 3))) for name in FACETS}
        for number in range(60)
    }


@pytest.mark.parametrize("seed", range(20))
def test_matches_and_counts_equal_a_count_by_hand(seed):
    """For random rows and choices, a count is what the list holds with that code alone in its facet."""
    dice = random.Random(seed)
    rows = random_rows(dice)
    pairs = {name: [(n, code) for n, codes in rows.items() for code in codes[name]] for name in FACETS}
    index = FacetIndex(list(rows), {name: posted(pairs[name]) for name in FACETS})
    chosen = {name: dice.sample("abcdx", dice.randint(0, 2)) for name in FACETS}
    assert index.matching(chosen) == brute_force(rows, chosen)
    for name, code in itertools.product(FACETS, "abcd"):
        alone = brute_force(rows, {**chosen, name: [code]})
        assert index.counts(name, chosen).get(code, 0) == len(alone)


def test_order_of_the_list_is_kept():
    index = FacetIndex([3, 1, 2], {"stage": posted([(1, "j"), (3, "j"), (2, "s")])})
    assert index.listed({"stage": ["j"]}) == [3, 1]


def test_no_choice_is_everything_and_an_unknown_code_nothing():
    index = FacetIndex([1, 2], {"stage": posted([(1, "j"), (2, None)])})
    assert (index.listed({"stage": []}), index.listed({"stage": ["zz"]})) == ([1, 2], [])


@pytest.mark.django_db
def test_rows_of_the_database_give_the_same_counts():
    """The index read by SQL counts as the objects themselves do; drafts and private pages are out."""
    bh = {"lesson_type": term(type(make_lesson().lesson_type), "bh", "主题班会")}
    make_lesson("甲", grades=[grade(), grade("g08")], themes=[theme()], unit=unit())
    make_lesson("乙", grades=[grade("g08")], themes=[theme(), theme("guoqing")], **bh)
    make_lesson("丙", stage=stage("s"), unit=unit("book-u2", 2))
    make_lesson("丁", live=False, grades=[grade()])
    index = lesson_facets("new")
    assert index.counts("grade", {}) == {"g07": 1, "g08": 2}
    assert index.counts("theme", {"type": ["bh"]}) == {"fazhi": 1, "guoqing": 1}
    assert index.counts("stage", {"grade": ["g08"]}) == {"j": 2, "s": 0}
    assert index.counts("unit", {}) == {"book-u1": 1, "book-u2": 1}
    assert len(index.listed({"grade": ["g07", "g08"], "theme": ["fazhi"]})) == 2
