"""What managers do at once with the size of a session."""

import time

from studysites.bookings.models import CapacityBucket
from studysites.bookings.services import session_sizes

from . import change_tasks

PATIENCE_SECONDS = 0.3


def resize_slowly(town: dict, people: int) -> str:
    """Resize, resting between reading the buckets and moving them."""
    resize_unit = session_sizes.resize_unit

    def rest(*args):
        time.sleep(PATIENCE_SECONDS)
        resize_unit(*args)

    session_sizes.resize_unit = rest
    return change_tasks.resize(town, people, 9)


def resize_unheld(town: dict, people: int) -> str:
    """The negative control: the buckets are read without being held."""

    def read_only(session, sizes):
        rows = list(CapacityBucket.objects.filter(session=session).order_by("id"))
        for unit, size in sizes.items():
            session_sizes.resize_unit([row for row in rows if row.unit == unit], unit, size)

    from studysites.bookings.services import sessions

    sessions.resize_buckets = read_only
    return resize_slowly(town, people)
