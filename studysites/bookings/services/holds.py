"""A school holds places for half an hour while it completes its request."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import is_superuser
from portal.shared.templatetags.portal_ui import cn_time

from .. import policies
from ..enums import BookingStatus, BucketUnit, CancelledBy
from ..exceptions import BookingRefused
from ..models import Booking
from ..policies import GradedParty, Needs, PartyInput
from ..selectors.session_look import SessionLook, grades_for, look_at_session
from ..selectors.waitlist import claims_of, queue_of
from . import ledger
from .drafts import check_labels, new_booking, own_draft, save_draft, write_parties
from .field_swaps import swap_fields
from .hold_expiry import expire_hold, expire_holds, expire_holds_of_session, expired_refusal, is_over
from .hold_limit import check_limit, enter_limit
from .requests import HELPED, Wish, queued, tidy, with_alternatives
from .reserves import band_for
from .school_side import check_school_side
from .status_moves import load_booking, move_status
from .transactions import Attempt, Change, digest_of, run_once, stored_answer
from .visit_checks import check_visit

__all__ = ["expire_hold", "expire_holds", "extend_hold", "give_up_hold", "hold_places", "save_draft"]

HOLD = timedelta(minutes=30)
EXTENSION = timedelta(minutes=30)
ACTION = "booking.held"


@dataclass(frozen=True)
class HoldPlan:
    """A wish that passed every rule, with what it takes and until when."""

    wish: Wish
    look: SessionLook
    needs: Needs
    band: str
    expires_at: datetime


def hold_places(
    *,
    actor: User,
    school_id: int,
    session_id: int,
    parties: Sequence[PartyInput],
    key: str,
    booking_id: int | None = None,
) -> Booking:
    """Take places for 30 minutes and return the held booking, new or made of the draft ``booking_id``.

    Contact and texts come with the submission. Ended holds of the session are given back first. A
    session that is full when looked at is refused without waiting for the write lock. A repeat of
    ``key`` returns the first booking. Raises BookingRefused, and nothing is then written:
    ``not_allowed``, ``closed``, ``started``, ``closed_day``, ``not_open_yet``, ``too_late``,
    ``by_ballot``, the rules of policies.check_parties, ``grade_unknown``, ``grade_misfit``,
    ``personal_data``, ``too_many_holds``, ``class_booked``, ``full``, ``queued`` (freed places belong to
    the waitlist), ``key_reused``, ``busy``; the ones
    in requests.HELPED bring up to three sessions that fit. Adults are counted at the submission.
    """
    wish = tidy(Wish(school_id, session_id, tuple(parties), "", "", ""))
    body = {**asdict(wish), "booking": booking_id}
    try:
        check_labels(parties)
        plan = plan_hold(actor, wish, timezone.now())
        return run_once(
            actor=actor,
            action=ACTION,
            key=key,
            body=body,
            work=lambda: hold_one(actor, plan, booking_id),
            turn=school_id,
        )
    except BookingRefused as refused:
        answer = stored_answer(Attempt(actor, ACTION, key, digest_of(ACTION, body)))
        if answer is not None:
            return answer
        if refused.code not in HELPED:
            raise
        raise with_alternatives(refused, wish) from refused


def plan_hold(actor: User, wish: Wish, now: datetime) -> HoldPlan:
    """Check a wish without any lock; sweep the session's ended holds first when there are some."""
    look = look_for(actor, wish, now)
    if look.has_stale_holds and expire_holds_of_session(wish.session_id, now):
        look = look_for(actor, wish, now)
    check_hold(wish, look, now)
    plan = HoldPlan(
        wish=wish,
        look=look,
        needs=policies.needs_of(wish.parties, look.limits.group_size),
        band=band_for(wish.school_id, wish.session_id, now) if look.has_reserves else "",
        expires_at=now + HOLD,
    )
    check_room(plan, now)
    return plan


def look_for(actor: User, wish: Wish, now: datetime) -> SessionLook:
    """Return the wanted session; refuse ``closed`` without one, ``not_allowed`` to strangers."""
    look = look_at_session(wish.session_id, actor=actor, school_id=wish.school_id, now=now)
    if look is None or not look.is_complete:
        raise BookingRefused("closed")
    if not look.is_coordinator and not is_superuser(actor):
        raise BookingRefused("not_allowed")
    return look


def check_hold(wish: Wish, look: SessionLook, now: datetime) -> None:
    """Refuse a wish by the first rule it breaks; places are looked at last, by ``check_room``."""
    check_visit(look.session, now)
    if look.session.by_ballot:
        raise BookingRefused("by_ballot", "这个场次先报名、后抽签，不能直接占位。没有占用名额，请改为报名。")
    policies.check_parties(wish.parties, look.limits)
    check_grades(wish, look)
    check_limit(look.live_holds)


def check_grades(wish: Wish, look: SessionLook) -> None:
    """Refuse ``grade_unknown`` or ``grade_misfit``; the adults are counted when the school submits."""
    grades = grades_for(look.session.programme_id, [party.grade_id for party in wish.parties])
    if any(party.grade_id not in grades for party in wish.parties):
        raise BookingRefused("grade_unknown")
    graded = [
        GradedParty(grade.id, grade.code, grade.sort, grade.name, party.pupils, party.adults)
        for party in wish.parties
        for grade in [grades[party.grade_id]]
    ]
    policies.check_grades(graded, {grade.id: grade.name for grade in grades.values() if grade.fits})


