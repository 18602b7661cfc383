"""A base's own numbers: who sets them, which contradict one another, and of two who save one wins."""

import pytest

from portal.audit.models import AuditEvent
from portal.organisations.models import Role
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import BaseRules
from studysites.bookings.selectors.rules import rules_of, rules_of_bases
from studysites.bookings.services.rules import save_rules
from tests.factories.people import OrganisationFactory
from tests.factories.visits import make_member


def save(town, version: int = 1, actor=None, **numbers) -> BaseRules:
    """Save as the base's manager."""
    actor = actor or town.manager
    return save_rules(actor=actor, organisation_id=town.base.pk, version=version, **numbers)


def refusal(town, **values) -> BookingRefused:
    """Save, expect a refusal and that nothing was written."""
    before = list(BaseRules.objects.values())
    with pytest.raises(BookingRefused) as caught:
        save(town, **values)
    assert list(BaseRules.objects.values()) == before
    return caught.value


def test_a_base_without_a_row_has_the_defaults(town):
    """Design decision 21 and booking.md section 4."""
    rules = rules_of(town.base.pk)
    assert rules.pk is None
    assert (rules.create_notice, rules.change_notice, rules.final_numbers_notice) == (5, 5, 3)
    assert (rules.cancel_notice, rules.decision_days, rules.late_limit_minutes) == (0, 3, 20)
    assert (rules.pupils_per_adult_lower, rules.pupils_per_adult_middle) == (10, 15)
    assert rules.pupils_per_adult_upper == 20


def test_rules_of_several_bases_in_one_query(town, django_assert_num_queries):
    """Own numbers and defaults beside each other."""
    other = OrganisationFactory()
    BaseRules.objects.create(organisation=other, create_notice=8)
    with django_assert_num_queries(1):
        found = rules_of_bases([town.base.pk, other.pk])
    assert (found[town.base.pk].create_notice, found[other.pk].create_notice) == (5, 8)


def test_the_first_saving_makes_the_row_and_the_next_changes_it(town):
    """The version grows, what is not named stays, the audit holds what changed."""
    first = save(town, create_notice=8, late_limit_minutes=20)
    assert (first.create_notice, first.change_notice, first.version) == (8, 5, 2)
    assert AuditEvent.objects.get(action="rules.saved").data == {"create_notice": 8}
    second = save(town, version=2, confirms_offers=True)
    assert (second.create_notice, second.confirms_offers, second.version) == (8, True, 3)


def test_of_two_who_read_the_same_version_one_wins(town):
    """Before the first row and after it."""
    save(town, create_notice=8)
    for version in (1, 3):
        answer = refusal(town, version=version, create_notice=9)
        assert answer.code == "rules_changed"
        assert "没有保存" in answer.message


@pytest.mark.parametrize(
    ("numbers", "word"),
    [
        ({"create_notice": 2}, "最晚提前几个工作日预约"),
        ({"create_notice": 21}, "最晚提前几个工作日预约"),
        ({"pupils_per_adult_upper": 21}, "七年级以上"),
        ({"late_limit_minutes": 0}, "迟到上限"),
        ({"decision_days": 9}, "几个工作日内答复"),
        ({"change_notice": 6}, "增加人数或改期的期限不能早于预约的期限"),
        ({"final_numbers_notice": 6}, "确认人数的期限不能早于"),
        ({"cancel_notice": 4}, "取消的期限不能早于"),
        ({"create_notice": 20, "opens_days_before": 53}, "至少要提前 54 天开放"),
    ],
)
def test_numbers_that_cannot_be(town, numbers, word):
    """Each is refused in words that name the rule; nothing is written."""
    answer = refusal(town, **numbers)
    assert answer.code == "rules_invalid"
    assert word in answer.message and "规则没有改动" in answer.message


def test_only_managers_of_the_base(town):
    """Its staff, a school and another base's manager may not."""
    stranger = make_member(Role.BASE_MANAGER, OrganisationFactory())
    for actor in (town.staff, town.user, stranger):
        assert refusal(town, actor=actor, create_notice=8).code == "not_allowed"


def test_a_name_that_is_no_rule_is_a_mistake_of_the_caller(town):
    """Not even the version or the base can be set this way."""
    with pytest.raises(TypeError):
        save(town, organisation=1)
