"""A whole grade at one programme: the sessions to choose from, and what a sent plan took."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from portal.accounts.models import User
from portal.organisations.models import Organisation
from portal.organisations.policies import can_book_for
from portal.shared.templatetags.portal_ui import cn_date_short, cn_time
from portal.taxonomy.models import Grade

from ..models import Booking, GradePlan, VisitSession
from ..policies import groups_of
from ..proposals import PartyLimits, Room
from .bookable import midnight
from .bookings import BookingRow, listed, row_of
from .group_advice import Advice, RatioHelp, number
from .programmes import ProgrammePage, programme_owner
from .rules import planning_calendar
from .sessions import SessionRow, as_rows, bookable, upcoming

# A grade of a thousand is split over 24 sessions at most; two and a half times as many to choose from.
SHOWN = 60
DIGITS = re.compile("([0-9]+)")


@dataclass(frozen=True)
class PlanProgramme:
    """One programme as the planning page needs it; ``sessions`` still take people, earliest first."""

    id: int
    title: str
    url: str
    base: str
    organisation_id: int
    limits: PartyLimits
    grades: tuple[Grade, ...]
    sessions: tuple[SessionRow, ...]

    @property
    def rooms(self) -> list[Room]:
        """What each session still takes."""
        return [Room(row.id, row.places_left, row.groups_left) for row in self.sessions]

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Return (id, words) of every session."""
        return [(row.id, words_of(row)) for row in self.sessions]


@dataclass(frozen=True)
class PlanResult:
    """What a plan took, earliest visit first."""

    id: int
    school: str
    grade: str
    pupils: int
    bookings: tuple[BookingRow, ...]
    classes: dict[int, str]

    @property
    def sum(self) -> str:
        """Say what was taken in all."""
        classes, people = sum(row.classes for row in self.bookings), sum(row.people for row in self.bookings)
        return f"{len(self.bookings)} 个场次，{classes} 个班 {people} 人"


@dataclass(frozen=True)
class ProgrammeDoor:
    """A programme a grade may be planned at, with the number of its coming sessions."""

    id: int
    title: str
    base: str
    sessions: int


@dataclass(frozen=True)
class SessionSum:
    """What the classes put into one session come to, and what stands in the way."""

    row: SessionRow
    labels: str
    classes: int
    people: int
    groups: int
    advice: Advice
    problem: str

    @property
    def when(self) -> str:
        """Day and hour in words."""
        return when_of(self.row.start)

    @property
    def trouble(self) -> str:
        """Say in one line what must be changed before this session can be sent, nothing when it fits."""
        words = self.problem or ("随行成人不够" if self.advice.short else "")
        return f"{when_of(self.row.start)}（{self.labels}）：{words}" if words else ""


def sums_of(
    programme: PlanProgramme, rows: Iterable[Mapping[str, object]], ratio: RatioHelp, grade_id: int
) -> tuple[SessionSum, ...]:
    """Return one sum a session that has classes, by date; ``rows`` are typed (forms.ClassRowForm)."""
    chosen: dict[int, list[tuple[str, int, int]]] = {}
    for row in rows:
        numbers = number(row.get("pupils", "")), number(row.get("adults", ""))
        chosen.setdefault(number(row.get("session") or ""), []).append((str(row.get("label", "")), *numbers))
    return tuple(
        sum_of(session, chosen[session.id], programme.limits, ratio, grade_id)
        for session in programme.sessions
        if session.id in chosen
    )


def sum_of(
    session: SessionRow,
    classes: list[tuple[str, int, int]],
    limits: PartyLimits,
    ratio: RatioHelp,
    grade_id: int,
) -> SessionSum:
    """Add up one session."""
    sizes = [pupils + adults for _, pupils, adults in classes]
    people, groups = sum(sizes), sum(groups_of(size, limits.group_size) for size in sizes)
    if people > session.places_left or groups > session.groups_left:
        problem = f"名额不够：余 {session.places_left} 人 {session.groups_left} 组"
    elif people > limits.most:
        problem = f"每次最多 {limits.most} 人"
    else:
        problem = f"每次至少 {limits.least} 人" if people < limits.least else ""
    return SessionSum(
        row=session,
        labels="、".join(label for label, _, _ in classes),
        classes=len(classes),
        people=people,
        groups=groups,
        advice=ratio.say((grade_id, pupils, adults) for _, pupils, adults in classes),
        problem=problem,
    )


