"""What must hold after every race."""

from . import towns
from .processes import RaceDatabase


def sound(database: RaceDatabase, town: dict) -> dict:
    """Return the town's books: counters equal live allocations, bounds hold, states hold their places."""
    books = database.call(towns.books, town)
    assert books["drift"] == {}
    assert books["beyond"] == []
    assert books["faults"] == []
    return books


def statuses(books: dict) -> list[str]:
    """Return the statuses of the town's bookings, sorted."""
    return sorted(books["status"].values())
