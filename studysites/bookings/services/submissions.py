"""A school completes its hold: the request goes to the base, and the decision clock starts."""

from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.shared.templatetags.portal_ui import cn_time

from .. import policies
from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking
from ..selectors.bookable import closed_reason
from . import flow_notices
from .hold_expiry import expire_hold, expired_refusal, is_over
from .holds import check_running
from .school_side import check_school_side
from .status_moves import load_booking, move_status
from .transactions import Change, run_once
from .typed_texts import Contact, check_contact, tidy_contact
from .visit_checks import check_group, load_session, terms_of


def submit_booking(
    *,
    actor: User,
    booking_id: int,
    version: int,
    contact_name: str,
    contact_phone: str,
    note: str = "",
    key: str = "",
) -> Booking:
    """Send a running hold to the base and return the pending booking; its places stay taken.

    A hold placed in time may be submitted until it ends, even after the last day for requests. Raises
    BookingRefused ``not_allowed``, ``part_of_trip``, ``hold_expired`` (the places are then given back),
    ``started``, ``closed``, ``closed_day``, the rules of visit_checks.check_group with the adults,
    ``contact_missing``, ``too_long``, ``personal_data``, ``changed``, ``key_reused``, ``busy``. Unless
    the hold has ended, a refusal leaves it running.
    """
    check_school_side(actor, load_booking(booking_id))
    contact = tidy_contact(contact_name, contact_phone, note)

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.trip_id is not None:
            raise BookingRefused(
                "part_of_trip", "这是两馆一日中的一段，两段须一起提交。请在两馆一日页面操作，占位没有改动。"
            )
        booking.version = version
        return submit_held(booking, actor, contact, timezone.now())

    body = {"booking": booking_id, "version": version, **asdict(contact)}
    try:
        return run_once(actor=actor, action="booking.submitted", key=key, body=body, work=work)
    except BookingRefused as refused:
        raise explained(refused, booking_id) from refused


def submit_held(booking: Booking, actor: User, contact: Contact, now: datetime) -> Change:
    """Check every rule and turn one hold into a request inside the caller's transaction.

    ``booking.version`` is the version the actor saw.
    """
    check_running(booking, now)
    session = load_session(booking.session_id)
    policies.check_session(session, now)
    policies.check_open_day(closed_reason(session))
    check_group(session, booking.parties.all())
    check_contact(contact)
    clocks = terms_of(session).clocks(now)
    move_status(
        booking,
        version=booking.version,
        to=BookingStatus.PENDING,
        sources=[BookingStatus.HELD],
        hold_expires_at=None,
        **asdict(contact),
        **clocks,
    )
    record_event(
        action="booking.submitted",
        target=booking,
        actor=actor,
        personal={"contact_name": contact.contact_name, "contact_phone": contact.contact_phone},
        decision_due=clocks["decision_due_at"].isoformat(),
    )
    flow_notices.tell_submitted(booking)
    return Change(booking, {})


def explained(refused: BookingRefused, booking_id: int) -> BookingRefused:
    """Return the refusal with what became of the hold: given back when it ended, kept otherwise."""
    now = timezone.now()
    if refused.code == "hold_expired":
        expire_hold(booking_id, now)
        return refused
    booking = load_booking(booking_id)
    if refused.code == "changed" and booking.status == BookingStatus.EXPIRED:
        return expired_refusal(booking)
    if (
        refused.code in {"changed", "key_reused"}
        or booking.status != BookingStatus.HELD
        or is_over(booking, now)
    ):
        return refused
    kept = f"占位仍为您保留到 {cn_time(booking.hold_expires_at)}。"
    return BookingRefused(refused.code, refused.message + kept, booking=booking)
