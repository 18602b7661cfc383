"""What waits for a base or a school, by the moment it is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from ..enums import BookingStatus
from ..models import Booking, Party
from .bookings import BookingRow, listed, row_of

# From here on the base's manager, and then the bureau, has been told.
ESCALATED = 3


@dataclass(frozen=True)
class DueRow:
    """One booking with the moment something is due; ``overdue`` when that has passed.

    ``escalated`` says that the base's manager was told of a request left unanswered; ``classes`` names
    grades and classes where they were read.
    """

    row: BookingRow
    due_at: datetime | None
    overdue: bool
    escalated: bool
    note: str
    classes: str = ""


def pending_by_due(organisation_id: int) -> tuple[DueRow, ...]:
    """Return a base's requests that wait for an answer, the most urgent first, those without a date last.

    Of two due at the same moment the earlier visit is first. 2 queries.
    """
    rows = of_base(organisation_id).filter(status=BookingStatus.PENDING)
    named = rows.prefetch_related(Prefetch("parties", Party.objects.select_related("grade").order_by("id")))
    urgent = F("decision_due_at").asc(nulls_last=True)
    return due_rows(named.order_by(urgent, "session__starts_at", "id"), "decision_due_at", classes=True)


def overdue_decisions() -> tuple[DueRow, ...]:
    """Return the requests of all bases whose time to answer is over, for the bureau. 1 query."""
    rows = Booking.objects.filter(status=BookingStatus.PENDING, decision_due_at__lt=timezone.now())
    return due_rows(listed(rows).order_by("decision_due_at", "id"), "decision_due_at")


def final_numbers_open(organisation_id: int) -> tuple[DueRow, ...]:
    """Return a base's coming visits whose school was asked for its final numbers, or is late with them.

    The most urgent first. 1 query.
    """
    now = timezone.now()
    rows = of_base(organisation_id).filter(
        status=BookingStatus.CONFIRMED, final_numbers_at=None, session__starts_at__gt=now
    )
    asked = rows.exclude(final_numbers_asked_at=None) | rows.filter(final_numbers_due_at__lt=now)
    return due_rows(asked.order_by("final_numbers_due_at", "id"), "final_numbers_due_at")


def of_base(organisation_id: int) -> QuerySet[Booking]:
    """Bookings of one base with what a row shows."""
    return listed(Booking.objects.filter(session__organisation_id=organisation_id))


def due_rows(bookings: Iterable[Booking], field: str, *, classes: bool = False) -> tuple[DueRow, ...]:
    """Turn listed bookings into rows due at one of their fields, with their classes where read."""
    now = timezone.now()
    rows = []
    for booking in bookings:
        due_at = getattr(booking, field)
        rows.append(
            DueRow(
                row=row_of(booking),
                due_at=due_at,
                overdue=due_at is not None and due_at < now,
                escalated=booking.reminders_sent >= ESCALATED,
                note=booking.note,
                classes=class_words(booking.parties.all()) if classes else "",
            )
        )
    return tuple(rows)


def class_words(parties: Iterable[Party]) -> str:
    """Return the classes by grade: 七年级 1班、2班；八年级 3班."""
    grades: dict[str, list[str]] = {}
    for party in parties:
        grades.setdefault(str(party.grade), []).append(party.class_label)
    return "；".join(f"{grade} {'、'.join(labels)}" for grade, labels in grades.items())
