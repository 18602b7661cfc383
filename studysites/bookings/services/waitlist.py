"""Waiting for places by whole party: first come, first served within a priority, honestly told.

Up to 21 days before the visit freed places gather for the head of the queue; after that the first
party that fits is served, and those passed over are told why (booking.md 3.1).
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for

from .. import mail_waiting
from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking, VisitSession, WaitlistEntry
from ..policies import PartyInput
from ..selectors.waitlist import Queue, claims_of, queue_of
from .drafts import new_booking, write_parties
from .hold_expiry import BATCH
from .lone_work import run_alone
from .notices import requester_of, send
from .requests import Wish, tidy
from .reserves import band_for, bands_of
from .status_moves import changed, load_booking, move_status
from .transactions import Change, run_once
from .typed_texts import check_contact, check_labels
from .visit_checks import check_group, check_visit, load_session, terms_of

TEXTS = {
    "by_ballot": "这个场次先报名、后抽签，抽签之前不能候补。没有登记，请改为报名抽签。",
    "has_room": "这个场次还有够您团队的名额，不需要候补。请直接预约。",
}


def join_waitlist(
    *,
    actor: User,
    school_id: int,
    session_id: int,
    parties: Sequence[PartyInput],
    contact_name: str,
    contact_phone: str,
    note: str = "",
    min_people: int | None = None,
    key: str,
) -> Booking:
    """Put a whole party into the queue of a full session and return the waiting booking.

    ``min_people`` is the smallest number of people the school would still come with. Takes no places.
    Raises BookingRefused ``not_allowed``, ``has_room``, ``min_people``, every rule of a request but
    ``full``, ``class_booked``, ``key_reused``, ``busy``.
    """
    if not can_book_for(actor, school_id):
        raise BookingRefused("not_allowed")
    wish = tidy(Wish(school_id, session_id, tuple(parties), contact_name, contact_phone, note))
    return run_once(
        actor=actor,
        action="booking.waitlisted",
        key=key,
        body={**asdict(wish), "min_people": min_people},
        work=lambda: enqueue(actor, wish, min_people, timezone.now()),
    )


def enqueue(actor: User, wish: Wish, min_people: int | None, now: datetime) -> Change:
    """Check the wish and write the waiting booking in the caller's transaction."""
    session = load_session(wish.session_id)
    check_visit(session, now)
    if session.by_ballot:
        raise refusal("by_ballot")
    needs = check_group(session, wish.parties)
    check_contact(wish.contact)
    check_labels(wish.parties)
    if min_people is not None and not session.programme.min_party <= min_people < needs.people:
        raise BookingRefused(
            "min_people",
            f"“至少需要的人数”要在 {session.programme.min_party} 到 {needs.people - 1} 之间；"
            "必须全员前来请留空。没有加入候补。",
        )
    booking = new_booking(
        actor,
        wish,
        status=BookingStatus.WAITLISTED,
        contact_name=wish.contact_name,
        contact_phone=wish.contact_phone,
        note=wish.note,
    )
    queue = queue_of(session.pk, now)
    if not claims_of(queue, now) and queue.fits(needs, band_for(wish.school_id, session.pk, now)):
        raise refusal("has_room")
    write_parties(booking, wish.parties, active=True)
    line_up(booking, min_people, now)
    record_event(action="booking.waitlisted", target=booking, actor=actor, people=needs.people)
    send("booking.waitlisted", requester_of(booking), mail_waiting.joined(booking))
    return Change(booking, {})


def line_up(booking: Booking, min_people: int | None, now: datetime) -> None:
    """Write the entry; schools the city wants to reach first stand in the first group."""
    bands = bands_of(booking.school)
    drawn_from = band_for(booking.school_id, booking.session_id, now)
    Booking.objects.filter(pk=booking.pk).update(band=drawn_from or next(iter(bands), ""))
    WaitlistEntry.objects.create(
        booking=booking, joined_at=now, priority=0 if bands else 1, min_people=min_people
    )


def end_waiting(now: datetime) -> int:
    """End the waiting of sessions nobody can book any more; tell each school. Returns how many."""
    waiting = Booking.objects.filter(status=BookingStatus.WAITLISTED).values_list("session_id", flat=True)
    ended = 0
    for session_id in list(waiting.distinct().order_by()):
        session = VisitSession.objects.select_related("organisation__booking_rules").get(pk=session_id)
        if terms_of(session).dates.book_by >= now:
            continue
        rows = Booking.objects.filter(status=BookingStatus.WAITLISTED, session_id=session_id)
        ended += sum(end_one(pk, now) for pk in list(rows.values_list("pk", flat=True)[:BATCH]))
    return ended


def end_one(booking_id: int, now: datetime) -> bool:
    """Turn one waiting booking into an expired one."""

    def work() -> Change:
        booking = load_booking(booking_id)
        if booking.status != BookingStatus.WAITLISTED:
            raise changed(booking_id)
        move_status(
            booking, version=booking.version, to=BookingStatus.EXPIRED, sources=[BookingStatus.WAITLISTED]
        )
        booking.parties.update(active=False)
        record_event(action="booking.waiting_ended", target=booking)
        send("booking.waiting_ended", requester_of(booking), mail_waiting.waiting_over(booking))
        return Change(booking, {})

    return run_alone(work) is not None


def tell_skipped(queue: Queue, booking_ids: Sequence[int], now: datetime) -> None:
    """Note who was passed over and tell each once a day at most."""
    entries = WaitlistEntry.objects.filter(booking_id__in=booking_ids, booking__session_id=queue.session_id)
    for entry in entries.select_related("booking__session__programme", "booking__session__organisation"):
        if entry.skipped_at is None or entry.skipped_at < now - timedelta(days=1):
            send("booking.skipped", requester_of(entry.booking), mail_waiting.skipped(entry.booking))
    entries.update(skipped_at=now)


def refusal(code: str) -> BookingRefused:
    """Return a refusal of this module."""
    return BookingRefused(code, TEXTS[code])
