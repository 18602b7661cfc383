"""Changes against everything that may happen meanwhile, by real processes on both engines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studysites.bookings.services import offers

from . import change_tasks as tasks
from . import towns
from .processes import FORK, Killed
from .proofs import sound, statuses
from .towns import given

pytestmark = pytest.mark.races

HOURS_49 = timedelta(hours=49)


def more(town: dict, pupils: int) -> dict:
    """What a change of numbers asks for."""
    return {"parties": towns.classes(town, pupils, 3)}


def test_of_many_who_want_more_as_many_win_as_fit(database):
    """Each wants 43 people instead of 42 and one place is left; who fails keeps the old booking whole."""
    town = database.call(towns.set_up, 4, 42 * 4 + 1, 9)
    rows = database.call(towns.bring_all, town, "pending")
    answers = database.race(
        [
            (towns.slowly, 0.2, given, (town, "change_parties", pk, version, number), more(town, 40))
            for number, (pk, version) in enumerate(rows)
        ]
    )
    assert sorted(code for code, _ in answers) == ["full"] * 3 + ["won"]
    sound(database, town)
    for (code, _), (pk, _) in zip(answers, rows, strict=True):
        assert database.call(towns.parties_of, pk) == [("1班", 40, 3 if code == "won" else 2)]
    assert database.call(towns.people_taken, town) == 42 * 4 + 1


@pytest.mark.parametrize("status", ["held", "confirmed"])
def test_a_change_against_a_cancellation(database, status):
    """Of two with the same page open one wins; the places are those of the winner."""
    town = database.call(towns.set_up, 1)
    pk, version = database.call(towns.bring, town, status)
    end = "give_up" if status == "held" else "withdraw"
    answers = database.race(
        [
            (given, (town, "change_parties", pk, version), more(town, 30)),
            (towns.act, town, end, pk, version),
        ]
    )
    codes = [code for code, _ in answers]
    assert codes.count("won") == 1
    assert set(codes) <= {"won", "changed", "not_changeable"}
    assert sound(database, town)["status"] == {pk: status if codes[0] == "won" else "cancelled"}
    assert database.call(towns.people_taken, town) == (33 if codes[0] == "won" else 0)


def test_of_two_changes_one_wins_and_its_numbers_stand(database):
    town = database.call(towns.set_up, 1)
    pk, version = database.call(towns.bring, town, "confirmed")
    sizes = [20, 25, 31]
    answers = database.race(
        [(given, (town, "change_parties", pk, version), more(town, size)) for size in sizes]
    )
    codes = [code for code, _ in answers]
    assert sorted(codes) == ["changed", "changed", "won"]
    size = sizes[codes.index("won")]
    sound(database, town)
    assert database.call(towns.parties_of, pk) == [("1班", size, 3)]
    assert database.call(towns.people_taken, town) == size + 3


def test_two_bookings_change_places_without_deadlock(database):
    """Four schools cross between two days at once, each with room for one more: nobody waits in a ring."""
    town = database.call(towns.set_up, 4, 42 * 4, 9, 2)
    rows = [database.call(towns.bring, town, "confirmed", number, number % 2) for number in range(4)]
    answers = database.race(
        [
            (
                given,
                (town, "change_session", pk, version, number),
                {"session_id": town["sessions"][1 - number % 2]},
            )
            for number, (pk, version) in enumerate(rows)
        ]
    )
    assert {code for code, _ in answers} == {"won"}
    sound(database, town)
    assert [database.call(towns.people_taken, town, number) for number in (0, 1)] == [84, 84]


def test_the_last_places_of_another_day_go_to_one(database):
    """One moves there, one books there; the one who cannot move keeps the old day whole."""
    town = database.call(towns.set_up, 2, 42, 1, 2)
    pk, version = database.call(towns.bring, town, "confirmed")
    target = {"session_id": town["sessions"][1]}
    moved, booked = database.race(
        [
            (towns.slowly, 0.1, given, (town, "change_session", pk, version), target),
            (towns.slowly, 0.1, towns.hold, town, 1, 1),
        ]
    )
    assert sorted([moved[0], booked[0]]) == ["full", "won"]
    sound(database, town)
    taken = [database.call(towns.people_taken, town, number) for number in (0, 1)]
    assert taken == ([0, 42] if moved[0] == "won" else [42, 42])


def test_killed_in_the_middle_of_a_change_the_old_booking_is_whole(database):
    town = database.call(towns.set_up, 1, 60, 2, 2)
    pk, version = database.call(towns.bring, town, "confirmed")
    steps = [
        ("change_parties", more(town, 50)),
        ("change_session", {"session_id": town["sessions"][1]}),
    ]
    for action, values in steps:
        task = (given, (town, action, pk, version), values)
        assert database.race([(towns.die_before_commit, *task)]) == [Killed()]
        sound(database, town)
        assert database.call(towns.parties_of, pk) == [("1班", 40, 2)]
    assert [database.call(towns.people_taken, town, number) for number in (0, 1)] == [42, 0]
    assert database.call(given, (town, "change_session", pk, version), steps[1][1])[0] == "won"
    sound(database, town)


@pytest.mark.parametrize("action", ["accept", "refuse", "withdraw"])
def test_an_answer_to_another_date_against_the_clock(database, action):
    """The school answers as the 48 hours end for two ticks: one outcome, both days' places right."""
    town = database.call(towns.set_up, 1, 42, 1, 2)
    pk, version = database.call(towns.bring, town, "confirmed")
    target = {"session_id": town["sessions"][1]}
    assert database.call(given, (town, "offer_move", pk, version), target)[0] == "won"
    sound(database, town)
    answers = database.race(
        [(towns.act, town, action, pk, version + 1)]
        + [(towns.swept, offers.lapse_offers, timezone.now() + HOURS_49)] * 2
    )
    assert (answers[0][0] == "won") + sum(answers[1:]) == 1
    state = sound(database, town)["status"][pk]
    kept = action == "accept" and answers[0][0] == "won"
    assert state in ({"confirmed"} if kept else {"cancelled", "expired"})
    taken = [database.call(towns.people_taken, town, number) for number in (0, 1)]
    assert taken == ([0, 42] if kept else [0, 0])


