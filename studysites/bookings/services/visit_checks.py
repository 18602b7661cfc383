"""The rules a visit is checked by before anything is written; asked by every way to a booking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.taxonomy.models import Grade
from portal.taxonomy.working_days import WorkingCalendar, working_calendar

from .. import policies
from ..dates import ZONE, VisitDates, dates_of, decision_due
from ..exceptions import BookingRefused
from ..models import BaseRules, Party, VisitSession
from ..policies import GradedParty, Needs, PartyInput
from ..selectors.bookable import closed_reason, with_closing
from ..selectors.rules import rules_of_session


@dataclass(frozen=True)
class VisitTerms:
    """What one visit is bound by: its dates, the base's rules, the working days they were counted on."""

    dates: VisitDates
    rules: BaseRules
    calendar: WorkingCalendar

    def clocks(self, submitted_at: datetime) -> dict[str, datetime]:
        """Return the clock fields of a booking submitted at that moment, ready to be written."""
        due = decision_due(submitted_at, self.rules, self.calendar, latest=self.dates.final_numbers_by)
        return {
            "submitted_at": submitted_at,
            "decision_due_at": due,
            "final_numbers_due_at": self.dates.final_numbers_by,
        }


def load_session(session_id: int) -> VisitSession:
    """Return the session with programme, base, rules and closing; refuse ``closed`` when there is none."""
    sessions = VisitSession.objects.select_related("programme", "organisation__booking_rules")
    session = with_closing(sessions.filter(pk=session_id, programme__live=True)).first()
    if session is None:
        raise BookingRefused("closed")
    return session


def terms_of(session: VisitSession) -> VisitTerms:
    """Return the terms of one visit. 1 query for a session read by ``load_session``."""
    day = session.starts_at.astimezone(ZONE).date()
    rules, calendar = rules_of_session(session), working_calendar(day, day)
    return VisitTerms(dates_of(session, rules, calendar), rules, calendar)


def check_visit(session: VisitSession, now: datetime) -> VisitTerms:
    """Return the terms of the visit when the session takes requests at ``now``.

    Raises BookingRefused ``started``, ``closed``, ``closed_day``, ``not_open_yet``, ``too_late``.
    1 query for a session read by ``load_session``.
    """
    policies.check_session(session, now)
    policies.check_open_day(closed_reason(session))
    terms = terms_of(session)
    policies.check_window(terms.dates, now)
    return terms


def check_group(
    session: VisitSession, parties: Iterable[PartyInput | Party], *, with_ratio: bool = True
) -> Needs:
    """Return people and groups the classes take of the session.

    ``parties`` are typed classes or stored rows. A hold is placed ``with_ratio=False``; a submission
    also needs the adults. Raises BookingRefused for every rule of policies.check_parties, and
    ``grade_unknown``, ``grade_misfit``, ``ratio_short``. 2 queries.
    """
    listed = [PartyInput(party.grade_id, party.class_label, party.pupils, party.adults) for party in parties]
    policies.check_parties(listed, session.programme)
    policies.check_group(
        graded(listed),
        fitting=fitting_grades(session),
        rules=rules_of_session(session),
        with_ratio=with_ratio,
    )
    return policies.needs_of(listed, session.programme.group_size)


def graded(parties: Iterable[PartyInput]) -> list[GradedParty]:
    """Return the classes with their grades; refuse ``grade_unknown``. 1 query."""
    listed = list(parties)
    grades = Grade.objects.in_bulk({party.grade_id for party in listed})
    if any(party.grade_id not in grades for party in listed):
        raise BookingRefused("grade_unknown")
    return [
        GradedParty(grade.pk, grade.code, grade.sort, grade.zh, party.pupils, party.adults)
        for party in listed
        for grade in [grades[party.grade_id]]
    ]


def fitting_grades(session: VisitSession) -> dict[int, str]:
    """Return the grades the programme names, in their order; none means all. 1 query."""
    return dict(session.programme.grades.order_by("sort").values_list("pk", "zh"))
