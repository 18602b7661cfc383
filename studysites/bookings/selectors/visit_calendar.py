"""All dates of one visit as a list a school can read."""

from ..date_words import date_lines
from ..enums import BookingStatus
from ..models import VisitSession
from .rules import dates_of_session

# What a visit that stands is bound by, and one that only waits for places; one that is over by nothing.
STANDS = frozenset(
    {
        BookingStatus.HELD.value,
        BookingStatus.PENDING.value,
        BookingStatus.CONFIRMED.value,
        BookingStatus.OFFERED.value,
        BookingStatus.MOVED_OFFER.value,
    }
)
QUEUED = frozenset({BookingStatus.WAITLISTED.value, BookingStatus.APPLIED.value})
OF_QUEUED = frozenset({"最晚预约", "开始"})


def calendar_of(session: VisitSession, status: str) -> tuple[list[tuple[str, str]], str]:
    """Return (what, when) of the dates that matter to a booking of that state, and a note when a year's
    holidays are unknown. 1 or 2 queries, none for a booking that is over.
    """
    if status not in STANDS | QUEUED:
        return [], ""
    dates = dates_of_session(session)
    lines = date_lines(dates)
    return [line for line in lines if status in STANDS or line[0] in OF_QUEUED], dates.note
