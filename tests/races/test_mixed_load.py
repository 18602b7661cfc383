"""A small run of the mixed load of benchmarks/race.py; ``make race`` makes the large one."""

import pytest

from benchmarks.race import run, table

pytestmark = pytest.mark.races

ATTEMPTS = 1000


def test_two_thousand_attempts_keep_every_promise(sqlite_races, request):
    """A thousand on each engine, where PostgreSQL is found."""
    results = [run("SQLite", sqlite_races, ATTEMPTS)]
    results.append(run("PostgreSQL", request.getfixturevalue("postgres_races"), ATTEMPTS))
    print(table(results))
    assert [words for result in results for words in result.broken()] == []
