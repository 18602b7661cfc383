"""Guides, windows and templates under real processes on both engines (booking.md 2.6, 12 and 13)."""

from datetime import timedelta

import pytest

from tests.factories.visits import at

from . import inventory_tasks as tasks
from .processes import FORK

pytestmark = pytest.mark.races

MINUTE = timedelta(minutes=1)
NINE, HALF_TEN, NOON = at(30, 9), at(30, 10, 30), at(30, 12)
REFUSED = "assignments_never_overlap"


@pytest.fixture
def guide(database):
    """A fresh guide with one assignment from nine to half past ten, and the engine it lives on."""
    resource_id = database.call(tasks.make_guide)
    assert database.call(tasks.assign, resource_id, NINE, HALF_TEN)[0] == "written"
    return database, resource_id


@pytest.mark.parametrize(("start", "end"), [(HALF_TEN, NOON), (NINE - MINUTE * 90, NINE)])
def test_back_to_back_is_allowed(guide, start, end):
    engine, resource_id = guide
    assert engine.call(tasks.assign, resource_id, start, end)[0] == "written"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (HALF_TEN - MINUTE, NOON),
        (NINE - MINUTE * 90, NINE + MINUTE),
        (NINE, HALF_TEN),
        (NINE + MINUTE, NINE + MINUTE * 2),
        (NINE - MINUTE, NOON),
        (HALF_TEN - timedelta(microseconds=1), NOON),
    ],
)
def test_one_minute_of_overlap_is_refused(guide, start, end):
    engine, resource_id = guide
    assert engine.call(tasks.assign, resource_id, start, end) == (REFUSED, 0)


def test_another_guide_is_free(guide):
    engine, _ = guide
    other = engine.call(tasks.make_guide)
    assert engine.call(tasks.assign, other, NINE, HALF_TEN)[0] == "written"


def test_inactive_is_ignored_and_reactivating_is_checked_again(guide):
    engine, resource_id = guide
    answer, idle = engine.call(tasks.assign, resource_id, NINE, HALF_TEN, False)
    assert answer == "written"
    assert engine.call(tasks.change, idle, {"active": True}) == REFUSED
    assert (
        engine.call(tasks.change, idle, {"starts_at": HALF_TEN, "ends_at": NOON, "active": True}) == "written"
    )
    assert engine.call(tasks.change, idle, {"starts_at": HALF_TEN - MINUTE}) == REFUSED
    assert engine.call(tasks.change, idle, {"ends_at": NOON + MINUTE}) == "written"
    assert engine.call(tasks.change, idle, {"active": False, "starts_at": NINE}) == "written"


def test_the_guard_exists_after_all_migrations(database):
    assert database.call(tasks.guards) == (1 if database.is_postgres else 2)


def test_a_rebuilt_table_gets_its_triggers_back(sqlite_races):
    resource_id = sqlite_races.call(tasks.make_guide)
    assert sqlite_races.call(tasks.assign, resource_id, NINE, HALF_TEN)[0] == "written"
    assert sqlite_races.call(tasks.rebuild_table) == 0
    sqlite_races.call(tasks.finish_migrate)
    assert sqlite_races.call(tasks.guards) == 2
    assert sqlite_races.call(tasks.assign, resource_id, NINE, HALF_TEN) == (REFUSED, 0)


def test_writing_the_guard_twice_is_harmless(database):
    database.call(tasks.finish_migrate)
    assert database.call(tasks.guards) == (1 if database.is_postgres else 2)


def test_of_two_sessions_one_gets_the_guide(database):
    resource_id = database.call(tasks.make_guide)
    sessions = database.call(tasks.make_sessions, 4, NINE, HALF_TEN)
    answers = database.race([(tasks.assign, resource_id, NINE, HALF_TEN, True, pk) for pk in sessions])
    assert sorted(answer for answer, _ in answers) == [REFUSED] * 3 + ["written"]


def test_a_leave_and_an_assignment_never_pass_each_other(database):
    town = database.call(tasks.set_up_guide)
    answers = database.race([(tasks.give, town), (tasks.leave, town)])
    assert sorted(answers) in (["leave_hits", "won"], ["resource_leave", "won"])


def test_many_askers_make_one_window(database):
    town = database.call(tasks.set_up_lunch, 50)
    answers = database.race([(tasks.ask_window, town)] * 6)
    assert len(set(answers)) == 1
    assert database.call(tasks.windows_of, town) == [(50, 0)]


def test_a_resize_and_a_new_window_agree(database):
    town = database.call(tasks.set_up_lunch, 50)
    database.race([(tasks.ask_window, town), (tasks.resize, town, 20)])
    assert database.call(tasks.windows_of, town) == [(20, 0)]


def test_many_workers_make_each_session_once(database):
    town = database.call(tasks.set_up_template)
    made = database.race([(tasks.make, town)] * 4)
    assert sum(made) == 5
    assert database.call(tasks.sessions_of, town) == [2] * 5


def test_two_clicks_save_one_template(database):
    town = database.call(tasks.set_up_template)
    answers = database.race([(tasks.save, town, "下午场")] * 3)
    assert sorted(answers) == ["template_exists", "template_exists", "won"]


@pytest.mark.parametrize("pause", ["before", "after"])
def test_an_edit_against_a_request_touches_no_booking(database, pause):
    """The edit comes before or after the places are moved: it sees the booking and keeps the session, or the
    request finds no places any more."""
    town = database.call(tasks.set_up_booking)
    there = FORK.Event()
    rivals = [(tasks.book_first, town, pause, there), (tasks.shift, town, there)]
    booked, edited = database.race(rivals)
    assert edited == "won"
    facts = database.call(tasks.facts_of, town)
    if booked == "won":
        assert facts == {"standing": 1, "drift": 0, "kept": True}
    else:
        assert facts == {"standing": 0, "drift": 0, "kept": False}
        assert booked in {"full", "closed", "not_allowed", "busy"}
    if pause == "before" and database.is_postgres:
        assert booked in {"full", "closed"}
    if pause == "after":
        assert booked == "won"


def test_one_form_pressed_in_several_places_makes_one_thing(database):
    town = database.call(tasks.set_up_lunch, 40)
    answers = database.race([(tasks.add_lunch, town, "西餐厅")] * 4)
    assert len(set(answers)) == 1 and isinstance(answers[0], int)
    assert database.call(tasks.lunches, town) == 1


def test_of_two_bodies_under_one_key_one_is_written(database):
    town = database.call(tasks.set_up_lunch, 40)
    answers = database.race([(tasks.add_lunch, town, name) for name in ("西餐厅", "东餐厅")])
    assert sorted(map(type, answers), key=str) == [int, str] and "key_reused" in answers
    assert database.call(tasks.lunches, town) == 1
