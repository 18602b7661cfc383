"""Where a booking may be moved: the base's sessions that take the whole group, the same programme first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from portal.shared.templatetags.portal_ui import cn_date_short, cn_time
from portal.taxonomy.models import Grade

from ..models import Booking, VisitSession
from ..policies import Needs, PartyInput, needs_of
from .rules import planning_calendar
from .sessions import SessionRow, as_rows, bookable, upcoming

# The nearest in time of each kind; more would bury the choice on a phone.
SAME_SHOWN, OTHER_SHOWN = 16, 8


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
    """Return the base's sessions that fit the classes, nearest to the present date: 16 of the same
    programme first, then 8 of others; each group in time. 8 queries.

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
    start = booking.session.starts_at
    nearest = sorted(choices, key=lambda one: abs(one.row.start - start))
    same = [one for one in nearest if one.same_programme][:SAME_SHOWN]
    other = [one for one in nearest if not one.same_programme][:OTHER_SHOWN]
    return tuple(sorted([*same, *other], key=lambda one: (not one.same_programme, one.row.start)))


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
