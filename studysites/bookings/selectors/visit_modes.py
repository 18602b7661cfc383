"""Which way a session may be asked for at this moment: hold places, wait, enter a ballot, or not at all."""

from django.utils import timezone

from .sessions import SessionRow
from .waitlist import queue_claims

WAIT_TEXT = "可以加入候补：不占名额，整队的名额放出时按次序通知您。"
QUEUED_TEXT = "这一场还空着 {left} 个名额，但已有学校在候补，要先给它们。"
HOLD, WAIT, BALLOT, CLOSED = "hold", "wait", "ballot", "closed"


def mode_of(row: SessionRow) -> str:
    """Return the way; free places others wait for are not there for a newcomer. At most 1 query, 5 more
    when somebody waits.
    """
    if row.state == CLOSED:
        return CLOSED
    if row.by_ballot:
        return BALLOT
    return WAIT if row.state == "full" or queue_claims(row.id, timezone.now()) else HOLD


def why_waiting(row: SessionRow) -> str:
    """Say which of the two keeps a newcomer waiting: no places, or schools that wait already."""
    why = f"{row.state_label}。" if row.state == "full" else QUEUED_TEXT.format(left=row.places_left)
    return why + WAIT_TEXT
