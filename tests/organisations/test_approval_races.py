"""Deciders at once, as real processes on SQLite and on PostgreSQL."""

import pytest

from . import deciding

pytestmark = pytest.mark.races


@pytest.mark.parametrize("second", [deciding.approve, deciding.refuse])
def test_of_many_deciders_one_decides(database, second):
    town = database.call(deciding.set_up)
    one, two = town["officers"]
    request = town["requests"][0]
    rivals = [(deciding.approve, one, request), (second, two, request)] * 3
    answers = database.race(rivals)
    facts = database.call(deciding.facts, town)
    assert sorted(answers) == ["refused"] * 5 + ["won"]
    assert (facts["decided"], facts["told"], facts["pending"]) == (1, 1, 0)
    assert facts["groups"] == facts["active"]


def test_groups_follow_whatever_the_order(database):
    """One role ends while another of the same person begins: the group is there exactly when due."""
    town = database.call(deciding.set_up, 2)
    one, two = town["officers"]
    database.call(deciding.approve, one, town["requests"][0])
    answers = database.race(
        [
            (deciding.end, town["applicant"], town["requests"][0]),
            (deciding.approve, two, town["requests"][1]),
        ]
    )
    facts = database.call(deciding.facts, town)
    assert answers == ["won", "won"]
    assert (facts["active"], facts["groups"]) == (1, 1)


def test_asking_twice_at_once_makes_one_request(database):
    town = database.call(deciding.set_up, 0)
    school = database.call(deciding.new_school)
    answers = database.race([(deciding.ask, town["applicant"], school)] * 4)
    assert sorted(answers) == ["refused"] * 3 + ["won"]
    assert database.call(deciding.facts, town)["pending"] == 1


@pytest.mark.parametrize("attempt", range(4))
def test_an_account_closed_while_being_approved_ends_without_rights(database, attempt):
    """Both lock the person first, so neither waits for the other; a deadlock would fail here."""
    town = database.call(deciding.set_up, 3)
    rivals = [(deciding.approve, town["officers"][0], request) for request in town["requests"]]
    database.race([*rivals, (deciding.close, town["applicant"])])
    facts = database.call(deciding.facts, town)
    assert (facts["active"], facts["pending"], facts["groups"]) == (0, 0, 0)
