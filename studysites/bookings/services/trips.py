"""A day at two bases: places of both or none (design decision 22).

Hold, submit and cancel act on both bookings in one transaction; each base decides its own. When one
cannot receive the group the other stands, and the school keeps, replaces or drops it in time.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for

from .. import mail_flow
from ..dates import ZONE
from ..enums import BookingStatus, CancelledBy
from ..exceptions import BookingRefused
from ..models import Booking, TravelTime, Trip, VisitSession
from ..policies import PartyInput
from . import ledger
from .drafts import check_labels
from .flow_notices import tell_submitted
from .hold_expiry import BATCH
from .hold_limit import enter_limit
from .holds import HoldPlan, give_up, place_hold
from .lone_work import run_alone
from .notices import requester_of, send
from .requests import Wish, tidy, write_request
from .submissions import check_contact, submit_held, tidy_contact
from .transactions import Attempt, Change, digest_of, run_once, stored_answer
from .trip_choice import STANDING_HALF
from .trip_halves import named, plan_half
from .visit_checks import load_session
from .withdrawals import WITHDRAWABLE, call_off, checked_reason

HELD = "trip.held"
TEXTS = {
    "trip_same_base": "两馆一日要选两个不同的基地，没有占用名额。同一个基地请分别预约。",
    "trip_other_day": "两个场次不在同一天，没有占用名额。请选同一天的场次。",
    "trip_no_way": "还没有录入这两个基地之间的路程时间，不能连成两馆一日。没有占用名额；请分别预约。",
    "trip_unknown": "没有找到贵校的这次两馆一日，没有改动。",
    "trip_settled": "这次两馆一日现在没有需要决定的事，没有改动。请看最新状态。",
}


def hold_trip(
    *,
    actor: User,
    school_id: int,
    session_ids: tuple[int, int],
    parties: Sequence[PartyInput],
    key: str,
) -> Booking:
    """Hold places of the same classes in two sessions of one day and return the earlier booking.

    Its ``trip`` joins both. Raises BookingRefused, and neither is then held: ``trip_same_base``,
    ``trip_other_day``, ``trip_no_way``, ``trip_too_close``, and every refusal of hold_places, naming the
    base it is about.
    """
    pair = first, second = in_order(load_session(session_ids[0]), load_session(session_ids[1]))
    check_way(first, second)
    check_labels(parties)
    wishes = [tidy(Wish(school_id, session.pk, tuple(parties), "", "", "")) for session in pair]
    body = {"sessions": [first.pk, second.pk], **asdict(wishes[0])}
    try:
        # Before the transaction: ended holds are given back in transactions of their own.
        plans = [plan_half(actor, wish, session) for wish, session in zip(wishes, pair, strict=True)]
        return run_once(
            actor=actor,
            action=HELD,
            key=key,
            body=body,
            work=lambda: hold_both(actor, school_id, first.starts_at, plans),
            turn=school_id,
        )
    except BookingRefused as refused:
        answer = stored_answer(Attempt(actor, HELD, key, digest_of(HELD, body)))
        if answer is None:
            raise named(refused, actor, wishes, pair) from refused
        return answer


def hold_both(actor: User, school_id: int, starts_at: datetime, plans: Sequence[HoldPlan]) -> Change:
    """Write trip and both holds; one COMMIT takes all places or none."""
    enter_limit(school_id, timezone.now(), [plan.wish.session_id for plan in plans])
    day = starts_at.astimezone(ZONE).date()
    trip = Trip.objects.create(school_id=school_id, day=day, created_by=actor)
    changes = [place_hold(actor, plan) for plan in plans]
    Booking.objects.filter(pk__in=[change.booking.pk for change in changes]).update(trip=trip)
    first = changes[0].booking
    first.trip = trip
    record_event(action=HELD, target=first, actor=actor, trip=trip.pk)
    return Change(first, ledger.merge(*(change.moves for change in changes)))


def submit_trip(
    *, actor: User, trip_id: int, contact_name: str, contact_phone: str, note: str = "", key: str
) -> Booking:
    """Send both holds to their bases and return the earlier booking; both or none.

    Raises BookingRefused ``trip_unknown``, ``hold_expired`` (of either), and every refusal of
    submit_booking.
    """
    check_school(actor, trip_id)
    contact = tidy_contact(contact_name, contact_phone, note)
    check_contact(contact)

    def work() -> Change:
        now = timezone.now()
        changes = [submit_held(booking, actor, contact, now) for booking in bookings_of(trip_id)]
        return Change(changes[0].booking, ledger.merge(*(change.moves for change in changes)))

    body = {"trip": trip_id, **asdict(contact)}
    return run_once(actor=actor, action="trip.submitted", key=key, body=body, work=work)


def cancel_trip(*, actor: User, trip_id: int, reason: str = "", reason_code: str = "", key: str) -> Booking:
    """Cancel what still stands of both bookings in one transaction and return the earlier one.

    Raises BookingRefused ``trip_unknown``, ``trip_settled`` (nothing stands), ``started``,
    ``personal_data``, ``changed``, ``key_reused``, ``busy``.
    """
    check_school(actor, trip_id)
    why = checked_reason(CancelledBy.SCHOOL, reason)

    def work() -> Change:
        now = timezone.now()
        standing = [row for row in bookings_of(trip_id) if row.status in WITHDRAWABLE | {BookingStatus.HELD}]
        if not standing:
            raise refusal("trip_settled")
        if standing[0].session.starts_at <= now:
            raise BookingRefused("started")
        changes = [end_one(booking, actor, why, reason_code) for booking in standing]
        Trip.objects.filter(pk=trip_id).update(decide_by=None)
        return Change(changes[0].booking, ledger.merge(*(change.moves for change in changes)))

    body = {"trip": trip_id, "reason": why, "reason_code": reason_code}
    return run_once(actor=actor, action="trip.cancelled", key=key, body=body, work=work)


def end_one(booking: Booking, actor: User, reason: str, reason_code: str) -> Change:
    """Give up a hold or call off a booking inside the caller's transaction."""
    if booking.status == BookingStatus.HELD:
        return give_up(booking, actor, booking.version)
    return call_off(booking, actor, CancelledBy.SCHOOL, reason, reason_code)


