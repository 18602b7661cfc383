"""The holds of one school, pressed in several tabs at once, by real processes on both engines."""

import pytest

from . import flow_tasks as tasks
from . import towns
from .proofs import sound

pytestmark = pytest.mark.races

TABS = 5


def test_a_school_holds_three_sessions_at_once_and_no_more(database):
    """Five tabs of one school, each for a session of its own; without the count all five would hold."""
    town = database.call(towns.set_up, 1, 120, 4, TABS)
    uncounted = database.race([(tasks.hold_uncounted, town, number) for number in range(TABS)])
    assert [code for code, _ in uncounted] == ["won"] * TABS
    town = database.call(towns.set_up, 1, 120, 4, TABS)
    answers = database.race([(tasks.hold_after_all_looked, town, number) for number in range(TABS)])
    assert sorted(code for code, _ in answers) == ["too_many_holds"] * 2 + ["won"] * 3
    sound(database, town)
