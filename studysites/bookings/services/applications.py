"""Sessions given by ballot: schools apply without taking places; the draw gives places or a queue.

The draw itself, with its published seed, belongs to the desks; what it does to one application is
here (design decision 23).
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for, can_manage_sessions

from .. import mail_ballot, policies
from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking, VisitSession
from ..policies import PartyInput
from ..selectors.bookable import closed_reason
from . import ledger
from .drafts import new_booking, write_parties
from .flow_notices import tell_submitted
from .hold_expiry import BATCH
from .lone_work import run_alone
from .notices import requester_of, send
from .requests import Wish, tidy
from .reserves import band_for
from .status_moves import changed, load_booking, move_status
from .transactions import Change, run_once
from .typed_texts import check_contact, check_labels
from .visit_checks import check_group, check_visit, load_session, terms_of
from .waitlist import line_up

NO_BALLOT = "这个场次不抽签，没有登记报名。请直接预约。"


def apply_for_ballot(
    *,
    actor: User,
    school_id: int,
    session_id: int,
    parties: Sequence[PartyInput],
    contact_name: str,
    contact_phone: str,
    note: str = "",
    key: str,
) -> Booking:
    """Enter a school's classes for the draw of a session; takes no places.

    Raises BookingRefused ``not_allowed``, ``no_ballot``, every rule of a request but ``full``,
    ``class_booked``, ``key_reused``, ``busy``.
    """
    if not can_book_for(actor, school_id):
        raise BookingRefused("not_allowed")
    wish = tidy(Wish(school_id, session_id, tuple(parties), contact_name, contact_phone, note))
    return run_once(
        actor=actor, action="booking.applied", key=key, body=asdict(wish), work=lambda: enter(actor, wish)
    )


def enter(actor: User, wish: Wish) -> Change:
    """Check the wish and write the application in the caller's transaction."""
    now = timezone.now()
    session = load_session(wish.session_id)
    check_visit(session, now)
    if not session.by_ballot:
        raise BookingRefused("no_ballot", NO_BALLOT)
    check_group(session, wish.parties)
    check_contact(wish.contact)
    check_labels(wish.parties)
    booking = new_booking(
        actor,
        wish,
        status=BookingStatus.APPLIED,
        band=band_for(wish.school_id, session.pk, now),
        contact_name=wish.contact_name,
        contact_phone=wish.contact_phone,
        note=wish.note,
    )
    write_parties(booking, wish.parties, active=True)
    record_event(action="booking.applied", target=booking, actor=actor, session=session.pk)
    send("booking.applied", requester_of(booking), mail_ballot.applied(booking))
    return Change(booking, {})


def award_application(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Give a drawn application its places; it becomes a request the base decides.

    Managers of the base only. Raises BookingRefused ``not_allowed``, ``started``, ``closed``,
    ``closed_day``, ``full``, ``changed``, ``key_reused``, ``busy``.
    """
    check_manager(actor, booking_id)

    def work() -> Change:
        now = timezone.now()
        booking = load_booking(booking_id)
        if booking.status != BookingStatus.APPLIED:
            raise changed(booking_id)
        session = load_session(booking.session_id)
        policies.check_session(session, now)
        policies.check_open_day(closed_reason(session))
        needs = check_group(session, booking.parties.filter(active=True))
        move_status(
            booking,
            version=version,
            to=BookingStatus.PENDING,
            sources=[BookingStatus.APPLIED],
            **terms_of(session).clocks(now),
        )
        moves = ledger.allocate(booking, needs)
        record_event(action="booking.awarded", target=booking, actor=actor, people=needs.people)
        tell_submitted(booking)
        return Change(booking, moves)

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.awarded", key=key, body=body, work=work)


def waitlist_application(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Put an application that was not drawn into the queue.

    Managers of the base only. Raises BookingRefused ``not_allowed``, ``changed``, ``key_reused``,
    ``busy``.
    """
    check_manager(actor, booking_id)

    def work() -> Change:
        booking = load_booking(booking_id)
        move_status(booking, version=version, to=BookingStatus.WAITLISTED, sources=[BookingStatus.APPLIED])
        line_up(booking, None, timezone.now())
        record_event(action="booking.not_drawn", target=booking, actor=actor)
        send("booking.not_drawn", requester_of(booking), mail_ballot.not_drawn(booking))
        return Change(booking, {})

    body = {"booking": booking_id, "version": version}
    return run_once(actor=actor, action="booking.not_drawn", key=key, body=body, work=work)


def end_applications(now: datetime) -> int:
    """End the applications nobody drew; tell each school. Returns how many.

    Schools apply until the last day to book; the draw has from then until final numbers are due. Safe
    in any number of processes: the change of status is a compare-and-swap.
    """
    entered = Booking.objects.filter(status=BookingStatus.APPLIED)
    ended = 0
    for session_id in list(entered.values_list("session_id", flat=True).distinct().order_by()):
        session = VisitSession.objects.select_related("organisation__booking_rules").get(pk=session_id)
        if session.starts_at > now and terms_of(session).dates.final_numbers_by >= now:
            continue
        rows = entered.filter(session_id=session_id).order_by("id")
        ended += sum(end_application(pk) for pk in list(rows.values_list("pk", flat=True)[:BATCH]))
    return ended


def end_application(booking_id: int) -> bool:
    """Turn one application into an expired booking; False when somebody drew it meanwhile."""

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.status != BookingStatus.APPLIED:
            raise changed(booking_id)
        move_status(
            booking, version=booking.version, to=BookingStatus.EXPIRED, sources=[BookingStatus.APPLIED]
        )
        booking.parties.update(active=False)
        record_event(action="booking.application_ended", target=booking, session=booking.session_id)
        send("booking.application_ended", requester_of(booking), mail_ballot.not_held(booking))
        return Change(booking, {})

    return run_alone(work) is not None


def check_manager(actor: User, booking_id: int) -> None:
    """Refuse ``not_allowed`` to everyone but the managers of the booking's base."""
    if not can_manage_sessions(actor, load_booking(booking_id).session.organisation_id):
        raise BookingRefused("not_allowed")
