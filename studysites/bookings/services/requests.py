"""A school asks for a visit."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for
from portal.shared.templatetags.portal_ui import cn_date, cn_time

from .. import policies
from ..exceptions import BookingRefused
from ..models import Booking, Party, VisitSession
from ..policies import Needs, PartyInput
from ..references import new_reference
from ..selectors import SessionRow, sessions_that_fit
from ..selectors.waitlist import queue_claims
from . import ledger, notices
from .reserves import band_for
from .transactions import Change, run_once
from .typed_texts import Contact, check_contact, check_labels
from .visit_checks import VisitTerms, check_group, check_visit, load_session

# Refusals that end with other sessions of the programme.
HELPED = frozenset({"full", "queued", "too_late", "closed_day"})


@dataclass(frozen=True)
class Wish:
    """Everything a school typed, tidied; classes sorted so that rivals insert in one order."""

    school_id: int
    session_id: int
    parties: tuple[PartyInput, ...]
    contact_name: str
    contact_phone: str
    note: str

    @property
    def contact(self) -> Contact:
        """Who leads the group and the note."""
        return Contact(self.contact_name, self.contact_phone, self.note)


def request_booking(
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
    """Take places for a school's classes and return the pending booking.

    ``key`` is the form's own idempotency key (64 characters at most): a repeat returns the first
    booking. Raises BookingRefused, and nothing is then written: ``not_allowed``, ``closed``,
    ``started``, ``closed_day``, ``not_open_yet``, ``too_late``, ``by_ballot``, ``no_classes``, ``no_pupils``,
    ``no_adults``, ``no_label``, ``duplicate_class``, ``class_booked``, ``too_few``, ``too_many``,
    ``grade_unknown``, ``grade_misfit``, ``ratio_short``, ``contact_missing``, ``too_long``,
    ``label_too_long``, ``personal_data``, ``full``, ``queued``, ``key_reused``, ``busy``. The refusals in
    HELPED bring up to three sessions that fit.
    """
    if not can_book_for(actor, school_id):
        raise BookingRefused("not_allowed")
    wish = tidy(Wish(school_id, session_id, tuple(parties), contact_name, contact_phone, note))
    return run_wish(actor, "booking.requested", key, wish, lambda: submit(actor, wish))


def run_wish(actor: User, action: str, key: str, wish: Wish, work: Callable[[], Change]) -> Booking:
    """Run the work of a wish once; a refusal in HELPED brings up to three sessions that fit."""
    try:
        return run_once(actor=actor, action=action, key=key, body=asdict(wish), work=work)
    except BookingRefused as refused:
        if refused.code not in HELPED:
            raise
        raise with_alternatives(refused, wish) from refused


def tidy(wish: Wish) -> Wish:
    """Return the wish with blanks trimmed and classes in one spelling and order."""
    parties = (
        PartyInput(party.grade_id, policies.tidy_label(party.class_label), party.pupils, party.adults)
        for party in wish.parties
    )
    return Wish(
        wish.school_id,
        wish.session_id,
        tuple(sorted(parties, key=lambda party: (party.grade_id, party.class_label))),
        wish.contact_name.strip(),
        unicodedata.normalize("NFKC", wish.contact_phone).strip(),
        wish.note.strip(),
    )


def submit(actor: User, wish: Wish) -> Change:
    """Check every rule and write every row of a new booking; the ledger moves come after."""
    booking, needs, moves = write_request(wish, timezone.now(), requested_by=actor)
    record_event(
        action="booking.requested",
        target=booking,
        actor=actor,
        session=booking.session_id,
        people=needs.people,
        groups=needs.groups,
    )
    notices.tell_requested(booking)
    return Change(booking, moves)


def write_request(wish: Wish, now: datetime, **fields: Any) -> tuple[Booking, Needs, ledger.Moves]:
    """Check every rule and write booking, classes and allocations; who is told is the caller's matter."""
    session = load_session(wish.session_id)
    needs, terms = check_wish(wish, session, now)
    if queue_claims(session.pk, now):
        raise queued()
    booking = Booking.objects.create(
        reference=new_reference(),
        school_id=wish.school_id,
        session=session,
        contact_name=wish.contact_name,
        contact_phone=wish.contact_phone,
        note=wish.note,
        band=band_for(wish.school_id, session.pk, now),
        **{**terms.clocks(now), **fields},
    )
    Party.objects.bulk_create(
        Party(booking=booking, session=session, school_id=wish.school_id, **asdict(party))
        for party in wish.parties
    )
    return booking, needs, ledger.allocate(booking, needs)


def queued() -> BookingRefused:
    """Return the refusal of a newcomer while freed places belong to those who wait."""
    return BookingRefused(
        "queued",
        "已有学校在候补这个场次，放出的名额先给候补的学校，这次没有占用名额。您可以加入候补，或另选场次。",
    )


def check_wish(wish: Wish, session: VisitSession, now: datetime) -> tuple[Needs, VisitTerms]:
    """Return what the wish takes and the visit's terms, or refuse by the first rule it breaks."""
    terms = check_visit(session, now)
    if session.by_ballot:
        raise BookingRefused("by_ballot", "这个场次先报名、后抽签，不能直接预约。没有占用名额，请改为报名。")
    needs = check_group(session, wish.parties)
    check_contact(wish.contact)
    check_labels(wish.parties)
    return needs, terms


def with_alternatives(refused: BookingRefused, wish: Wish) -> BookingRefused:
    """Return the refusal with the sessions that fit; a late one names the next of them in words."""
    rows = alternatives_to(wish)
    message = refused.message
    if refused.code == "too_late":
        message += next_words(rows)
    return BookingRefused(refused.code, message, alternatives=rows)


def alternatives_to(wish: Wish) -> tuple[SessionRow, ...]:
    """Return up to three sessions of the same programme, nearest in time, with room for the wish."""
    session = load_session(wish.session_id)
    needs = policies.needs_of(wish.parties, session.programme.group_size)
    return sessions_that_fit(session, people=needs.people, groups=needs.groups)


def next_words(rows: tuple[SessionRow, ...]) -> str:
    """Name the first of the sessions, or say that there is none."""
    if not rows:
        return "这个课程近期没有装得下您的团队的其他场次。"
    return f"下一个装得下您的团队的场次是 {cn_date(rows[0].start)} {cn_time(rows[0].start)}。"
