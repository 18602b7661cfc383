"""What managers do beside bookings that change."""

from typing import Any

from portal.accounts.models import User
from studysites.bookings.dates import ZONE
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import CapacityBucket, VisitSession
from studysites.bookings.services.closed_days import close_day as close_one
from studysites.bookings.services.sessions import resize_session

from . import towns

WAIT_SECONDS = 20


def resize(town: dict, people: int, groups: int) -> str:
    """Resize the first session; answer "won" or the refusal's code."""
    manager = User.objects.get(pk=town["manager"])
    try:
        resize_session(actor=manager, session_id=town["sessions"][0], people=people, groups=groups)
    except BookingRefused as refused:
        return refused.code
    return "won"


def save_stale_form(town: dict, opened: Any, booked: Any) -> list[str]:
    """Read the page, let schools book, then save what was read: sizes, and the session's own row."""
    session = VisitSession.objects.get(pk=town["sessions"][0])
    sizes = {row.unit: row.capacity for row in CapacityBucket.objects.filter(session=session)}
    opened.set()
    assert booked.wait(WAIT_SECONDS)
    answers = [resize(town, sizes["people"], sizes["groups"])]
    session.note = "请从东门入馆"
    session.save()
    return [*answers, "saved", resize(town, sizes["people"] + 10, sizes["groups"])]


def book_all(town: dict, opened: Any, booked: Any) -> list[str]:
    """Hold places for every school once the page is open."""
    assert opened.wait(WAIT_SECONDS)
    codes = [towns.hold(town, number)[0] for number in range(len(town["schools"]))]
    booked.set()
    return codes


def close_day(town: dict) -> list[int]:
    """Close the day of the first session; return the bookings it hits."""
    day = VisitSession.objects.get(pk=town["sessions"][0]).starts_at.astimezone(ZONE).date()
    manager = User.objects.get(pk=town["manager"])
    rows = close_one(actor=manager, organisation_id=town["base"], day=day, reason="设备检修")
    return [row.id for row in rows]
