"""What people do while a day is being closed."""

import time
import uuid

from portal.accounts.models import User
from studysites.bookings.services import closed_days, requests

from . import change_tasks, towns

REST_SECONDS = 0.5


def close_beside(town: dict) -> list[int]:
    """Close the day once the others have begun; return the bookings it hits."""
    time.sleep(REST_SECONDS / 2)
    return change_tasks.close_day(town)


def close_unheld(town: dict) -> list[int]:
    """The negative control: nobody waits for the bookings under way."""
    closed_days.hold_bookings_back = lambda: None
    return close_beside(town)


def request_slowly(town: dict, school: int) -> tuple[str, int]:
    """Send a request that rests between its rules and its places."""
    user_id, school_id = town["schools"][school]
    return towns.slowly(
        REST_SECONDS,
        towns.answer,
        requests.request_booking,
        actor=User.objects.get(pk=user_id),
        school_id=school_id,
        session_id=town["sessions"][0],
        parties=towns.classes(town),
        key=uuid.uuid4().hex,
        **towns.CONTACT,
    )


def hold_slowly(town: dict, school: int) -> tuple[str, int]:
    """Hold places, resting before they move."""
    return towns.slowly(REST_SECONDS, towns.hold, town, school)
