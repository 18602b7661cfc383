"""The size a manager typed holds, whatever moves capacity beside it."""

from datetime import timedelta

import pytest

from studysites.bookings.services import reserves

from . import flow_tasks, size_tasks, towns
from .proofs import sound

pytestmark = pytest.mark.races


@pytest.mark.postgres
def test_without_holding_the_buckets_two_sizes_add_up(postgres_races):
    """The negative control of the next test; on SQLite there is one writer anyway."""
    town = postgres_races.call(flow_tasks.set_up_reserve, 1, 42 * 4, 42)
    rivals = [(size_tasks.resize_unheld, town, people) for people in (200, 260)]
    assert postgres_races.race(rivals) == ["won", "won"]
    assert postgres_races.call(flow_tasks.capacities, town)["people"] not in {200, 260}


def test_the_sum_is_one_of_the_typed_sizes(database):
    """Two managers resize, one sets a reserve, the clock opens what is over, and schools hold."""
    town = database.call(flow_tasks.set_up_reserve, 3, 42 * 4, 42)
    over = town["until"] + timedelta(minutes=1)
    rivals = [(size_tasks.resize_slowly, town, people) for people in (200, 260)]
    rivals += [(flow_tasks.reserve, town, 84), (towns.swept, reserves.release_reserves, over)]
    answers = database.race(rivals + [(towns.hold, town, number) for number in range(3)])
    assert answers[:2] == ["won", "won"]
    assert {code for code, _ in answers[4:]} <= {"won", "full"}
    sound(database, town)
    assert database.call(flow_tasks.capacities, town) in (
        {"people": size, "groups": 9} for size in (200, 260)
    )
