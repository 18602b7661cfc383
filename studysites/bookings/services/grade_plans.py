"""A whole grade split over several sessions: all of it, or exactly what fits, listed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for
from portal.shared.templatetags.portal_ui import cn_date, cn_time

from .. import policies
from ..exceptions import BookingRefused
from ..models import Booking, GradePlan, VisitSession
from ..policies import PartyInput
from ..selectors.waitlist import queue_of
from . import ledger, notices
from .requests import Wish, tidy, write_request
from .transactions import Change, run_once
from .visit_checks import load_session

# A grade of a thousand pupils in groups of forty-five.
MOST_ALLOTMENTS = 24
TEXTS = {
    "plan_empty": "请至少为年级安排一个场次，并写明班级。没有提交。",
    "plan_long": f"一份年级计划最多安排 {MOST_ALLOTMENTS} 个场次，没有提交。请分成两份。",
    "plan_twice": "同一个场次或同一个班级在计划里出现了两次，没有提交。请合并或改正。",
    "plan_grade": "计划里的班级都要属于同一个年级，没有提交。其他年级请另做一份计划。",
}


@dataclass(frozen=True)
class Allotment:
    """The classes that come in one session."""

    session_id: int
    parties: tuple[PartyInput, ...]


def plan_grade(
    *,
    actor: User,
    school_id: int,
    grade_id: int,
    allotments: Sequence[Allotment],
    contact_name: str,
    contact_phone: str,
    note: str = "",
    key: str,
) -> Booking:
    """Request every session of the plan in one transaction, all or none; return the first booking.

    Its ``grade_plan`` joins them. Raises BookingRefused, and nothing is then taken: ``not_allowed``,
    ``plan_empty``, ``plan_long``, ``plan_twice``, ``plan_grade``, and every refusal of request_booking
    with the session it speaks of.
    """
    wishes = plan_wishes(actor, school_id, grade_id, allotments, (contact_name, contact_phone, note))

    def work() -> Change:
        plan = new_plan(actor, school_id, grade_id, allotments)
        changes = [request_one(actor, wish, plan) for wish in wishes]
        return Change(changes[0].booking, ledger.merge(*(change.moves for change in changes)))

    body = {"grade": grade_id, "wishes": [asdict(wish) for wish in wishes]}
    try:
        return run_once(actor=actor, action="grade_plan.requested", key=key, body=body, work=work)
    except BookingRefused as refused:
        raise located(refused, wishes) from refused


def plan_wishes(
    actor: User,
    school_id: int,
    grade_id: int,
    allotments: Sequence[Allotment],
    contact: tuple[str, str, str],
) -> list[Wish]:
    """Check what concerns the whole plan and return one wish a session, in ascending id."""
    if not can_book_for(actor, school_id):
        raise BookingRefused("not_allowed")
    check_plan(grade_id, allotments)
    wishes = [tidy(Wish(school_id, one.session_id, one.parties, *contact)) for one in allotments]
    return sorted(wishes, key=lambda wish: wish.session_id)


def check_plan(grade_id: int, allotments: Sequence[Allotment]) -> None:
    """Refuse a plan without sessions, with too many, with a class or session twice, of two grades."""
    parties = [party for allotment in allotments for party in allotment.parties]
    labels = [policies.tidy_label(party.class_label) for party in parties]
    sessions = [allotment.session_id for allotment in allotments]
    if not parties or not all(allotment.parties for allotment in allotments):
        raise refusal("plan_empty")
    if len(sessions) > MOST_ALLOTMENTS:
        raise refusal("plan_long")
    if len(set(sessions)) < len(sessions) or len(set(labels)) < len(labels):
        raise refusal("plan_twice")
    if any(party.grade_id != grade_id for party in parties):
        raise refusal("plan_grade")


def new_plan(actor: User, school_id: int, grade_id: int, allotments: Sequence[Allotment]) -> GradePlan:
    """Write the row that joins the bookings."""
    pupils = sum(party.pupils for allotment in allotments for party in allotment.parties)
    return GradePlan.objects.create(school_id=school_id, grade_id=grade_id, pupils=pupils, created_by=actor)


def request_one(actor: User, wish: Wish, plan: GradePlan) -> Change:
    """Write one booking of the plan inside the caller's transaction; a refusal names its session."""
    try:
        return write_one(actor, wish, plan)
    except BookingRefused as refused:
        raise about(load_session(wish.session_id), refused) from refused


def write_one(actor: User, wish: Wish, plan: GradePlan) -> Change:
    """Write one booking of the plan and tell its base; the ledger moves come after."""
    booking, needs, moves = write_request(wish, timezone.now(), requested_by=actor, grade_plan=plan)
    record_event(
        action="booking.requested", target=booking, actor=actor, grade_plan=plan.pk, people=needs.people
    )
    notices.tell_requested(booking)
    return Change(booking, moves)


def located(refused: BookingRefused, wishes: Sequence[Wish]) -> BookingRefused:
    """Return a refusal ``full`` with the sessions that lack places; any other as it is."""
    if refused.code != "full":
        return refused
    lacking = [session for session in map(short_of_places, wishes) if session is not None]
    if not lacking:
        return refused
    names = "、".join(name_of(session) for session in lacking)
    return BookingRefused(
        "full", f"{names}的场次余下的名额不够，整个年级都没有提交，没有占用任何名额。请改动这些场次后再提交。"
    )


def short_of_places(wish: Wish) -> VisitSession | None:
    """Return the session when the places just read do not take its classes."""
    session = load_session(wish.session_id)
    needs = policies.needs_of(wish.parties, session.programme.group_size)
    return None if queue_of(session.pk, timezone.now()).fits(needs, "") else session


def about(session: VisitSession, refused: BookingRefused) -> BookingRefused:
    """Return a refusal that says which session it speaks of."""
    return BookingRefused(
        refused.code, f"{name_of(session)}的场次：{refused.message}整个年级都没有提交，没有占用任何名额。"
    )


def name_of(session: VisitSession) -> str:
    """Date and time of a session."""
    return f"{cn_date(session.starts_at)} {cn_time(session.starts_at)}"


def refusal(code: str) -> BookingRefused:
    """Return a refusal of this module."""
    return BookingRefused(code, TEXTS[code])
