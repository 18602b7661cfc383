"""Grades and accompanying adults: what a group needs, said in words."""

import pytest

from portal.taxonomy.models import Grade, Stage
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import BaseRules, Booking
from studysites.bookings.policies import GradedParty, PartyInput, check_ratio, ratio_shortfall
from studysites.bookings.services.visit_checks import check_group, load_session
from tests.factories.visits import make_booking, make_grade, party

NAMES = {"g03": "三年级", "g04": "四年级", "g06": "六年级", "g07": "七年级", "v1": "中职一年级"}
SORTS = {"g03": 30, "g04": 40, "g06": 60, "g07": 70, "v1": 130}


def graded(code: str, pupils: int, adults: int) -> GradedParty:
    """Return one class of a grade."""
    return GradedParty(SORTS[code], code, SORTS[code], NAMES[code], pupils, adults)


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ([graded("g03", 40, 4)], (4, 4)),
        ([graded("g03", 41, 4)], (5, 4)),
        ([graded("g04", 45, 3)], (3, 3)),
        ([graded("g06", 46, 3)], (4, 3)),
        ([graded("g07", 86, 4)], (5, 4)),
        ([graded("v1", 40, 2)], (2, 2)),
        ([graded("g07", 44, 2), graded("g07", 42, 3)], (5, 5)),
        ([graded("g03", 15, 1), graded("g07", 15, 1)], (3, 2)),
        ([], (0, 0)),
    ],
)
def test_needed_and_present(parties, expected):
    """1:10 for grades 1-3, 1:15 for 4-6, 1:20 above; classes of one ratio are counted together."""
    assert ratio_shortfall(parties, BaseRules()) == expected


def test_the_shortfall_in_words():
    """Numbers, grade and what is missing."""
    with pytest.raises(BookingRefused) as caught:
        check_ratio([graded("g07", 86, 4)], BaseRules())
    assert caught.value.message == ("86 名学生（七年级）至少需要 5 位随行成人，现在填了 4 位，还差 1 位。")


def test_a_grade_of_another_code_is_told_by_its_order():
    """An editor's own grade between 三年级 and 四年级 counts by its place in the list."""
    own = GradedParty(1, "fuban", 35, "复式班", 30, 2)
    assert ratio_shortfall([own], BaseRules()) == (2, 2)


def test_the_service_asks_for_the_adults(town):
    """At submission; a hold does not."""
    with pytest.raises(BookingRefused) as caught:
        make_booking(town.session, town.coordinator, parties=[party(pupils=43, adults=2)])
    assert caught.value.code == "ratio_short"
    assert "还差 1 位" in caught.value.message
    assert not Booking.objects.exists()
    session = load_session(town.session.pk)
    short = [party(pupils=43, adults=2)]
    assert check_group(session, short, with_ratio=False).people == 45
    with pytest.raises(BookingRefused):
        check_group(session, short)


def test_a_base_may_ask_for_more_adults(town):
    """Its own numbers stand over the defaults."""
    BaseRules.objects.create(organisation=town.base, pupils_per_adult_upper=10)
    with pytest.raises(BookingRefused) as caught:
        make_booking(town.session, town.coordinator)
    assert "至少需要 4 位随行成人" in caught.value.message


def test_stored_classes_are_checked_like_typed_ones(town):
    """Rows of a held booking go through the same function."""
    booking = make_booking(town.session, town.coordinator)
    assert check_group(load_session(town.session.pk), booking.parties.all()).people == 42


def test_a_grade_the_programme_was_not_made_for(town):
    """The refusal names the grades it fits, in order, and the one that does not."""
    stage = Stage.objects.get_or_create(code="j", defaults={"zh": "初中"})[0]
    eighth = Grade.objects.create(code="g08", zh="八年级", stage=stage, sort=80)
    ninth = Grade.objects.create(code="g09", zh="九年级", stage=stage, sort=90)
    town.programme.grades = [ninth, eighth]
    town.programme.save()
    with pytest.raises(BookingRefused) as caught:
        make_booking(town.session, town.coordinator, parties=[party(grade=make_grade())])
    assert caught.value.code == "grade_misfit"
    assert "这个课程适合八年级、九年级，不接受七年级" in caught.value.message
    make_booking(town.session, town.coordinator, parties=[party(grade=eighth)])


def test_an_unknown_grade_is_told_before_the_fit(town):
    """A forged number is no grade at all."""
    with pytest.raises(BookingRefused) as caught:
        check_group(load_session(town.session.pk), [PartyInput(999_999, "1班", 40, 2)])
    assert caught.value.code == "grade_unknown"