def words_of(row: SessionRow) -> str:
    """Say when a session is and what it still takes, short enough for a phone's list: a day of another
    year has its year there and no weekday.
    """
    local = timezone.localtime(row.start)
    when = f"{local:%Y-%m-%d %H:%M}" if other_year(row.start) else when_of(row.start)
    return f"{when}，余 {row.places_left} 人 {row.groups_left} 组"


def when_of(start: datetime) -> str:
    """Day and hour, with the year when it is another; sessions of one programme are equally long."""
    return f"{other_year(start)}{cn_date_short(start)} {cn_time(start)}"


def other_year(start: datetime) -> str:
    """Return 2027- for a day of another year than today's, else nothing."""
    year = timezone.localtime(start).year
    return f"{year}-" if year != timezone.localdate().year else ""


def plan_programme(programme_id: int, first_day: date | None = None) -> PlanProgramme | None:
    """Return a live programme with its open sessions, from ``first_day`` on when the school names one;
    None when there is no such programme. 8 queries.
    """
    programme = ProgrammePage.objects.live().filter(pk=programme_id).first()
    owner = programme_owner(programme_id)
    if programme is None or owner is None:
        return None
    calendar = planning_calendar()
    rows = bookable(upcoming(midnight(first_day) if first_day else None), calendar)
    rows = rows.filter(programme_id=programme_id, by_ballot=False)
    sessions = as_rows(rows.order_by("starts_at", "id")[:SHOWN], calendar)
    named = list(programme.grades.order_by("sort"))
    return PlanProgramme(
        id=programme.pk,
        title=programme.title,
        url=programme.url or "",
        base=Organisation.objects.get(pk=owner.organisation_id).short_name,
        organisation_id=owner.organisation_id,
        limits=PartyLimits(programme.min_party, programme.max_party, programme.group_size),
        grades=tuple(named or Grade.objects.in_force().order_by("sort")),
        sessions=tuple(row for row in sessions if row.state in {"open", "few"}),
    )


def sessions_gone(programme_id: int, session_ids: Iterable[int]) -> tuple[tuple[int, str], ...]:
    """Return (id, words) of sessions of the programme that take no more people. 1 query."""
    rows = VisitSession.objects.filter(programme_id=programme_id, pk__in=list(session_ids))
    times = rows.order_by("starts_at").values_list("pk", "starts_at")
    return tuple((pk, f"{when_of(start)}，现在不能再约") for pk, start in times)


def programmes_to_plan() -> tuple[ProgrammeDoor, ...]:
    """Return the programmes with sessions that may be booked now, by base and title. 4 queries."""
    rows = bookable(upcoming(None), planning_calendar()).filter(by_ballot=False).order_by()
    counted = rows.values_list("programme_id", "programme__title", "organisation__short_name")
    found = counted.annotate(number=Count("pk")).order_by("organisation__sort", "programme__title")
    return tuple(ProgrammeDoor(*row) for row in found)


def counted(label: str) -> list[tuple[int, str]]:
    """Sort key that puts 9班 before 10班."""
    return [(int(part) if part.isascii() and part.isdigit() else 0, part) for part in DIGITS.split(label)]


def plan_result(plan_id: int, user: User) -> PlanResult | None:
    """Return a sent plan for a coordinator of its school; None for everybody else. 4 queries."""
    plan = GradePlan.objects.select_related("school", "grade").filter(pk=plan_id).first()
    if plan is None or not can_book_for(user, plan.school_id):
        return None
    rows = listed(Booking.objects.filter(grade_plan=plan)).prefetch_related("parties")
    bookings = list(rows.order_by("session__starts_at", "id"))
    return PlanResult(
        id=plan.pk,
        school=plan.school.name,
        grade=plan.grade.zh,
        pupils=plan.pupils,
        bookings=tuple(row_of(booking) for booking in bookings),
        classes={
            booking.pk: "、".join(sorted((party.class_label for party in booking.parties.all()), key=counted))
            for booking in bookings
        },
    )
