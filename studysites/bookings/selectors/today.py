"""One day of a base: who comes when, what each group needs, who was counted in and out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, QuerySet

from ..enums import BookingStatus, BucketUnit, Direction
from ..models import Allocation, Assignment, Booking, Party, VisitDetails
from .attendance import GateTotal, class_name, gate_totals
from .bookable import midnight
from .bookings import BookingRow, listed, row_of
from .group_details import (
    consent_words,
    insurance_words,
    lunch_words,
    needs_words,
    transport_words,
    warnings_of,
)
from .rules import rules_of

# Groups the day is made of, and requests that may still become one.
EXPECTED = frozenset(
    {
        BookingStatus.CONFIRMED.value,
        BookingStatus.CHECKED_IN.value,
        BookingStatus.COMPLETED.value,
        BookingStatus.NO_SHOW.value,
    }
)
UNDECIDED = frozenset({BookingStatus.PENDING.value, BookingStatus.MOVED_OFFER.value})
COUNTED = frozenset({BookingStatus.CHECKED_IN.value, BookingStatus.COMPLETED.value})


@dataclass(frozen=True)
class ClassOfDay:
    """One class with its counts at the gate; ``remark`` says in words what does not agree."""

    party_id: int
    name: str
    pupils: int
    adults: int
    total: GateTotal
    remark: str

    @property
    def next_count(self) -> int | None:
        """The number to be counted next, to start the form with: all, or those still inside."""
        if not self.total.counted_in:
            return self.total.expected
        return self.total.inside or None

    @property
    def due(self) -> str:
        """Which way is counted next: in, out, or neither once all who came have left."""
        if not self.total.counted_in:
            return Direction.IN.value
        return Direction.OUT.value if self.total.inside else ""


@dataclass(frozen=True)
class GroupOfDay:
    """One booking of the day; ``facts`` are (label, sentence) about what the group needs,
    ``warnings`` what of it does not fit the day or the numbers.
    """

    row: BookingRow
    classes: tuple[ClassOfDay, ...]
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    plates: tuple[str, ...]
    safety_name: str
    safety_phone: str
    note: str
    checked_in_at: datetime | None
    completed_at: datetime | None
    no_show_at: datetime | None

    @property
    def unnoted(self) -> bool:
        """Whether the visit was completed though nobody noted an arrival."""
        return self.row.status == BookingStatus.COMPLETED and self.checked_in_at is None

    @property
    def counted_in(self) -> int:
        """People of all classes counted in."""
        return sum(one.total.counted_in for one in self.classes)

    @property
    def counted_out(self) -> int:
        """People of all classes counted out."""
        return sum(one.total.counted_out for one in self.classes)


@dataclass(frozen=True)
class SessionOfDay:
    """One session with its groups; ``no_show_from`` is when a missing group may be noted."""

    id: int
    title: str
    start: datetime
    end: datetime
    no_show_from: datetime
    helpers: tuple[str, ...]
    groups: tuple[GroupOfDay, ...]


@dataclass(frozen=True)
class BaseDay:
    """A day of one base: its sessions with groups, and what is still undecided for that day."""

    day: date
    sessions: tuple[SessionOfDay, ...] = ()
    undecided: tuple[BookingRow, ...] = ()

    @property
    def groups(self) -> tuple[GroupOfDay, ...]:
        """All groups in order of time."""
        return tuple(group for session in self.sessions for group in session.groups)

    @property
    def people(self) -> int:
        """People expected."""
        return sum(group.row.people for group in self.groups)

    @property
    def arrived(self) -> int:
        """Groups that came; one completed without an arrival may have."""
        return sum(group.row.status in COUNTED for group in self.groups) - self.unnoted

    @property
    def unnoted(self) -> int:
        """Groups whose visit was completed without a note of their arrival."""
        return sum(group.unnoted for group in self.groups)

    @property
    def missing(self) -> int:
        """Groups noted as not having come."""
        return sum(group.row.status == BookingStatus.NO_SHOW for group in self.groups)


def base_day(organisation_id: int, day: date) -> BaseDay:
    """Return a base's day in order of time. At most 6 queries, however many groups."""
    bookings = list(bookings_of_day(organisation_id, day))
    expected = [booking for booking in bookings if booking.status in EXPECTED]
    totals = gate_totals(booking.pk for booking in expected) if expected else {}
    late = timedelta(minutes=rules_of(organisation_id).late_limit_minutes)
    sessions: dict[int, list[Booking]] = {}
    for booking in expected:
        sessions.setdefault(booking.session_id, []).append(booking)
    return BaseDay(
        day=day,
        sessions=tuple(session_of_day(group, totals, late) for group in sessions.values()),
        undecided=tuple(row_of(booking) for booking in bookings if booking.status in UNDECIDED),
    )


