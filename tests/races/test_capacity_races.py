"""The invariants of the ledger under real processes (docs/decisions/0004-booking-capacity.md)."""

import uuid

import pytest

from . import tasks
from .processes import Killed

pytestmark = pytest.mark.races

RIVALS = 6


def check_books(database, town) -> dict:
    """Counters equal live allocations and stay within capacity."""
    books = database.call(tasks.books, town)
    assert books["taken"] == books["allocated"]
    assert all(0 <= books["taken"][unit] <= books["capacity"][unit] for unit in books["taken"])
    return books


def rivals(town, task=tasks.request) -> list[tuple]:
    return [(task, town, who, uuid.uuid4().hex) for who in town["schools"]]


@pytest.mark.postgres
def test_without_the_guard_postgresql_oversells(postgres_races):
    """The negative control: if this ever passes without overselling, the races below prove nothing."""
    town = postgres_races.call(tasks.set_up, RIVALS, 42, 4)
    answers = postgres_races.race(rivals(town, tasks.request_unguarded))
    books = postgres_races.call(tasks.books, town)
    assert [code for code, _ in answers].count("won") > 1
    assert books["allocated"]["people"] > books["capacity"]["people"]


@pytest.mark.parametrize(
    ("people", "groups"), [(42, 9), (500, 1)], ids=["people are the limit", "groups are the limit"]
)
def test_one_of_many_gets_the_last_places(database, people, groups):
    town = database.call(tasks.set_up, RIVALS, people, groups)
    codes = sorted(code for code, _ in database.race(rivals(town)))
    assert codes == ["full"] * (RIVALS - 1) + ["won"]
    books = check_books(database, town)
    assert books["taken"] == {"people": 42, "groups": 1}
    assert (books["statuses"], books["active"], books["keys"]) == (["pending"], 1, 1)


def test_as_many_win_as_fit(database):
    town = database.call(tasks.set_up, RIVALS, 42 * 4 + 41, 9)
    codes = [code for code, _ in database.race(rivals(town))]
    assert codes.count("won") == 4
    assert check_books(database, town)["taken"]["people"] == 42 * 4


def test_repeats_of_one_key_make_one_booking(database):
    town = database.call(tasks.set_up, 1, 500, 9)
    key = uuid.uuid4().hex
    answers = database.race([(tasks.request, town, town["schools"][0], key)] * RIVALS)
    assert {code for code, _ in answers} == {"won"}
    assert len({booking for _, booking in answers}) == 1
    assert check_books(database, town)["taken"] == {"people": 42, "groups": 1}


def test_one_key_with_two_bodies_makes_one_booking(database):
    town = database.call(tasks.set_up, 1, 500, 9)
    key, who = uuid.uuid4().hex, town["schools"][0]
    answers = database.race([(tasks.request, town, who, key, 40), (tasks.request, town, who, key, 39)])
    assert sorted(code for code, _ in answers) == ["key_reused", "won"]
    check_books(database, town)


def test_one_class_books_a_session_once(database):
    town = database.call(tasks.set_up, 1, 500, 9)
    answers = database.race([(tasks.request, town, town["schools"][0], uuid.uuid4().hex) for _ in range(4)])
    assert sorted(code for code, _ in answers) == ["class_booked"] * 3 + ["won"]
    assert check_books(database, town)["active"] == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("confirm", "withdraw"), ("confirm", "decline"), ("confirm", "confirm"), ("decline", "withdraw")],
)
def test_of_two_decisions_one_wins(database, first, second):
    town = database.call(tasks.set_up_booked)
    answers = database.race([(tasks.decide, town, first), (tasks.decide, town, second)])
    assert sorted(answers) == ["changed", "won"]
    winner = (first, second)[answers.index("won")]
    books = check_books(database, town)
    assert books["taken"]["people"] == (42 if winner == "confirm" else 0)
    assert books["active"] == (1 if winner == "confirm" else 0)


def test_many_withdrawals_free_the_places_once(database):
    town = database.call(tasks.set_up_booked, 2)
    assert database.call(tasks.request, town, town["schools"][1], uuid.uuid4().hex)[0] == "won"
    answers = database.race([(tasks.decide, town, "withdraw")] * 4)
    assert sorted(answers) == ["changed"] * 3 + ["won"]
    assert check_books(database, town)["taken"] == {"people": 42, "groups": 1}


def test_shrinking_against_a_request_never_oversells(database):
    town = database.call(tasks.set_up, 1, 42, 4)
    answers = database.race(
        [(tasks.request, town, town["schools"][0], uuid.uuid4().hex), (tasks.shrink, town, 41)]
    )
    assert [answers[0][0], answers[1]] in (["won", "below_taken"], ["full", "won"])
    check_books(database, town)


def test_killed_between_update_and_commit_leaves_no_drift(database):
    town = database.call(tasks.set_up, 2, 42, 4)
    key = uuid.uuid4().hex
    assert database.race([(tasks.request_and_die, town, town["schools"][0], key)]) == [Killed()]
    books = check_books(database, town)
    assert (books["taken"]["people"], books["statuses"], books["keys"]) == (0, [], 0)
    assert database.call(tasks.request, town, town["schools"][0], key)[0] == "won"
    assert check_books(database, town)["taken"]["people"] == 42
