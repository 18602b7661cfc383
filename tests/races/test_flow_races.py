"""From a hold to the end of a visit, by real processes on both engines (booking.md 2.6)."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from studysites.bookings.services import hold_expiry, reserves, visit_clock

from . import flow_tasks as tasks
from . import towns
from .processes import Killed
from .proofs import sound, statuses
from .towns import given

pytestmark = pytest.mark.races

RIVALS = 5
HALF_HOUR = timedelta(minutes=31)


def test_without_the_guard_sqlite_oversells(sqlite_races):
    """The negative control: one writer at a time does not help who has read before BEGIN."""
    town = sqlite_races.call(towns.set_up, RIVALS, 42, 4)
    answers = sqlite_races.race([(tasks.hold_reading_early, town, number) for number in range(RIVALS)])
    assert [code for code, _ in answers].count("won") == RIVALS
    drift = sqlite_races.call(towns.books, town)["drift"]
    assert (42, 42 * RIVALS) in drift.values()


@pytest.mark.parametrize(("people", "groups"), [(83, 9), (500, 1)], ids=["people", "groups"])
def test_one_of_many_holds_the_last_places(database, people, groups):
    town = database.call(towns.set_up, RIVALS, people, groups)
    answers = database.race([(towns.slowly, 0.2, towns.hold, town, number) for number in range(RIVALS)])
    assert sorted(code for code, _ in answers) == ["full"] * (RIVALS - 1) + ["won"]
    assert statuses(sound(database, town)) == ["held"]


@pytest.mark.parametrize(
    ("seats", "bays", "refusal"), [(83, 9, "lunch_full"), (500, 1, "bays_full")], ids=["seats", "bays"]
)
def test_of_those_who_eat_one_gets_the_last_seats_and_nothing_is_half_taken(database, seats, bays, refusal):
    """Seats and bays are taken together or not at all, with the words that ask for them."""
    town = database.call(tasks.set_up_lunch, 3, seats, bays)
    codes = [code for code, _ in database.race([(tasks.eat, town, number) for number in range(3)])]
    assert codes.count("won") == 1
    assert set(codes) <= {"won", refusal, "lunch_full"}
    sound(database, town)
    whole, nothing = ["bays", "details", "seats"], []
    assert sorted(database.call(tasks.half_taken, town), key=len) == [nothing, nothing, whole]


def test_a_hold_is_submitted_or_expires_never_both(database):
    """Three holds, each with its school and two sweepers whose clock says that the time is over."""
    town = database.call(towns.set_up, 3, 300, 9)
    holds = database.call(towns.bring_all, town, "held")
    over = timezone.now() + HALF_HOUR
    answers = database.race(
        [(towns.act, town, "submit", pk, version, number) for number, (pk, version) in enumerate(holds)]
        + [(towns.swept, hold_expiry.expire_holds, over)] * 2
    )
    states = sound(database, town)["status"]
    for (code, _), (pk, _) in zip(answers, holds, strict=False):
        assert (states[pk], code == "won") in {("pending", True), ("expired", False)}
        assert code in {"won", "changed", "hold_expired"}


@pytest.mark.parametrize("first", ["school", "sweeper"])
def test_a_hold_whose_time_is_over_is_released_once(database, first):
    """The school comes too late by its own clock, while two sweepers and a rival for the places work."""
    town = database.call(towns.set_up, 2, 42, 1)
    pk, version = database.call(towns.bring, town, "held")
    over = timezone.now() + HALF_HOUR
    rivals = [
        (towns.at_time, over, towns.act, town, "submit", pk, version),
        (towns.at_time, over, towns.hold, town, 1),
        (towns.swept, hold_expiry.expire_holds, over),
        (towns.at_time, over, towns.act, town, "extend", pk, version),
    ]
    answers = database.race(rivals if first == "school" else rivals[::-1])
    answers = answers if first == "school" else answers[::-1]
    books = sound(database, town)
    assert answers[0][0] == "hold_expired"
    assert answers[3][0] == "hold_expired"
    assert books["status"][pk] == "expired"
    assert answers[1][0] in {"won", "full"}
    assert database.call(towns.people_taken, town) == (42 if answers[1][0] == "won" else 0)


@pytest.mark.parametrize(
    ("status", "action", "sweep", "outcomes"),
    [
        ("pending", "confirm", visit_clock.cancel_unanswered, {"confirmed", "cancelled"}),
        ("pending", "withdraw", visit_clock.cancel_unanswered, {"cancelled"}),
        ("held", "give_up", hold_expiry.expire_holds, {"cancelled", "expired"}),
        ("held", "extend", hold_expiry.expire_holds, {"held", "expired"}),
    ],
)
def test_people_against_the_clock(database, status, action, sweep, outcomes):
    """Whoever is first, the other finds it done; places are freed once or kept."""
    town = database.call(towns.set_up, 1, 42, 1)
    pk, version = database.call(towns.bring, town, status)
    late = timezone.now() + (HALF_HOUR if status == "held" else timedelta(days=29))
    answers = database.race([(towns.act, town, action, pk, version)] + [(towns.swept, sweep, late)] * 2)
    state = sound(database, town)["status"][pk]
    assert state in outcomes
    won = answers[0][0] == "won"
    assert sum(answers[1:]) + won == 1 or (action, state) == ("extend", "expired")
    taken = database.call(towns.people_taken, town)
    assert taken == (42 if state in {"held", "confirmed"} else 0)


@pytest.mark.parametrize(
    ("action", "states"),
    [("withdraw", {"checked_in", "cancelled"}), ("check_in", {"checked_in"})],
)
def test_check_in_against(database, action, states):
    """Half an hour before the start the base notes the arrival while the school cancels, or twice."""
    town = database.call(towns.set_up, 1, 42, 1)
    pk, version = database.call(towns.bring, town, "confirmed")
    database.call(towns.shift_session, town, 30)
    rivals = [(towns.act, town, "check_in", pk, version), (towns.act, town, action, pk, version)]
    answers = database.race(rivals)
    assert sorted(code for code, _ in answers) == ["changed", "won"]
    state = sound(database, town)["status"][pk]
    assert state in states
    assert database.call(towns.people_taken, town) == (42 if state == "checked_in" else 0)


def test_an_arrival_against_the_clock_of_no_shows(database):
    """An hour late: noted as there, or as not come, and the completing clock frees the places once."""
    town = database.call(towns.set_up, 2, 84, 2)
    (pk, version), (other, seen) = database.call(towns.bring_all, town, "confirmed")
    database.call(towns.shift_session, town, -80)
    assert database.call(towns.act, town, "check_in", other, seen)[0] == "won"
    now = timezone.now()
    answers = database.race(
        [
            (towns.act, town, "check_in", pk, version),
            (towns.swept, visit_clock.note_no_shows, now),
            (towns.swept, visit_clock.complete_visits, now + timedelta(hours=1)),
            (towns.swept, visit_clock.complete_visits, now + timedelta(hours=1)),
        ]
    )
    states = sound(database, town)["status"]
    assert states[other] == "completed"
    assert (answers[0][0] == "won") != (answers[1] == 1)
    assert states[pk] in ({"no_show"} if answers[1] else {"checked_in", "completed"})


def test_one_key_from_many_processes_is_one_hold_and_one_submission(database):
    town = database.call(towns.set_up, 1, 300, 9)
    key = uuid.uuid4().hex
    answers = database.race([(towns.hold, town, 0, 0, key)] * RIVALS)
    assert {code for code, _ in answers} == {"won"}
    [booking_id] = {booking for _, booking in answers}
    sent = {"key": uuid.uuid4().hex}
    rivals = [(given, (town, "submit", booking_id, 1), sent)] * RIVALS
    assert database.race(rivals) == [("won", booking_id)] * RIVALS
    other = {**sent, "note": "另一张表"}
    assert database.call(given, (town, "submit", booking_id, 1), other)[0] == "key_reused"
    assert statuses(sound(database, town)) == ["pending"]
    assert database.call(towns.people_taken, town) == 42


def test_killed_in_the_middle_nothing_has_happened(database):
    """kill -9 after the last UPDATE of a hold, a submission and a withdrawal; the same keys then win."""
    town = database.call(towns.set_up, 1, 42, 1)
    key = uuid.uuid4().hex
    assert database.race([(towns.die_before_commit, towns.hold, town, 0, 0, key)]) == [Killed()]
    assert statuses(sound(database, town)) == []
    won, pk = database.call(towns.hold, town, 0, 0, key)
    assert won == "won"
    for version, (action, before, after) in enumerate(
        [("submit", "held", "pending"), ("withdraw", "pending", "cancelled")], start=1
    ):
        task = (towns.act, town, action, pk, version)
        assert database.race([(towns.die_before_commit, *task)]) == [Killed()]
        assert sound(database, town)["status"] == {pk: before}
        assert database.call(towns.people_taken, town) == 42
        assert database.call(*task)[0] == "won"
        assert sound(database, town)["status"] == {pk: after}


def test_trips_named_in_opposite_orders_never_deadlock(database):
    town = database.call(tasks.set_up_day, 6, 42 * 6)
    answers = database.race([(tasks.hold_day, town, number, number % 2 == 1) for number in range(6)])
    assert {code for code, _ in answers} == {"won"}
    assert statuses(sound(database, town)) == ["held"] * 12


def test_the_last_day_trip_goes_to_one_with_both_halves(database):
    """Rivals want the day or only its afternoon; an ended hold in the way is swept first."""
    town = database.call(tasks.set_up_day, 5, 42)
    pk, _ = database.call(towns.bring, town, "held", 4, 1)
    over = timezone.now() + HALF_HOUR
    rivals = [(towns.at_time, over, tasks.hold_day, town, number, number == 1) for number in range(3)]
    rivals += [(towns.at_time, over, towns.hold, town, 3, 1)]
    answers = database.race(rivals)
    codes = [code for code, _ in answers]
    assert sorted(codes) == ["full"] * 3 + ["won"]
    books = sound(database, town)
    assert books["status"].pop(pk) == "expired"
    assert statuses(books) == (["held"] if codes[3] == "won" else ["held", "held"])


def test_a_reserve_opens_against_bookings(database):
    """Two ticks open what is left of the reserve while its schools and others book."""
    town = database.call(tasks.set_up_reserve, 4, 42 * 3, 42)
    rivals = [(towns.hold, town, number) for number in range(4)]
    over = town["until"] + timedelta(minutes=1)
    answers = database.race(rivals + [(towns.swept, reserves.release_reserves, over)] * 2)
    codes = [code for code, _ in answers[:4]]
    sound(database, town)
    assert database.call(tasks.capacities, town) == {"people": 42 * 3, "groups": 9}
    assert codes.count("won") + codes.count("full") == 4
    assert codes.count("won") >= 2
    database.call(towns.swept, reserves.release_reserves, over)
    assert database.call(tasks.capacities, town) == {"people": 42 * 3, "groups": 9}
    sound(database, town)


def test_setting_a_reserve_against_bookings(database):
    """The manager moves capacity between the buckets rivals draw from; the sum never changes."""
    town = database.call(tasks.set_up_reserve, 4, 42 * 4, 42)
    rivals = [(towns.hold, town, number) for number in range(4)]
    answers = database.race([*rivals, (tasks.reserve, town, 84), (tasks.reserve, town, 50)])
    assert {code for code, _ in answers[:4]} <= {"won", "full"}
    assert set(answers[4:]) <= {"won", "reserve_too_large", "reserve_in_use"}
    assert database.call(tasks.capacities, town) == {"people": 42 * 4, "groups": 9}
    sound(database, town)


def test_of_two_overlapping_sessions_one_gets_the_guide(database):
    town = database.call(tasks.set_up_guide)
    answers = database.race([(tasks.give_guide, town, number, town["guide"]) for number in range(2)])
    assert sorted(answers) == ["resource_taken", "won"]


def test_each_message_is_sent_once_by_three_deliverers(database, tmp_path):
    last = database.call(tasks.empty_outbox)
    town = database.call(towns.set_up, 3, 300, 9)
    database.call(towns.bring_all, town, "confirmed")
    waiting = database.call(tasks.messages_since, last)
    log = tmp_path / "sent"
    sent = database.race([(tasks.deliver, str(log))] * 3)
    noted = [int(line) for line in log.read_text().split()]
    assert sorted(noted) == sorted(waiting)
    assert sum(sent) == len(waiting) > 0
    assert database.call(tasks.messages_since, last) == []


def test_a_dead_mail_server_undoes_no_booking(database):
    database.call(tasks.empty_outbox)
    town = database.call(towns.set_up, 1, 42, 1)
    pk, _ = database.call(towns.bring, town, "confirmed")
    assert database.call(tasks.deliver_in_vain) > 0
    assert sound(database, town)["status"] == {pk: "confirmed"}
    assert database.call(towns.people_taken, town) == 42


def test_the_last_second_and_the_first_of_the_next_day(database):
    """Both engines agree on midnight in Shanghai, whatever they store."""
    town = database.call(towns.set_up, 2, 300, 9)
    moments = database.call(tasks.last_moments, town)
    assert (moments["book"].hour, moments["book"].minute, moments["book"].second) == (23, 59, 59)
    second = timedelta(seconds=1)
    assert database.call(towns.at_time, moments["book"] + second, towns.hold, town, 0)[0] == "too_late"
    assert database.call(towns.at_time, moments["book"], towns.hold, town, 0)[0] == "won"
    pk, version = database.call(towns.bring, town, "confirmed", 1)
    more = {"parties": towns.classes(town, 40, 3)}
    change = (given, (town, "change_parties", pk, version, 1), more)
    assert database.call(towns.at_time, moments["change"] + second, *change)[0] == "change_late"
    assert database.call(towns.at_time, moments["change"], *change)[0] == "won"
    sound(database, town)


def test_the_last_moment_of_a_hold_is_too_late(database):
    town = database.call(towns.set_up, 1, 42, 1)
    pk, version = database.call(towns.bring, town, "held")
    end = database.call(tasks.end_of, pk)
    submit = (towns.act, town, "submit", pk, version)
    assert database.call(towns.swept, hold_expiry.expire_holds, end - timedelta(microseconds=1)) == 0
    assert database.call(towns.at_time, end, *submit)[0] == "hold_expired"
    assert sound(database, town)["status"] == {pk: "expired"}


def test_the_database_itself_refuses(database):
    """Constraints, indexes and triggers are there after all migrations."""
    town = database.call(towns.set_up, 1, 84, 2)
    town["booking"], _ = database.call(towns.bring, town, "pending")
    told = database.call(tasks.break_guards, town)
    assert {name: word for name, word in told.items() if not word.startswith("refused")} == {}
    sound(database, town)
