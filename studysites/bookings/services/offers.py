"""Offers hold places until the school answers; an answer or the clock ends each one, once."""

from datetime import datetime

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event

from .. import mail_waiting, policies
from ..dates import SHORTEST_ANSWER
from ..enums import BookingStatus, BucketUnit, CancelledBy, OfferKind, OfferOutcome, SessionStatus
from ..exceptions import BookingRefused
from ..models import Booking, Offer, VisitSession
from ..policies import Needs
from ..selectors.bookable import closed_reason
from ..selectors.waitlist import next_served, queue_of
from . import ledger
from .changes import release_shared
from .flow_notices import tell_both
from .hold_expiry import BATCH
from .lone_work import run_alone
from .notices import requester_of, send, staff_of, tell_withdrawn
from .school_side import check_school_side
from .status_moves import changed, load_booking, move_status
from .transactions import Change, run_once
from .trip_choice import open_trip_choice
from .visit_checks import VisitTerms, check_group, load_session, terms_of
from .waitlist import tell_skipped
from .working_moments import after_working_days

STATUS_OF = {OfferKind.WAITLIST: BookingStatus.OFFERED, OfferKind.MOVED: BookingStatus.MOVED_OFFER}
TEXTS = {
    "no_offer": "这条预约现在没有等您答复的名额，操作没有执行。请看最新状态。",
    "offer_over": "保留的名额已到期，没有接受。名额已经或即将给下一支队伍；您可以重新加入候补。",
    "offer_smaller": "保留的名额少于您现在填写的人数，还没有接受。请先用“放回名额”把人数减到保留的数量以内。",
}


def promote_waitlist(session_id: int, now: datetime) -> int:
    """Offer free places of a session to its queue, one party after the other; return how many offers.

    Each offer is its own short transaction that takes the places; a rival who was faster leaves the
    party in the queue for the next run.
    """
    offers = 0
    while offers < BATCH and offer_next(session_id, now):
        offers += 1
    return offers


def promote_all(now: datetime) -> int:
    """Do so for every open session somebody waits for."""
    waiting = VisitSession.objects.filter(
        bookings__status=BookingStatus.WAITLISTED, status=SessionStatus.OPEN, starts_at__gt=now
    )
    ids = list(waiting.order_by("id").values_list("id", flat=True).distinct())
    return sum(promote_waitlist(session_id, now) for session_id in ids)


def offer_next(session_id: int, now: datetime) -> bool:
    """Serve the next party; False when nobody can be served."""
    queue = queue_of(session_id, now)
    served = next_served(queue, now)
    if served is None:
        return False
    party, needs, passed = served
    expires_at = answer_until(session_id, now)
    if expires_at is None:
        return False

    def work() -> Change:
        tell_skipped(queue, passed, now)
        return make_offer(load_booking(party.booking_id), needs, expires_at)

    return run_alone(work) is not None


def make_offer(booking: Booking, needs: Needs, expires_at: datetime) -> Change:
    """Take the places and write the offer in the caller's transaction."""
    move_status(
        booking, version=booking.version, to=BookingStatus.OFFERED, sources=[BookingStatus.WAITLISTED]
    )
    offer = Offer.objects.create(
        booking=booking, session=booking.session, kind=OfferKind.WAITLIST, expires_at=expires_at
    )
    moves = ledger.allocate(booking, needs)
    record_event(action="booking.offered", target=booking, people=needs.people)
    wanted = sum(party.people for party in booking.parties.all())
    send("booking.offered", requester_of(booking), mail_waiting.offered(booking, offer, needs.people, wanted))
    return Change(booking, moves)


def answer_until(session_id: int, now: datetime) -> datetime | None:
    """Return until when an offer of the session would hold; None while the base takes nobody there."""
    try:
        session = load_session(session_id)
    except BookingRefused:  # its programme is off the site
        return None
    if session.status != SessionStatus.OPEN or closed_reason(session):
        return None
    return answer_by(terms_of(session), now)


def answer_by(terms: VisitTerms, now: datetime) -> datetime | None:
    """Return until when a school may answer: the same time on the next working day, four hours at
    least, never past the last day to book; None when that leaves too little."""
    end = min(after_working_days(now, 1, terms.calendar), terms.dates.book_by)
    return end if end >= now + SHORTEST_ANSWER else None


