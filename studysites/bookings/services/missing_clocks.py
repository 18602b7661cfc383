"""Bookings stored without clocks get them: those made before there were any, or brought in by hand.

A step of the clock and no migration, since the dates come from rules, holidays and sessions as they are.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.audit.services import record_event

from ..enums import BookingStatus
from ..models import Booking
from .lone_work import run_alone
from .status_moves import changed, load_booking
from .transactions import Change
from .visit_checks import VisitTerms, terms_of

BATCH = 200
WITHOUT = Q(status=BookingStatus.PENDING, decision_due_at=None) | Q(
    status=BookingStatus.CONFIRMED, final_numbers_due_at=None
)


def give_clocks(now: datetime) -> int:
    """Give requests and confirmed visits to come the dates they lack; return how many, 200 at most.

    A base answers within its whole time counted from ``now``: nobody is late by a date that was not
    there. A final-numbers day already past is not set. Safe in any number of processes; a second run
    finds nothing.
    """
    rows = Booking.objects.filter(WITHOUT, session__starts_at__gt=now).order_by("id")
    listed = rows.select_related("session__organisation__booking_rules")
    return sum(give(booking, fields) for booking, fields in missing(listed, now))


def missing(bookings: Iterable[Booking], now: datetime) -> Iterable[tuple[Booking, dict[str, Any]]]:
    """Yield bookings with the fields to be written, 200 at most; those nothing can be given are left out."""
    found = 0
    for booking in bookings:
        fields = clocks_for(booking, terms_of(booking.session), now)
        if fields and found < BATCH:
            found += 1
            yield booking, fields


def clocks_for(booking: Booking, terms: VisitTerms, now: datetime) -> dict[str, Any]:
    """Return the clock fields one booking lacks; the moment of submission is when it was made."""
    fresh = terms.clocks(now)
    fields: dict[str, Any] = {}
    if booking.status == BookingStatus.PENDING and booking.decision_due_at is None:
        fields["decision_due_at"] = fresh["decision_due_at"]
    if booking.final_numbers_due_at is None and fresh["final_numbers_due_at"] >= now:
        fields["final_numbers_due_at"] = fresh["final_numbers_due_at"]
    if fields and booking.submitted_at is None:
        fields["submitted_at"] = booking.created_at
    return fields


def give(seen: Booking, fields: dict[str, Any]) -> bool:
    """Write the clocks of one booking unless it got them or was answered meanwhile; the version stays."""

    def work() -> Change:
        rows = Booking.objects.filter(WITHOUT, pk=seen.pk, version=seen.version)
        if not rows.update(**fields):
            raise changed(seen.pk)
        booking = load_booking(seen.pk)
        record_event(action="booking.clocks_given", target=booking, fields=sorted(fields))
        return Change(booking, {})

    return run_alone(work) is not None
