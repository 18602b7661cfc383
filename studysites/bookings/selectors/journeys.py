"""Two bases on one day: what can be joined, how a trip stands, what could replace a half."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.organisations.policies import can_book_for

from ..dates import ZONE
from ..enums import BookingStatus
from ..models import Booking, TravelTime, Trip, VisitSession
from ..pairing import Link, Ways, followers, link_of
from ..policies import PartyInput, groups_of
from .bookable import midnight
from .bookings import BookingRow, listed, row_of
from .date_choices import fits, has_room, needs_for, with_grades
from .rules import planning_calendar
from .sessions import SessionRow, VisitPlan, as_rows, bookable, upcoming, visit_plan

DAYS_SHOWN = 12
# Five bases with four sessions a day for a quarter of a year.
LOOKED_AT = 1800
STANDING = frozenset(
    {
        BookingStatus.HELD.value,
        BookingStatus.PENDING.value,
        BookingStatus.CONFIRMED.value,
        BookingStatus.OFFERED.value,
        BookingStatus.MOVED_OFFER.value,
    }
)
# The half a choice is about still counts on coming.
COUNTING = frozenset({BookingStatus.PENDING.value, BookingStatus.CONFIRMED.value})


@dataclass(frozen=True)
class Start:
    """One session of a day and what can follow it."""

    row: SessionRow
    after: tuple[tuple[SessionRow, Link], ...]


@dataclass(frozen=True)
class Pair:
    """Two sessions somebody chose; ``link`` is None when they cannot be joined."""

    first: VisitPlan
    second: VisitPlan
    link: Link | None

    @property
    def plans(self) -> tuple[VisitPlan, VisitPlan]:
        """Both, the earlier first."""
        return self.first, self.second

    @property
    def grade_ids(self) -> frozenset[int]:
        """Grades both programmes name; a programme that names none suits all."""
        one, other = self.first.grade_ids, self.second.grade_ids
        return one & other if one and other else one | other


@dataclass(frozen=True)
class Part:
    """One booking of a trip as its page shows it."""

    row: BookingRow
    version: int
    organisation_id: int
    reason: str
    standing: bool

    @property
    def base(self) -> str:
        """Short name of the base."""
        return self.row.base

    @property
    def status(self) -> str:
        """State of the booking."""
        return self.row.status


@dataclass(frozen=True)
class TripPage:
    """A trip whole. ``state`` is held, lapsed, choice, standing or over; times are aware."""

    id: int
    school_id: int
    school: str
    day: date
    state: str
    parts: tuple[Part, ...]
    hold_until: datetime | None
    may_extend: bool
    decide_by: datetime | None
    may_cancel: bool

    @property
    def first(self) -> Part:
        """The part that comes first among those that stand, else the earliest."""
        return next((part for part in self.parts if part.standing), self.parts[0])

    @property
    def people(self) -> int:
        """People of one part: the same classes go to both."""
        return self.first.row.people


def ways_known() -> dict[tuple[int, int], int]:
    """Return (from base, to base) -> minutes on the road, of every way typed in. 1 query."""
    rows = TravelTime.objects.values_list("origin_id", "destination_id", "minutes")
    return {(origin, destination): minutes for origin, destination, minutes in rows}


def days_to_join(people: int) -> tuple[date, ...]:
    """Return the next days, 12 at most, on which two bases can receive ``people`` one after the other."""
    ways = ways_known()
    days: dict[date, list[SessionRow]] = {}
    for row in roomy_rows(near_ways(ways), people):
        days.setdefault(row.start.astimezone(ZONE).date(), []).append(row)
    joined = (day for day, rows in sorted(days.items()) if followers(rows, ways))
    return tuple(day for day, _ in zip(joined, range(DAYS_SHOWN), strict=False))


def starts_on(day: date, people: int) -> tuple[Start, ...]:
    """Return the sessions of a day that others can follow, with room for ``people`` in each."""
    ways = ways_known()
    first = midnight(day)
    rows = near_ways(ways).filter(starts_at__gte=first, starts_at__lt=first + timedelta(days=1))
    return tuple(Start(row, tuple(after)) for row, after in followers(roomy_rows(rows, people), ways))


def near_ways(ways: Ways) -> QuerySet[VisitSession]:
    """Return bookable sessions of the bases that lie at a known way. 1 query for the rules."""
    bases = {base for way in ways for base in way}
    rows = bookable(upcoming(None), planning_calendar())
    return rows.filter(organisation_id__in=bases, by_ballot=False).order_by("starts_at", "id")


def roomy_rows(sessions: QuerySet[VisitSession], people: int) -> list[SessionRow]:
    """Return the rows of the sessions that take one party of ``people``."""
    sized = sessions.filter(programme__min_party__lte=people, programme__max_party__gte=people)
    found = list(sized[:LOOKED_AT])
    sizes = {session.pk: session.programme.group_size for session in found}
    return [
        row
        for row in as_rows(found)
        if row.state in {"open", "few"}
        and row.places_left >= people
        and row.groups_left >= groups_of(people, sizes[row.id])
    ]


def pair_of(first_id: int, second_id: int) -> Pair | None:
    """Return two sessions, the earlier first, and how they join; None when one is not to be seen."""
    plans = [visit_plan(first_id), visit_plan(second_id)]
    if plans[0] is None or plans[1] is None:
        return None
    first, second = sorted((plans[0], plans[1]), key=lambda plan: plan.session.start)
    same_day = first.session.start.astimezone(ZONE).date() == second.session.start.astimezone(ZONE).date()
    link = link_of(first.session, second.session, ways_known()) if same_day else None
    return Pair(first, second, link)


def trip_page(trip_id: int, user: User) -> TripPage | None:
    """Return a trip for a coordinator of its school; None for everybody else. 4 queries."""
    trip = Trip.objects.select_related("school").filter(pk=trip_id).first()
    if trip is None or not can_book_for(user, trip.school_id):
        return None
    now = timezone.now()
    rows = Booking.objects.filter(trip_id=trip_id)
    bookings = list(listed(rows).order_by("session__starts_at", "id"))
    if not bookings:
        return None
    held = [row for row in bookings if row.status == BookingStatus.HELD]
    starts = [row.session.starts_at for row in bookings if row.status in STANDING]
    state = state_of_trip(bookings, trip.decide_by, now)
    return TripPage(
        id=trip.pk,
        school_id=trip.school_id,
        school=trip.school.name,
        day=trip.day,
        state=state,
        parts=tuple(part_of(booking) for booking in bookings),
        hold_until=min((row.hold_expires_at for row in held if row.hold_expires_at), default=None),
        may_extend=bool(held) and not any(row.hold_extended for row in held),
        decide_by=trip.decide_by if state == "choice" else None,
        may_cancel=state in {"held", "standing", "choice"} and min(starts) > now,
    )


def part_of(booking: Booking) -> Part:
    """Turn one listed booking into a part."""
    return Part(
        row=row_of(booking),
        version=booking.version,
        organisation_id=booking.session.organisation_id,
        reason=booking.reason,
        standing=booking.status in STANDING,
    )


def state_of_trip(bookings: Sequence[Booking], decide_by: datetime | None, now: datetime) -> str:
    """Say how a trip stands; a hold whose time is over counts as lapsed before the clock comes by."""
    standing = [row for row in bookings if row.status in STANDING]
    held = [row for row in standing if row.status == BookingStatus.HELD]
    if held:
        running = all(row.hold_expires_at is not None and row.hold_expires_at > now for row in held)
        return "held" if running else "lapsed"
    if decide_by is not None and decide_by > now and any(row.status in COUNTING for row in standing):
        return "choice"
    if standing:
        return "standing"
    return "lapsed" if all(row.status == BookingStatus.EXPIRED for row in bookings) else "over"


def replacements_for(trip: TripPage) -> tuple[tuple[SessionRow, Link], ...]:
    """Return the sessions of the day that could take the place of the half that fell away, by time.

    Those of other bases with a known way and enough time before or after, which take all the classes.
    """
    half = Booking.objects.select_related("session").get(pk=trip.first.row.id)
    parties = [
        PartyInput(party.grade_id, party.class_label, party.pupils, party.adults)
        for party in half.parties.filter(active=True)
    ]
    ways = ways_known()
    start = midnight(trip.day)
    there = {part.row.session_id for part in trip.parts}
    rows = near_ways(ways).filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
    sessions = [session for session in with_grades(rows.exclude(pk__in=there)) if fits(session, parties)]
    base = trip.first.organisation_id
    kept = Timing(base, half.session.starts_at, half.session.ends_at)
    linked = [
        (row, link_of(row, kept, ways) or link_of(kept, row, ways))
        for row in as_rows(sessions)
        if has_room(row, needs_for(sessions, row, parties))
    ]
    return tuple((row, link) for row, link in linked if link is not None)


@dataclass(frozen=True)
class Timing:
    """Where and when a booked visit is."""

    organisation_id: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class OpenTrip:
    """A trip that asks its school for something until ``until``, for the desk."""

    id: int
    day: date
    bases: str
    words: str
    until: datetime | None


def trips_waiting(school_ids: Iterable[int]) -> tuple[OpenTrip, ...]:
    """Return the trips of a school that hold places unsent or wait for a choice. 4 queries."""
    now = timezone.now()
    trips = Trip.objects.filter(school_id__in=list(school_ids), day__gte=now.astimezone(ZONE).date())
    rows = trips.prefetch_related("bookings__session__organisation").order_by("day", "id")
    found = []
    for trip in rows:
        bookings = sorted(trip.bookings.all(), key=lambda one: one.session.starts_at)
        state = state_of_trip(bookings, trip.decide_by, now)
        words = {"held": "占位还没有提交", "choice": "一馆不能接待，请决定怎么办"}.get(state, "")
        if words:
            names = dict.fromkeys(row.session.organisation.short_name for row in bookings)
            ends = [row.hold_expires_at for row in bookings if row.status == BookingStatus.HELD]
            until = trip.decide_by if state == "choice" else min(filter(None, ends), default=None)
            found.append(OpenTrip(trip.pk, trip.day, "、".join(names), words, until))
    return tuple(found)


def trip_of_booking(booking_id: int) -> int | None:
    """Return the trip a booking belongs to, None for a single visit. 1 query."""
    return Booking.objects.filter(pk=booking_id).values_list("trip_id", flat=True).first()