def check_room(plan: HoldPlan, now: datetime) -> None:
    """Refuse ``full`` and ``queued`` by what was just read; the guarded UPDATE decides for those who pass."""
    wanted = {BucketUnit.PEOPLE: plan.needs.people, BucketUnit.GROUPS: plan.needs.groups}
    if any(plan.look.left(unit, plan.band, now) < number for unit, number in wanted.items()):
        raise BookingRefused("full")
    if plan.look.has_queue and claims_of(queue_of(plan.look.session.pk, now), now):
        raise queued()


def hold_one(actor: User, plan: HoldPlan, booking_id: int | None) -> Change:
    """Take the school's turn, then write the hold."""
    enter_limit(plan.wish.school_id, timezone.now(), [plan.wish.session_id])
    return place_hold(actor, plan, booking_id)


def place_hold(actor: User, plan: HoldPlan, booking_id: int | None = None) -> Change:
    """Write every row of a hold inside the caller's transaction, which has counted the school's holds."""
    fields = {"hold_expires_at": plan.expires_at, "band": plan.band}
    if booking_id is None:
        booking = new_booking(actor, plan.wish, status=BookingStatus.HELD, **fields)
    else:
        booking = own_draft(booking_id, plan.wish.school_id)
        move_status(
            booking,
            version=booking.version,
            to=BookingStatus.HELD,
            sources=[BookingStatus.DRAFT],
            session_id=plan.wish.session_id,
            requested_by=actor,
            **fields,
        )
    write_parties(booking, plan.wish.parties, active=True)
    moves = take_places(booking, plan)
    # Spares the audit a query for the school's name.
    booking.audit_label = f"{booking.reference} {plan.look.school}"  # type: ignore[attr-defined]
    record_event(
        action=ACTION,
        target=booking,
        actor=actor,
        session=plan.wish.session_id,
        people=plan.needs.people,
        groups=plan.needs.groups,
    )
    return Change(booking, moves)


def take_places(booking: Booking, plan: HoldPlan) -> ledger.Moves:
    """Write the allocations; a session without reserves needs no second look at its buckets."""
    if plan.look.has_reserves:
        return ledger.allocate(booking, plan.needs)
    wanted = {BucketUnit.PEOPLE.value: plan.needs.people, BucketUnit.GROUPS.value: plan.needs.groups}
    moves = {bucket.pk: wanted[bucket.unit] for bucket in plan.look.buckets if bucket.unit in wanted}
    ledger.write_allocations(booking, moves)
    return moves


def extend_hold(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Give a running hold 30 minutes more, once; both holds of a two-base day together.

    Raises BookingRefused ``not_allowed``, ``hold_expired``, ``hold_extended``, ``changed``,
    ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        booking = load_booking(booking_id)
        check_running(booking, timezone.now())
        if booking.hold_extended:
            raise BookingRefused(
                "hold_extended",
                f"占位只能延长一次。名额为您保留到 {cn_time(booking.hold_expires_at)}，请在此之前提交。",
            )
        booking.version = version
        for hold in sorted([booking, *companions(booking)], key=lambda each: each.pk):
            extend(hold, actor)
        return Change(booking, {})

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.hold_extended", key=key, body=body, work=work)


def extend(booking: Booking, actor: User) -> None:
    """Write the later end of one hold."""
    end = (booking.hold_expires_at or timezone.now()) + EXTENSION
    swap_fields(
        booking,
        version=booking.version,
        statuses=[BookingStatus.HELD],
        hold_expires_at=end,
        hold_extended=True,
    )
    record_event(action="booking.hold_extended", target=booking, actor=actor, until=end.isoformat())


def companions(booking: Booking) -> list[Booking]:
    """Return the other holds of the same two-base day."""
    if booking.trip_id is None:
        return []
    held = Booking.objects.filter(trip_id=booking.trip_id, status=BookingStatus.HELD)
    return list(held.exclude(pk=booking.pk))


def check_running(booking: Booking, now: datetime) -> None:
    """Refuse ``hold_expired`` once the hold is over, whether or not the sweeper has come by."""
    if booking.status == BookingStatus.EXPIRED or (
        booking.status == BookingStatus.HELD and is_over(booking, now)
    ):
        raise expired_refusal(booking)


def give_up_hold(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Cancel a hold or a draft of the school; held places go back at once.

    Raises BookingRefused ``not_allowed``, ``part_of_trip``, ``hold_expired``, ``changed``,
    ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.trip_id is not None:
            raise BookingRefused(
                "part_of_trip", "这是两馆一日中的一段，两段须一起放弃。请在两馆一日页面操作，占位没有改动。"
            )
        check_running(booking, timezone.now())
        return give_up(booking, actor, version)

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.given_up", key=key, body=body, work=work)


def give_up(booking: Booking, actor: User, version: int) -> Change:
    """Cancel one hold or draft inside the caller's transaction."""
    move_status(
        booking,
        version=version,
        to=BookingStatus.CANCELLED,
        sources=[BookingStatus.HELD, BookingStatus.DRAFT],
        cancelled_by=CancelledBy.SCHOOL.value,
    )
    moves = ledger.release(booking, timezone.now())
    record_event(action="booking.given_up", target=booking, actor=actor)
    return Change(booking, moves)
