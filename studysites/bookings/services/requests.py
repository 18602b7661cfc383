"""A school asks for a visit."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for
from portal.taxonomy.models import Grade

from .. import policies
from ..exceptions import BookingRefused
from ..models import Booking, Party, VisitSession
from ..policies import Needs, PartyInput
from ..references import new_reference
from ..selectors import sessions_that_fit
from . import ledger, notices
from .transactions import Change, run_once


@dataclass(frozen=True)
class Wish:
    """Everything a school typed, tidied; classes sorted so that rivals insert in one order."""

    school_id: int
    session_id: int
    parties: tuple[PartyInput, ...]
    contact_name: str
    contact_phone: str
    note: str


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
    ``started``, ``no_classes``, ``no_pupils``, ``no_adults``, ``no_label``, ``duplicate_class``,
    ``class_booked``, ``too_few``, ``too_many``, ``grade_unknown``, ``contact_missing``,
    ``personal_data``, ``full`` (with up to three sessions that fit), ``key_reused``, ``busy``.
    """
    if not can_book_for(actor, school_id):
        raise BookingRefused("not_allowed")
    wish = tidy(Wish(school_id, session_id, tuple(parties), contact_name, contact_phone, note))
    try:
        return run_once(
            actor=actor,
            action="booking.requested",
            key=key,
            body=asdict(wish),
            work=lambda: submit(actor, wish),
        )
    except BookingRefused as refused:
        if refused.code != "full":
            raise
        raise BookingRefused("full", alternatives=alternatives_to(wish)) from refused


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
    session = load_session(wish.session_id)
    needs = check_wish(wish, session)
    booking = Booking.objects.create(
        reference=new_reference(),
        school_id=wish.school_id,
        session=session,
        requested_by=actor,
        contact_name=wish.contact_name,
        contact_phone=wish.contact_phone,
        note=wish.note,
    )
    Party.objects.bulk_create(
        Party(booking=booking, session=session, school_id=wish.school_id, **asdict(party))
        for party in wish.parties
    )
    moves = ledger.allocate(booking, needs)
    record_event(
        action="booking.requested",
        target=booking,
        actor=actor,
        session=session.pk,
        people=needs.people,
        groups=needs.groups,
    )
    notices.tell_requested(booking)
    return Change(booking, moves)


def load_session(session_id: int) -> VisitSession:
    """Return the session with programme and base; refuse ``closed`` when there is none."""
    sessions = VisitSession.objects.select_related("programme", "organisation")
    session = sessions.filter(pk=session_id, programme__live=True).first()
    if session is None:
        raise BookingRefused("closed")
    return session


def check_wish(wish: Wish, session: VisitSession) -> Needs:
    """Return what the wish takes of the session, or refuse by the first rule it breaks."""
    policies.check_session(session, timezone.now())
    policies.check_parties(wish.parties, session.programme)
    policies.check_contact(wish.contact_name, wish.contact_phone)
    labels = {f"class{number}": party.class_label for number, party in enumerate(wish.parties)}
    policies.check_texts(
        contact_name=wish.contact_name, contact_phone=wish.contact_phone, note=wish.note, **labels
    )
    grades = {party.grade_id for party in wish.parties}
    if Grade.objects.filter(pk__in=grades).count() < len(grades):
        raise BookingRefused("grade_unknown")
    return policies.needs_of(wish.parties, session.programme.group_size)


def preview_needs(
    *, session_id: int, parties: Sequence[PartyInput], contact_name: str, contact_phone: str, note: str
) -> Needs:
    """Return people and groups of a request before it is sent, for the review page.

    Raises BookingRefused for every rule that can be told without writing; places are not looked at.
    """
    wish = tidy(Wish(0, session_id, tuple(parties), contact_name, contact_phone, note))
    return check_wish(wish, load_session(session_id))


def alternatives_to(wish: Wish) -> tuple:
    """Return up to three sessions of the same programme, nearest in time, with room for the wish."""
    session = load_session(wish.session_id)
    needs = policies.needs_of(wish.parties, session.programme.group_size)
    return sessions_that_fit(session, people=needs.people, groups=needs.groups)
