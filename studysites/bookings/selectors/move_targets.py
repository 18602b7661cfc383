"""Where a visit could be moved to: the base's other sessions that take the whole group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.taxonomy.models import Grade

from ..dates import SHORTEST_ANSWER
from ..enums import BucketUnit, SessionStatus
from ..models import Booking, Party, VisitSession
from ..policies import groups_of
from .bookable import open_days
from .session_look import waits

# How far from the visit's day another date is looked for.
AROUND = timedelta(days=60)


@dataclass(frozen=True)
class MoveTarget:
    """One session with room; ``left`` are the people it still takes of this group's kind."""

    session_id: int
    title: str
    start: datetime
    end: datetime
    left: int
    same_programme: bool


def move_targets(booking_id: int, now: datetime) -> tuple[MoveTarget, ...]:
    """Return the base's open sessions within 60 days of the visit that take the whole booking, by time.

    Sessions given by ballot, closed days, unsuitable grades or
    sizes, and sessions a class of the school is in already are left out. 5 queries.
    """
    booking = Booking.objects.select_related("session").get(pk=booking_id)
    parties = list(booking.parties.filter(active=True))
    sessions = candidates(booking, now)
    grades = grades_of({session.programme_id for session in sessions})
    taken = classes_there(booking, sessions)
    fitting = [
        session
        for session in sessions
        if suits(session, parties, grades.get(session.programme_id, set()))
        and not taken.get(session.pk, set()) & {(party.grade_id, party.class_label) for party in parties}
        and has_room(session, parties, booking.band, now)
    ]
    return tuple(
        MoveTarget(
            session_id=session.pk,
            title=session.programme.title,
            start=session.starts_at,
            end=session.ends_at,
            left=left_for(session, BucketUnit.PEOPLE, booking.band, now),
            same_programme=session.programme_id == booking.session.programme_id,
        )
        for session in sorted(fitting, key=lambda session: (session.starts_at, session.pk))
    )


def candidates(booking: Booking, now: datetime) -> list[VisitSession]:
    """Return the base's other open sessions around the visit's day. 2 queries."""
    visit = booking.session.starts_at
    rows = VisitSession.objects.filter(
        organisation_id=booking.session.organisation_id,
        status=SessionStatus.OPEN,
        starts_at__range=(max(now + SHORTEST_ANSWER, visit - AROUND), visit + AROUND),
        by_ballot=False,
        programme__live=True,
    ).exclude(pk=booking.session_id)
    return list(open_days(rows).select_related("programme").prefetch_related("buckets"))


def grades_of(programme_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return programme id -> grades it names; a programme missing here suits all. 1 query."""
    found: dict[int, set[int]] = {}
    pairs = Grade.objects.filter(programmes__in=list(programme_ids)).values_list("programmes", "pk")
    for programme_id, grade_id in pairs:
        found.setdefault(programme_id, set()).add(grade_id)
    return found


def classes_there(booking: Booking, sessions: list[VisitSession]) -> dict[int, set[tuple[int, str]]]:
    """Return session id -> classes of the booking's school that are in it. 1 query."""
    found: dict[int, set[tuple[int, str]]] = {}
    rows = Party.objects.filter(school_id=booking.school_id, active=True, session__in=sessions)
    for session_id, grade_id, label in rows.values_list("session_id", "grade_id", "class_label"):
        found.setdefault(session_id, set()).add((grade_id, label))
    return found


def suits(session: VisitSession, parties: list[Party], grades: set[int]) -> bool:
    """Say whether the programme was made for these grades and takes a group of this size."""
    people = sum(party.people for party in parties)
    sized = session.programme.min_party <= people <= session.programme.max_party
    return sized and (not grades or all(party.grade_id in grades for party in parties))


def has_room(session: VisitSession, parties: list[Party], band: str, now: datetime) -> bool:
    """Say whether people and groups fit, the reserve of the booking's band included."""
    people = sum(party.people for party in parties)
    groups = sum(groups_of(party.people, session.programme.group_size) for party in parties)
    enough = left_for(session, BucketUnit.PEOPLE, band, now) >= people
    return enough and left_for(session, BucketUnit.GROUPS, band, now) >= groups


def left_for(session: VisitSession, unit: BucketUnit, band: str, now: datetime) -> int:
    """Return how many of one unit a school of ``band`` may still take."""
    buckets = [bucket for bucket in session.buckets.all() if bucket.unit == unit]
    return sum(
        bucket.left for bucket in buckets if not bucket.band or (bucket.band == band and waits(bucket, now))
    )
