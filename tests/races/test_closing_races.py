"""Closing a day lists every booking it hits, those committed beside it as well."""

import pytest

from . import closing_tasks as tasks
from . import towns
from .proofs import sound

pytestmark = pytest.mark.races
SCHOOLS = 6


def rivals_of(town: dict) -> list[tuple]:
    """Half of the schools send requests, half hold places."""
    work = (tasks.request_slowly, tasks.hold_slowly)
    return [(work[number % 2], town, number) for number in range(SCHOOLS)]


def requested(books: dict) -> set[int]:
    """Return the requests among the bookings; a hold is the school's own matter and in no list."""
    return {pk for pk, state in books["status"].items() if state == "pending"}


@pytest.mark.postgres
def test_without_waiting_the_list_misses_some(postgres_races):
    """The negative control; SQLite has one writer, whose work is seen by the next."""
    town = postgres_races.call(towns.set_up, SCHOOLS, 42 * SCHOOLS, SCHOOLS)
    hits, *_ = postgres_races.race([(tasks.close_unheld, town), *rivals_of(town)])
    assert requested(postgres_races.call(towns.books, town)) - set(hits)


def test_every_booking_that_read_the_day_as_open_is_listed(database):
    town = database.call(towns.set_up, SCHOOLS, 42 * SCHOOLS, SCHOOLS)
    hits, *answers = database.race([(tasks.close_beside, town), *rivals_of(town)])
    assert {code for code, _ in answers} <= {"won", "closed_day"}
    won = {booking for code, booking in answers if code == "won"}
    books = sound(database, town)
    assert {pk for pk, state in books["status"].items() if state in {"held", "pending"}} == won
    assert requested(books) == set(hits)
