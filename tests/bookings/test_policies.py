"""The rules as tables; no database."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from studysites.bookings import policies
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.policies import Needs, PartyInput

LIMITS = SimpleNamespace(min_party=10, max_party=120, group_size=45)
NOW = datetime(2026, 11, 23, 9, 0)


def code_of(check, *args) -> str:
    """Return the refusal's code, or an empty string."""
    try:
        check(*args)
    except BookingRefused as refused:
        assert refused.message
        return refused.code
    return ""


@pytest.mark.parametrize(("people", "groups"), [(1, 1), (10, 1), (45, 1), (46, 2), (90, 2), (91, 3), (0, 0)])
def test_larger_class_counts_two(people, groups):
    assert policies.groups_of(people, 45) == groups


def test_classes_never_share_a_group():
    parties = [PartyInput(1, "1班", 18, 2), PartyInput(1, "2班", 18, 2), PartyInput(1, "3班", 44, 2)]
    assert policies.needs_of(parties, 45) == Needs(people=86, groups=4)


@pytest.mark.parametrize(
    ("parties", "code"),
    [
        ([], "no_classes"),
        ([("1班", 0, 2)], "no_pupils"),
        ([("1班", -3, 20)], "no_pupils"),
        ([("1班", 40, 0)], "no_adults"),
        ([("1班", 40, 2), ("2班", 40, 0)], "no_adults"),
        ([(" ", 40, 2)], "no_label"),
        ([("1班", 40, 2), ("1 班", 30, 2)], "duplicate_class"),
        ([("１班", 40, 2), ("1班", 30, 2)], "duplicate_class"),
        ([("1班", 8, 1)], "too_few"),
        ([("1班", 9, 1)], ""),
        ([("1班", 60, 2), ("2班", 56, 2)], ""),
        ([("1班", 60, 2), ("2班", 57, 2)], "too_many"),
        ([("1班", 40, 2), ("2班", 40, 2)], ""),
    ],
)
def test_classes(parties, code):
    listed = [PartyInput(7, label, pupils, adults) for label, pupils, adults in parties]
    assert code_of(policies.check_parties, listed, LIMITS) == code


def test_same_name_in_another_grade_is_another_class():
    parties = [PartyInput(7, "1班", 40, 2), PartyInput(8, "1班", 40, 2)]
    assert code_of(policies.check_parties, parties, LIMITS) == ""


@pytest.mark.parametrize(
    ("status", "minutes", "code"),
    [("open", 1, ""), ("open", 0, "started"), ("open", -60, "started"), ("closed", 60, "closed")],
)
def test_session(status, minutes, code):
    session = SimpleNamespace(status=status, starts_at=NOW + timedelta(minutes=minutes))
    assert code_of(policies.check_session, session, NOW) == code


@pytest.mark.parametrize(
    ("name", "phone", "code"),
    [
        ("李老师", "0377-63100000", ""),
        (" ", "0377-63100000", "contact_missing"),
        ("李老师", "", "contact_missing"),
    ],
)
def test_contact(name, phone, code):
    assert code_of(policies.check_contact, name, phone) == code


@pytest.mark.parametrize(
    ("reason", "code"),
    [("场馆检修", ""), ("  ", "reason_missing"), ("13800138000 13900139000", "personal_data")],
)
def test_reason(reason, code):
    assert code_of(policies.check_reason, reason) == code


def test_size_refusals_name_the_numbers():
    with pytest.raises(BookingRefused) as refused:
        policies.check_size(130, LIMITS)
    assert "130" in refused.value.message and "120" in refused.value.message
