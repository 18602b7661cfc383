"""Where a booking may be moved: the base's sessions that take the whole group, the same programme first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from portal.shared.templatetags.portal_ui import cn_date_short, cn_time
from portal.taxonomy.models import Grade

from ..models import Booking, VisitSession
from ..policies import Needs, PartyInput, needs_of
from .rules import planning_calendar
from .sessions import SessionRow, as_rows, bookable, upcoming


@dataclass(frozen=True)
class DateChoice:
    """One session with room for the group."""

    row: SessionRow
    same_programme: bool

    @property
    def words(self) -> str:
        """Date, time, places left, and the programme when it is another."""
        row = self.row
        when = f"{cn_date_short(row.start)} {cn_time(row.start)}–{cn_time(row.end)}"
        other = "" if self.same_programme else f"，另一个课程“{row.title}”"
        return f"{when}{other}，余 {row.places_left} 人"


def dates_for(booking_id: int) -> tuple[DateChoice, ...]:
    """Return every session of the base that fits the classes: the same programme first, each group by time.
    8 queries.

    Fit: open and inside the booking window, the programme takes grades and size, people and groups are
    free, and the session is not given by ballot.
    """
    booking = Booking.objects.select_related("session").get(pk=booking_id)
    parties = [
        PartyInput(party.grade_id, party.class_label, party.pupils, party.adults)
        for party in booking.parties.filter(active=True)
    ]
    calendar = planning_calendar()
    here = upcoming(None).filter(organisation_id=booking.session.organisation_id, by_ballot=False)
    sessions = [
        session
        for session in with_grades(bookable(here.exclude(pk=booking.session_id), calendar))
        if fits(session, parties)
    ]
    rows = as_rows(sessions, calendar)
    choices = [
        DateChoice(row, row.programme_id == booking.session.programme_id)
        for row in rows
        if has_room(row, needs_for(sessions, row, parties))
    ]
    return tuple(sorted(choices, key=lambda one: (not one.same_programme, one.row.start)))


def by_month(choices: Iterable[DateChoice]) -> dict[str, list[DateChoice]]:
    """Return the choices by month, 2026-12, the months in order of time."""
    months: dict[str, list[DateChoice]] = {}
    for one in sorted(choices, key=lambda one: one.row.start):
        months.setdefault(f"{timezone.localtime(one.row.start):%Y-%m}", []).append(one)
    return {
        month: sorted(listed, key=lambda one: (not one.same_programme, one.row.start))
        for month, listed in months.items()
    }


def nearest_month(months: Mapping[str, Iterable[DateChoice]], start: datetime) -> str:
    """Return the month of the choice nearest to the present date; empty when there is none."""
    return min(months, key=lambda month: min(abs(one.row.start - start) for one in months[month]), default="")


def with_grades(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Read the grades each programme names in one query."""
    return rows.prefetch_related(Prefetch("programme__grades", queryset=Grade.objects.only("id")))


def fits(session: VisitSession, parties: Iterable[PartyInput]) -> bool:
    """Say whether the programme was made for these grades and this size."""
    listed = list(parties)
    named = {grade.pk for grade in session.programme.grades.all()}
    people = sum(party.people for party in listed)
    size_fits = session.programme.min_party <= people <= session.programme.max_party
    return size_fits and (not named or all(party.grade_id in named for party in listed))


def needs_for(sessions: Iterable[VisitSession], row: SessionRow, parties: Iterable[PartyInput]) -> Needs:
    """Return what the classes would take of that session."""
    size = next(session.programme.group_size for session in sessions if session.pk == row.id)
    return needs_of(parties, size)


def has_room(row: SessionRow, needs: Needs) -> bool:
    """Say whether people and groups are free."""
    return (
        row.state in {"open", "few"} and row.places_left >= needs.people and row.groups_left >= needs.groups
    )
