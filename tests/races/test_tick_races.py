"""Real processes: one ticks at a time, and a killed one is replaced with all it left behind."""

from itertools import pairwise

import pytest

from . import tick_tasks
from .processes import Killed
from .tick_tasks import LEASE_SECONDS, lines

pytestmark = pytest.mark.races

DAYS = 24.0


@pytest.fixture
def log(tmp_path):
    return str(tmp_path / "log")


def overlaps(log: str) -> int:
    """How many ticks began while another process was in one."""
    rows = sorted(lines(log), key=lambda row: row[2])
    return sum(first[0] == "begin" and second[0] == "begin" for first, second in pairwise(rows))


def test_without_the_lease_processes_tick_at_once(sqlite_races, log):
    """The negative control: if this never overlaps, the race below proves nothing."""
    sqlite_races.call(tick_tasks.reset)
    sqlite_races.race([(tick_tasks.tick_for, log, 0.6, 0, False)] * 3)
    assert overlaps(log) > 0


def test_one_process_ticks_at_a_time(database, log):
    """Their wall clocks are years apart; each leaves in turn and the next goes on."""
    database.call(tick_tasks.reset)
    pids = database.race(
        [
            (tick_tasks.tick_for, log, 0.8, 0),
            (tick_tasks.tick_for, log, 1.6, -400 * DAYS),
            (tick_tasks.tick_for, log, 2.4, 400 * DAYS),
        ]
    )
    rows = lines(log)
    assert overlaps(log) == 0
    assert rows[-1][1] == pids[-1], "the last one standing ticks"
    assert len(rows) > 20


def test_a_killed_holder_is_replaced_and_nothing_is_left_behind(database, log):
    """kill -9 in the middle of a work and of a task; the successor's clock is two hours behind."""
    database.call(tick_tasks.reset)
    database.call(tick_tasks.enqueue_fragile)
    victim, heir = database.race([(tick_tasks.work_long_and_die, log), (tick_tasks.take_over, log, -2)])
    assert victim == Killed()
    assert heir == {"ours": True, "term": 2}
    words = [word for word, _, _ in lines(log)]
    assert words.index("killed") < words.index("work"), "a long work does not lose the lease"
    at = {word: moment for word, _, moment in reversed(lines(log))}
    assert at["work"] - at["killed"] > LEASE_SECONDS / 2
    assert words.count("task-1") == words.count("task-2") == 1
