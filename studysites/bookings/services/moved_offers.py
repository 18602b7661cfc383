"""The base cannot keep a date: it holds the same places on another one until the school answers.

The old places stay with the booking until then (take the new before freeing the old); the offer has
its own allocation and ends after 48 hours (design decision 23, booking.md 5.2.7).
"""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_decide

from .. import mail_waiting
from ..dates import SHORTEST_ANSWER
from ..enums import BookingStatus, OfferKind, SessionStatus
from ..exceptions import BookingRefused
from ..models import Booking, Offer, VisitSession
from ..policies import Needs, check_reason, groups_of
from ..selectors.bookable import closed_reason
from . import ledger
from .notices import requester_of, send
from .status_moves import load_booking, move_status
from .transactions import Change, run_once
from .visit_checks import load_session

ANSWER_WITHIN = timedelta(hours=48)
MOVABLE = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED})
TEXTS = {
    "part_of_trip": "这是学校两馆一日中的一段，改期要连同另一馆一起商量，没有改动。"
    "请先与学校联系；不能接待时可以婉拒或取消。",
    "move_target": "只能改到本基地另一个开放的、还没开始的场次。没有改动，原来的预约照旧。",
    "move_late": "新场次开始之前已来不及等学校答复，没有改动。请另选更晚的场次。",
}


def offer_move(
    *, actor: User, booking_id: int, version: int, session_id: int, reason: str, key: str = ""
) -> Booking:
    """Hold the booking's places on another session of the base for 48 hours and ask the school.

    Staff and managers of the base only. Raises BookingRefused, and nothing has then changed:
    ``not_allowed``, ``reason_missing``, ``personal_data``, ``move_target``, ``move_late``, ``full``,
    ``changed``, ``key_reused``, ``busy``.
    """
    if not can_decide(actor, load_booking(booking_id).session.organisation_id):
        raise BookingRefused("not_allowed")
    why = check_reason(reason)

    def work() -> Change:
        now = timezone.now()
        booking = load_booking(booking_id)
        if booking.trip_id is not None:
            raise BookingRefused("part_of_trip", TEXTS["part_of_trip"])
        target = load_session(session_id)
        expires_at = check_target(booking, target, now)
        move_status(booking, version=version, to=BookingStatus.MOVED_OFFER, sources=MOVABLE, reason=why)
        offer = Offer.objects.create(
            booking=booking, session=target, kind=OfferKind.MOVED, expires_at=expires_at
        )
        moves = hold_also(booking, target, now)
        record_event(action="booking.move_offered", target=booking, actor=actor, session=target.pk)
        send("booking.move_offered", requester_of(booking), mail_waiting.move_offered(booking, offer, why))
        return Change(booking, moves)

    body = {"booking": booking_id, "version": version, "session": session_id, "reason": why}
    return run_once(actor=actor, action="booking.move_offered", key=key, body=body, work=work)


def check_target(booking: Booking, target: VisitSession, now: datetime) -> datetime:
    """Return until when the school may answer; refuse a session nobody can be moved to."""
    wrong = target.organisation_id != booking.session.organisation_id or target.pk == booking.session_id
    closed = target.status != SessionStatus.OPEN or closed_reason(target)
    if wrong or closed or target.starts_at <= now:
        raise BookingRefused("move_target", TEXTS["move_target"])
    expires_at = min(now + ANSWER_WITHIN, target.starts_at)
    if booking.session.starts_at > now:
        expires_at = min(expires_at, booking.session.starts_at)
    if expires_at < now + SHORTEST_ANSWER:
        raise BookingRefused("move_late", TEXTS["move_late"])
    return expires_at


def hold_also(booking: Booking, target: VisitSession, now: datetime) -> ledger.Moves:
    """Take the same people and groups of the target, beside what the booking has."""
    parties = list(booking.parties.filter(active=True))
    size = target.programme.group_size
    needs = Needs(
        people=sum(party.people for party in parties),
        groups=sum(groups_of(party.people, size) for party in parties),
    )
    moves = ledger.shares(target.pk, needs, booking.band, {})
    ledger.write_allocations(booking, moves)
    return moves
