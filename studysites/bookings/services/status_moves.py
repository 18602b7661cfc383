"""Compare-and-swap on (id, status, version): of two who decide at once, one wins."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone

from ..enums import MOVES, BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking


def load_booking(booking_id: int) -> Booking:
    """Return the booking with what rules and mails need; refuse ``not_allowed`` when there is none."""
    related = ("session__programme", "session__organisation", "school", "requested_by")
    booking = Booking.objects.select_related(*related).filter(pk=booking_id).first()
    if booking is None:
        raise BookingRefused("not_allowed")
    return booking


def move_status(
    booking: Booking,
    *,
    version: int,
    to: BookingStatus,
    sources: Iterable[BookingStatus],
    **fields: Any,
) -> None:
    """Move the booking to ``to`` if it still has ``version`` and one of the ``sources`` statuses.

    Raises BookingRefused ``changed`` with the fresh row otherwise, and ValueError for a move the table
    of enums.MOVES does not know. ``booking`` is brought up to date.
    """
    sources = list(sources)
    if any(to not in MOVES.get(source, ()) for source in sources):
        raise ValueError(f"no such move: {sources} -> {to}")
    won = Booking.objects.filter(pk=booking.pk, version=version, status__in=sources).update(
        status=to, version=F("version") + 1, updated_at=timezone.now(), **fields
    )
    if not won:
        raise changed(booking.pk)
    booking.status, booking.version = to, version + 1
    for name, value in fields.items():
        setattr(booking, name, value)


def changed(booking_id: int) -> BookingRefused:
    """Return the refusal of a loser, naming the present state."""
    fresh = load_booking(booking_id)
    message = (
        f"这条预约现在是“{fresh.get_status_display()}”，您打开页面之后它有了变化，"
        "刚才的操作没有执行。请看最新状态后再决定。"
    )
    return BookingRefused("changed", message, booking=fresh)