def test_a_decision_against_a_move_of_the_base(database):
    """Two of the staff with one page: one confirms, the other offers another date."""
    town = database.call(towns.set_up, 1, 42, 1, 2)
    pk, version = database.call(towns.bring, town, "pending")
    target = {"session_id": town["sessions"][1]}
    confirmed, moved = database.race(
        [
            (towns.act, town, "confirm", pk, version),
            (given, (town, "offer_move", pk, version), target),
        ]
    )
    assert sorted([confirmed[0], moved[0]]) == ["changed", "won"]
    assert sound(database, town)["status"][pk] == ("confirmed" if confirmed[0] == "won" else "moved_offer")


def test_a_form_left_open_leaves_the_counters_alone(database):
    """The manager's page was opened before three schools booked; saving it then changes no counter."""
    town = database.call(towns.set_up, 3, 150)
    opened, booked = FORK.Event(), FORK.Event()
    answers = database.race(
        [(tasks.save_stale_form, town, opened, booked), (tasks.book_all, town, opened, booked)]
    )
    assert answers == [["won", "saved", "won"], ["won"] * 3]
    sound(database, town)
    assert database.call(towns.people_taken, town) == 126


def test_a_session_is_not_made_smaller_than_what_is_taken(database):
    town = database.call(towns.set_up, 2)
    database.call(towns.bring_all, town, "pending")
    assert database.call(tasks.resize, town, 83, 4) == "below_taken"
    assert database.call(tasks.resize, town, 84, 1) == "below_taken"
    assert database.call(tasks.resize, town, 84, 2) == "won"
    sound(database, town)


def test_a_closed_day_lists_the_bookings_it_hits_and_takes_none_away(database):
    """A request beside it is listed, or refused; a hold beside it cannot be submitted any more."""
    town = database.call(towns.set_up, 2)
    pk, _ = database.call(towns.bring, town, "confirmed")
    hits, held = database.race([(tasks.close_day, town), (towns.hold, town, 1)])
    assert pk in hits
    assert held[0] in {"won", "closed_day"}
    if held[0] == "won":
        assert database.call(towns.act, town, "submit", held[1], 1, 1)[0] == "closed_day"
    assert sound(database, town)["status"][pk] == "confirmed"
    assert statuses(sound(database, town))[0] == "confirmed"
