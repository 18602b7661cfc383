"""What the page of a day at two bases says in each of its states."""

from dataclasses import dataclass

import pytest

from studysites.bookings.trip_words import words_of_day


@dataclass(frozen=True)
class Part:
    base: str
    status: str
    standing: bool


def said(state: str, *parts: tuple[str, str]) -> str:
    """Title and text for parts of (base, status)."""
    standing = ("pending", "confirmed")
    words = words_of_day(state, [Part(base, status, status in standing) for base, status in parts])
    return f"{words.title}。{words.text}" if words else ""


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ((("甲馆", "pending"), ("乙馆", "pending")), "每个基地分别答复"),
        ((("甲馆", "confirmed"), ("乙馆", "pending")), "甲馆已确认，乙馆还没有"),
        ((("甲馆", "confirmed"), ("乙馆", "confirmed")), "两馆都已确认"),
        ((("甲馆", "rejected"), ("乙馆", "pending")), "现在只去乙馆。正在等这一馆答复"),
        ((("甲馆", "rejected"), ("乙馆", "confirmed")), "现在只去乙馆。这一馆已经确认"),
        ((("甲馆", "rejected"), ("乙馆", "pending"), ("丙馆", "pending")), "两馆各自确认"),
    ],
)
def test_who_has_answered(parts, wanted):
    assert wanted in said("standing", *parts)


@pytest.mark.parametrize("first", ["checked_in", "completed", "no_show"])
def test_a_day_under_way_is_no_day_that_lost_a_half(first):
    words = said("standing", ("甲馆", first), ("乙馆", "confirmed"))
    assert "正在进行" in words and "现在只去" not in words


def test_no_coach_is_ordered_before_everybody_has_confirmed():
    open_one = said("standing", ("甲馆", "confirmed"), ("乙馆", "pending"))
    assert "请不要约定车辆" in open_one
    assert "可以约定车辆了" in said("standing", ("甲馆", "confirmed"), ("乙馆", "confirmed"))


@pytest.mark.parametrize(
    ("statuses", "wanted", "again"),
    [
        (("cancelled", "rejected"), "这次两馆一日已经取消", True),
        (("rejected", "rejected"), "两馆都不能接待", True),
        (("completed", "cancelled"), "这次两馆一日已经结束", False),
        (("completed", "checked_in"), "正在来访", False),
    ],
)
def test_how_it_ended(statuses, wanted, again):
    words = words_of_day("over", [Part("甲馆", status, False) for status in statuses])
    assert words is not None
    assert (words.title, words.again) == (wanted, again)


def test_a_decision_and_a_hold_have_words_of_their_own():
    assert words_of_day("held", []) is None
    assert words_of_day("choice", []) is None
