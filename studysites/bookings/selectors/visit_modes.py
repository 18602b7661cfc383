"""Which way a session may be asked for at this moment: hold places, wait, enter a ballot, or not at all."""

from django.utils import timezone

from ..models import VisitSession
from .sessions import SessionRow
from .waitlist import queue_claims

HOLD, WAIT, BALLOT, CLOSED = "hold", "wait", "ballot", "closed"


def mode_of(row: SessionRow) -> str:
    """Return the way; free places others wait for are not there for a newcomer. 1 or 2 queries, 5 more
    when somebody waits.
    """
    if row.state == CLOSED:
        return CLOSED
    if VisitSession.objects.filter(pk=row.id, by_ballot=True).exists():
        return BALLOT
    return WAIT if row.state == "full" or queue_claims(row.id, timezone.now()) else HOLD
