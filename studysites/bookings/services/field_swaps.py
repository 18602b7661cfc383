"""Compare-and-swap of fields while the status stays: of two who write at once, one wins."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone

from ..enums import BookingStatus
from ..models import Booking
from .status_moves import changed


def swap_fields(booking: Booking, *, version: int, statuses: Iterable[BookingStatus], **fields: Any) -> None:
    """Write ``fields`` if the booking still has ``version`` and one of the ``statuses``.

    Raises BookingRefused ``changed`` with the fresh row otherwise. ``booking`` is brought up to date.
    """
    rows = Booking.objects.filter(pk=booking.pk, version=version, status__in=list(statuses))
    if not rows.update(version=F("version") + 1, updated_at=timezone.now(), **fields):
        raise changed(booking.pk)
    booking.version = version + 1
    for name, value in fields.items():
        setattr(booking, name, value)