def accept_offer(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Accept what is held: the waiting school becomes pending or confirmed, the moved one changes date.

    School side only. Raises BookingRefused ``not_allowed``, ``no_offer``, ``offer_over``,
    ``offer_smaller``, ``closed``, ``closed_day``, ``started``, ``class_booked``, ``changed``, ``key_reused``,
    ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        now = timezone.now()
        booking, offer = open_offer(booking_id)
        if offer.expires_at <= now:
            raise refusal("offer_over")
        end_offer(offer, OfferOutcome.ACCEPTED, now)
        take = accept_move if offer.kind == OfferKind.MOVED else accept_places
        moves = take(booking, offer, version, now)
        record_event(action="booking.offer_accepted", target=booking, actor=actor, kind=offer.kind)
        to_school, to_base = mail_waiting.accepted_to_school(booking), mail_waiting.accepted_to_base(booking)
        tell_both("booking.offer_accepted", booking, to_school, to_base)
        return Change(booking, moves)

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.offer_accepted", key=key, body=body, work=work)


def accept_places(booking: Booking, offer: Offer, version: int, now: datetime) -> ledger.Moves:
    """The waiting school takes its places; what it no longer needs goes back."""
    session = receiving(booking.session_id, now)
    needs = check_group(session, booking.parties.filter(active=True))
    held = people_held(booking)
    if needs.people > held:
        raise refusal("offer_smaller")
    terms = terms_of(session)
    to = BookingStatus.CONFIRMED if terms.rules.confirms_offers else BookingStatus.PENDING
    move_status(booking, version=version, to=to, sources=[BookingStatus.OFFERED], **terms.clocks(now))
    return ledger.reallocate(booking, session.pk, needs, now)


def accept_move(booking: Booking, offer: Offer, version: int, now: datetime) -> ledger.Moves:
    """The school comes on the new date; the old places go back in the same COMMIT, lunch seats and
    coach bays of the old day too."""
    session = receiving(offer.session_id, now)
    needs = check_group(session, booking.parties.filter(active=True))
    move_status(
        booking,
        version=version,
        to=BookingStatus.CONFIRMED,
        sources=[BookingStatus.MOVED_OFFER],
        session=session,
        final_numbers_due_at=terms_of(session).dates.final_numbers_by,
        final_numbers_at=None,
        final_numbers_asked_at=None,
    )
    booking.parties.filter(active=True).update(session=session)
    shared = release_shared(booking, now)
    return ledger.merge(ledger.reallocate(booking, session.pk, needs, now), shared)


def receiving(session_id: int, now: datetime) -> VisitSession:
    """Return the session if the base still receives people there; refuse it closed, begun or off the site."""
    session = load_session(session_id)
    policies.check_session(session, now)
    policies.check_open_day(closed_reason(session))
    return session


def decline_offer(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Say no: the held places, and of a moved visit the old ones too, go back at once.

    School side only. Raises BookingRefused ``not_allowed``, ``no_offer``, ``changed``, ``key_reused``,
    ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        now = timezone.now()
        booking, offer = open_offer(booking_id)
        end_offer(offer, OfferOutcome.DECLINED, now)
        side = CancelledBy.BASE if offer.kind == OfferKind.MOVED else CancelledBy.SCHOOL
        move_status(
            booking,
            version=version,
            to=BookingStatus.CANCELLED,
            sources=[STATUS_OF[OfferKind(offer.kind)]],
            cancelled_by=side.value,
        )
        moves = ledger.release(booking, now)
        record_event(action="booking.offer_declined", target=booking, actor=actor, kind=offer.kind)
        if offer.kind == OfferKind.MOVED:
            open_trip_choice(booking, now)
            tell_withdrawn(booking)
        else:
            send("booking.offer_declined", requester_of(booking), mail_waiting.declined(booking))
        return Change(booking, moves)

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.offer_declined", key=key, body=body, work=work)


def lapse_offers(now: datetime) -> int:
    """End the offers nobody answered in time; return how many. Safe in any number of processes."""
    over = Offer.objects.filter(outcome=OfferOutcome.OPEN, expires_at__lte=now).order_by("expires_at", "id")
    return sum(lapse(pk, now) for pk in list(over.values_list("booking_id", flat=True)[:BATCH]))


def lapse(booking_id: int, now: datetime) -> bool:
    """End one offer: its booking expires, its places go back, the school is told."""

    def work() -> Change:
        booking, offer = open_offer(booking_id)
        if offer.expires_at > now:
            raise changed(booking_id)
        end_offer(offer, OfferOutcome.LAPSED, now)
        source = STATUS_OF[OfferKind(offer.kind)]
        move_status(booking, version=booking.version, to=BookingStatus.EXPIRED, sources=[source])
        moves = ledger.release(booking, now)
        record_event(action="booking.offer_lapsed", target=booking, kind=offer.kind)
        send("booking.offer_lapsed", requester_of(booking), mail_waiting.offer_lapsed(booking))
        if offer.kind == OfferKind.MOVED:
            open_trip_choice(booking, now)
            send("booking.offer_lapsed", staff_of(booking), mail_waiting.move_lapsed_to_base(booking))
        return Change(booking, moves)

    return run_alone(work) is not None


def open_offer(booking_id: int) -> tuple[Booking, Offer]:
    """Return booking and open offer; refuse ``no_offer`` when there is none."""
    booking = load_booking(booking_id)
    offer = booking.offers.filter(outcome=OfferOutcome.OPEN).select_related("session").first()
    if offer is None:
        raise refusal("no_offer")
    return booking, offer


def end_offer(offer: Offer, outcome: OfferOutcome, now: datetime) -> None:
    """Write how an offer ended; refuse ``changed`` to the second who tries."""
    rows = Offer.objects.filter(pk=offer.pk, outcome=OfferOutcome.OPEN)
    if not rows.update(outcome=outcome, answered_at=now):
        raise changed(offer.booking_id)


def people_held(booking: Booking) -> int:
    """Return how many people the booking's live allocations take."""
    return sum(ledger.live_quantities(booking, units=[BucketUnit.PEOPLE]).values())


def refusal(code: str) -> BookingRefused:
    """Return a refusal of this module."""
    return BookingRefused(code, TEXTS[code])
