"""The queue of a full session, by real processes on both engines."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from studysites.bookings.services import offers, waitlist

from . import towns
from . import waitlist_tasks as tasks
from .processes import Killed
from .proofs import sound, statuses
from .towns import given

pytestmark = pytest.mark.races

DAYS_4 = timedelta(days=4)


@pytest.fixture
def queue(database):
    """A session full with school 0, and schools 1 to 3 waiting in this order."""
    town = database.call(tasks.set_up_queue, 5, 3)
    return database, town


def free(database, town: dict) -> None:
    """Let school 0 give its places back."""
    pk, version = town["bookings"][0]
    assert database.call(towns.act, town, "withdraw", pk, version)[0] == "won"


def promote(town: dict) -> partial:
    """The promotion of the town's session."""
    return partial(offers.promote_waitlist, town["sessions"][0])


def test_two_promoters_make_one_offer(queue):
    database, town = queue
    free(database, town)
    now = timezone.now()
    made = database.race([(towns.swept, promote(town), now)] * 3)
    assert sum(made) == 1
    states = sound(database, town)["status"]
    first, *others = [pk for pk, _ in town["bookings"][1:]]
    assert states[first] == "offered"
    assert {states[pk] for pk in others} == {"waitlisted"}
    assert database.call(towns.people_taken, town) == 42


def test_freed_places_go_to_the_queue_or_the_withdrawal_has_not_happened(queue):
    """School 0 gives back while two ticks promote and a newcomer asks: no place is given twice."""
    database, town = queue
    pk, version = town["bookings"][0]
    now = timezone.now()
    answers = database.race(
        [
            (towns.act, town, "withdraw", pk, version),
            (towns.swept, promote(town), now),
            (towns.hold, town, 4),
            (towns.swept, promote(town), now),
        ]
    )
    assert answers[0][0] == "won"
    assert answers[2][0] in {"full", "queued"}
    made = answers[1] + answers[3] + database.call(towns.swept, promote(town), now)
    assert made == 1
    assert statuses(sound(database, town)) == ["cancelled", "offered", "waitlisted", "waitlisted"]


def test_a_promotion_against_those_who_looked_before_somebody_waited(queue):
    """Newcomers who passed the check of the queue meet the promoter at the counter: one wins."""
    database, town = queue
    free(database, town)
    now = timezone.now()
    answers = database.race(
        [(towns.slowly, 0.2, towns.swept, promote(town), now)]
        + [
            (towns.slowly, 0.2, tasks.hold_unqueued, town, 4),
            (towns.slowly, 0.2, tasks.hold_unqueued, town, 0),
        ]
    )
    won = [code for code, _ in answers[1:]].count("won")
    assert answers[0] + won == 1
    sound(database, town)
    assert database.call(towns.people_taken, town) == 42


@pytest.mark.parametrize("action", ["accept", "refuse", "withdraw"])
def test_an_answer_against_the_clock(queue, action):
    """The school answers as its time ends for two ticks; what it leaves goes to the next in line once."""
    database, town = queue
    free(database, town)
    now = timezone.now()
    assert database.call(towns.swept, promote(town), now) == 1
    pk, version = town["bookings"][1]
    answers = database.race(
        [(towns.act, town, action, pk, version + 1, 1)]
        + [(towns.swept, offers.lapse_offers, now + DAYS_4)] * 2
        + [(towns.swept, promote(town), now)]
    )
    assert (answers[0][0] == "won") + sum(answers[1:3]) == 1
    assert answers[0][0] in {"won", "changed", "no_offer"}
    state = sound(database, town)["status"][pk]
    accepted = action == "accept" and answers[0][0] == "won"
    assert state in ({"pending", "confirmed"} if accepted else {"cancelled", "expired"})
    again = answers[3] + database.call(towns.swept, promote(town), now)
    assert again == (0 if accepted else 1)
    sound(database, town)
    assert database.call(towns.people_taken, town) == 42


def test_two_of_a_school_answer_differently(queue):
    database, town = queue
    free(database, town)
    assert database.call(towns.swept, promote(town), timezone.now()) == 1
    pk, version = town["bookings"][1]
    answers = database.race(
        [(towns.act, town, action, pk, version + 1, 1) for action in ("accept", "refuse", "accept")]
    )
    codes = [code for code, _ in answers]
    assert codes.count("won") == 1
    assert set(codes) <= {"won", "changed", "no_offer"}
    state = sound(database, town)["status"][pk]
    assert (state == "cancelled") == (codes[1] == "won")


def test_leaving_the_queue_against_an_offer_and_the_end_of_waiting(queue):
    database, town = queue
    free(database, town)
    pk, version = town["bookings"][1]
    now = timezone.now()
    answers = database.race(
        [
            (towns.act, town, "withdraw", pk, version, 1),
            (towns.swept, promote(town), now),
            (towns.swept, waitlist.end_waiting, now + timedelta(days=27)),
        ]
    )
    states = sound(database, town)["status"]
    assert states[pk] in {"cancelled", "offered", "expired"}
    assert (answers[0][0] == "won") == (states[pk] == "cancelled")
    assert database.call(towns.people_taken, town) in {0, 42}


def test_killed_in_the_middle_of_a_promotion(queue):
    database, town = queue
    free(database, town)
    now = timezone.now()
    task = (towns.swept, promote(town), now)
    assert database.race([(towns.die_before_commit, *task)]) == [Killed()]
    assert statuses(sound(database, town)) == ["cancelled"] + ["waitlisted"] * 3
    assert database.call(towns.people_taken, town) == 0
    assert database.call(*task) == 1
    assert statuses(sound(database, town)) == ["cancelled", "offered", "waitlisted", "waitlisted"]


def test_giving_back_a_part_against_a_joiner(database):
    """Places come free while a school finds the session full and joins: it gets them in the end."""
    town = database.call(towns.set_up, 2, 63, 2)
    pk, version = database.call(towns.bring, town, "confirmed")
    changed, joined = database.race(
        [
            (given, (town, "change_parties", pk, version), {"parties": towns.classes(town, 19)}),
            (towns.wait_in_line, town, 1),
        ]
    )
    assert changed[0] == "won"
    if joined[0] == "won":
        assert database.call(towns.swept, promote(town), timezone.now()) == 1
    else:
        assert joined[0] == "has_room"
        assert database.call(towns.hold, town, 1)[0] == "won"
    sound(database, town)
    assert database.call(towns.people_taken, town) == 63


def test_nobody_reads_of_others_in_the_queue(queue):
    """What is sent and shown to one school names no other school, contact or class."""
    database, town = queue
    free(database, town)
    assert database.call(towns.swept, promote(town), timezone.now()) == 1
    database.call(towns.swept, offers.lapse_offers, timezone.now() + DAYS_4)
    assert database.call(towns.swept, promote(town), timezone.now()) == 1
    told = database.call(tasks.what_schools_read, town)
    assert all(row["messages"] for row in told[:3])
    for row in told:
        assert row["status"] == 200
        assert [name for name in row["others"] if name in row["messages"] + row["page"]] == []
    assert {row["strange page"] for row in told} == {404}
