"""Two bases within reach of each other on one day."""

from studysites.bookings.models import TravelTime, VisitSession

from .pages import make_programme
from .visits import at, make_session


def make_day(minutes: int = 30, days: int = 30) -> tuple[VisitSession, VisitSession]:
    """Return a morning session of one base and an afternoon one of another, ``minutes`` apart by road."""
    morning = make_session(make_programme(), starts_at=at(days, hour=9), people=60, groups=2)
    afternoon = make_session(make_programme(), starts_at=at(days, hour=14), people=60, groups=2)
    TravelTime.objects.create(
        origin=morning.organisation, destination=afternoon.organisation, minutes=minutes
    )
    return morning, afternoon