def keep_half(*, actor: User, trip_id: int, key: str) -> Booking:
    """Come to the base that stands only; ends the choice. Raises ``trip_unknown``, ``trip_settled``."""
    check_school(actor, trip_id)

    def work() -> Change:
        booking = standing_half(trip_id)
        settle_choice(trip_id)
        record_event(action="trip.half_kept", target=booking, actor=actor, trip=trip_id)
        return Change(booking, {})

    return run_once(actor=actor, action="trip.half_kept", key=key, body={"trip": trip_id}, work=work)


def replace_half(*, actor: User, trip_id: int, session_id: int, key: str) -> Booking:
    """Ask for another session of the day in place of the one that fell away; return the new booking.

    Classes and contact are those of the half that stands. Raises BookingRefused ``trip_unknown``,
    ``trip_settled``, the rules of a two-base day, every refusal of request_booking.
    """
    check_school(actor, trip_id)

    def work() -> Change:
        now = timezone.now()
        half = standing_half(trip_id)
        check_way(*in_order(load_session(half.session_id), load_session(session_id)))
        booking, needs, moves = write_request(
            wish_like(half, session_id), now, requested_by=actor, trip_id=trip_id
        )
        settle_choice(trip_id)
        record_event(
            action="booking.requested", target=booking, actor=actor, trip=trip_id, people=needs.people
        )
        tell_submitted(booking)
        return Change(booking, moves)

    body = {"trip": trip_id, "session": session_id}
    return run_once(actor=actor, action="trip.half_replaced", key=key, body=body, work=work)