def bookings_of_day(organisation_id: int, day: date) -> QuerySet[Booking]:
    """Return the day's bookings with everything a group shows, by time and order of request."""
    seats = Allocation.objects.filter(released_at=None, bucket__unit=BucketUnit.SEATS)
    helpers = Assignment.objects.filter(active=True).select_related("resource")
    rows = Booking.objects.filter(
        session__organisation_id=organisation_id,
        session__starts_at__gte=midnight(day),
        session__starts_at__lt=midnight(day + timedelta(days=1)),
        status__in=EXPECTED | UNDECIDED,
    )
    return (
        listed(rows)
        .select_related("details", "session__programme", "session__organisation", "school")
        .prefetch_related(
            Prefetch("parties", Party.objects.select_related("grade").order_by("id")),
            Prefetch("allocations", seats.select_related("bucket__resource"), to_attr="seats"),
            Prefetch("session__assignments", helpers, to_attr="helpers"),
        )
        .order_by("session__starts_at", "session_id", "id")
    )


def session_of_day(bookings: list[Booking], totals: Mapping[int, GateTotal], late: timedelta) -> SessionOfDay:
    """Turn the bookings of one session into its part of the day."""
    session = bookings[0].session
    return SessionOfDay(
        id=session.pk,
        title=session.programme.title,
        start=session.starts_at,
        end=session.ends_at,
        no_show_from=session.starts_at + late,
        helpers=tuple(str(one.resource) for one in session.helpers),  # type: ignore[attr-defined]
        groups=tuple(group_of_day(booking, totals) for booking in bookings),
    )


def group_of_day(booking: Booking, totals: Mapping[int, GateTotal]) -> GroupOfDay:
    """Turn one booking into a group of the day."""
    details: VisitDetails | None = getattr(booking, "details", None)
    return GroupOfDay(
        row=row_of(booking),
        classes=tuple(
            class_of_day(party, totals[party.pk], booking.status)
            for party in booking.parties.all()
            if party.pk in totals
        ),
        facts=tuple(facts_of(booking)),
        warnings=warnings_of(booking, details) if details else (),
        plates=tuple(details.plates.split()) if details else (),
        safety_name=details.safety_name if details else "",
        safety_phone=details.safety_phone if details else "",
        note=booking.note,
        checked_in_at=booking.checked_in_at,
        completed_at=booking.completed_at,
        no_show_at=booking.no_show_at,
    )


def class_of_day(party: Party, total: GateTotal, status: str) -> ClassOfDay:
    """Turn one class and its counts into a row."""
    return ClassOfDay(
        party.pk, class_name(party), party.pupils, party.adults, total, remark_on(total, status)
    )


def remark_on(total: GateTotal, status: str) -> str:
    """Return in words what of the counts does not agree; empty when all does or nobody has come yet."""
    if status not in COUNTED:
        return ""
    if not total.counted_in and not total.counted_out:
        return "这个班没有清点过人数" if status == BookingStatus.COMPLETED else ""
    words = [total.flag] if total.flag else []
    if total.counted_in < total.expected and total.counted_out <= total.counted_in:
        words.append(f"比预约的 {total.expected} 人少 {total.expected - total.counted_in} 人")
    leaving = total.counted_out or status == BookingStatus.COMPLETED
    if total.inside and leaving:
        words.append(f"还有 {total.inside} 人没有记离馆")
    return "；".join(words)


def facts_of(booking: Booking) -> Iterable[tuple[str, str]]:
    """Say what the base prepares for a group: needs, lunch, coach, arrival; and whether papers are there."""
    if booking.final_numbers_due_at is not None and booking.final_numbers_at is None:
        yield "人数", "学校还没有确认最终人数"
    details: VisitDetails | None = getattr(booking, "details", None)
    if details is None:
        yield "团队情况", "学校还没有填写"
        return
    yield "照顾", needs_words(details)
    yield "午餐", lunch_words(details, booking.seats)  # type: ignore[attr-defined]
    yield "交通", transport_words(details)
    yield "保险", insurance_words(details)
    yield "告家长书", consent_words(details)