def wish_like(booking: Booking, session_id: int) -> Wish:
    """Return the wish of the same classes for another session."""
    parties = tuple(
        PartyInput(party.grade_id, party.class_label, party.pupils, party.adults)
        for party in booking.parties.filter(active=True)
    )
    contact = (booking.contact_name, booking.contact_phone, booking.note)
    return tidy(Wish(booking.school_id, session_id, parties, *contact))


def close_choices(now: datetime) -> int:
    """End the choices whose time is over: the half that stands stays, and the school is told so."""
    over = Trip.objects.filter(decide_by__lte=now).order_by("id")
    return sum(close_choice(pk) for pk in list(over.values_list("pk", flat=True)[:BATCH]))


def close_choice(trip_id: int) -> bool:
    """End one choice in its own short transaction."""

    def work() -> Change:
        bookings = bookings_of(trip_id)
        half = next((booking for booking in bookings if booking.status in STANDING_HALF), None)
        settle_choice(trip_id)
        record_event(action="trip.choice_closed", target=half or bookings[0], trip=trip_id)
        if half is not None:
            send("trip.choice_closed", requester_of(half), mail_flow.trip_choice_closed(half))
        return Change(half or bookings[0], {})

    return run_alone(work) is not None


def settle_choice(trip_id: int) -> None:
    """End the choice, once; refuse ``trip_settled`` to the second who answers."""
    if not Trip.objects.filter(pk=trip_id, decide_by__isnull=False).update(decide_by=None):
        raise refusal("trip_settled")


def in_order(one: VisitSession, other: VisitSession) -> tuple[VisitSession, VisitSession]:
    """Return both sessions, the earlier first."""
    return (one, other) if one.starts_at <= other.starts_at else (other, one)


def check_way(first: VisitSession, second: VisitSession) -> None:
    """Refuse two sessions no group can visit one after the other on one day."""
    if first.organisation_id == second.organisation_id:
        raise refusal("trip_same_base")
    if first.starts_at.astimezone(ZONE).date() != second.starts_at.astimezone(ZONE).date():
        raise refusal("trip_other_day")
    ways = TravelTime.objects.filter(origin=first.organisation_id, destination=second.organisation_id)
    minutes = ways.values_list("minutes", flat=True).first()
    if minutes is None:
        raise refusal("trip_no_way")
    gap = max(int((second.starts_at - first.ends_at).total_seconds() // 60), 0)
    if gap < minutes:
        raise BookingRefused(
            "trip_too_close",
            f"从前一馆到后一馆路上要 {minutes} 分钟，两个场次之间只有 {gap} 分钟，来不及。"
            "没有占用名额，请选晚一些的场次。",
        )


def bookings_of(trip_id: int) -> list[Booking]:
    """Return the bookings of a trip as they are now, the earlier visit first."""
    related = ("session__programme", "session__organisation", "school", "requested_by")
    return list(
        Booking.objects.filter(trip_id=trip_id).select_related(*related).order_by("session__starts_at", "id")
    )


def standing_half(trip_id: int) -> Booking:
    """Return the booking that stands while its trip waits for a choice; refuse ``trip_settled``."""
    if not Trip.objects.filter(pk=trip_id, decide_by__isnull=False).exists():
        raise refusal("trip_settled")
    half = next((booking for booking in bookings_of(trip_id) if booking.status in STANDING_HALF), None)
    if half is None:
        raise refusal("trip_settled")
    return half


def check_school(actor: User, trip_id: int) -> None:
    """Refuse ``trip_unknown`` to everyone but the coordinators of the trip's school."""
    school_id = Trip.objects.filter(pk=trip_id).values_list("school_id", flat=True).first()
    if school_id is None or not can_book_for(actor, school_id):
        raise refusal("trip_unknown")


def refusal(code: str) -> BookingRefused:
    """Return a refusal of this module."""
    return BookingRefused(code, TEXTS[code])
