"""A school notes what it plans; a draft takes no places and names nobody."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_book_for
from portal.taxonomy.models import Grade

from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking, Party, VisitSession
from ..policies import PartyInput
from ..references import new_reference
from .field_swaps import swap_fields
from .requests import Wish, tidy
from .transactions import Change, run_once
from .typed_texts import check_labels
from .visit_checks import load_session

# Enough for a term's plans of one school; a script cannot fill the table.
MOST_DRAFTS = 20


def save_draft(
    *,
    actor: User,
    school_id: int,
    session_id: int,
    parties: Sequence[PartyInput],
    key: str,
    booking_id: int | None = None,
) -> Booking:
    """Keep a session and classes for later and return the draft; ``booking_id`` overwrites an own draft.

    No places are taken and the numbers may still break the programme's limits. A draft nobody touches
    is deleted after 30 days. Raises BookingRefused ``not_allowed``, ``closed``, ``started``,
    ``no_pupils``, ``no_label``, ``label_too_long``, ``duplicate_class``, ``grade_unknown``,
    ``personal_data``, ``too_many_drafts``, ``changed``, ``key_reused``, ``busy``.
    """
    if not can_book_for(actor, school_id):
        raise BookingRefused("not_allowed")
    check_labels(parties)
    wish = tidy(Wish(school_id, session_id, tuple(parties), "", "", ""))

    def work() -> Change:
        session = load_session(wish.session_id)
        check_draft(wish, session)
        booking = own_draft(booking_id, school_id) if booking_id else new_draft(actor, wish)
        if booking_id:
            swap_fields(
                booking, version=booking.version, statuses=[BookingStatus.DRAFT], session_id=session.pk
            )
        write_parties(booking, wish.parties, active=False)
        record_event(action="booking.drafted", target=booking, actor=actor, session=session.pk)
        return Change(booking, {})

    body = {**asdict(wish), "booking": booking_id}
    return run_once(actor=actor, action="booking.drafted", key=key, body=body, work=work)


def check_draft(wish: Wish, session: VisitSession) -> None:
    """Refuse what could not be kept: a past session, a class without name, grade or pupils."""
    if session.starts_at <= timezone.now():
        raise BookingRefused("started")
    if any(party.pupils <= 0 for party in wish.parties):
        raise BookingRefused("no_pupils")
    if not all(party.class_label for party in wish.parties):
        raise BookingRefused("no_label")
    if len({(party.grade_id, party.class_label) for party in wish.parties}) < len(wish.parties):
        raise BookingRefused("duplicate_class")
    grades = {party.grade_id for party in wish.parties}
    if Grade.objects.filter(pk__in=grades).count() < len(grades):
        raise BookingRefused("grade_unknown")


def new_draft(actor: User, wish: Wish) -> Booking:
    """Write a new draft unless the school keeps too many."""
    if Booking.objects.filter(school_id=wish.school_id, status=BookingStatus.DRAFT).count() >= MOST_DRAFTS:
        raise BookingRefused(
            "too_many_drafts",
            f"贵校已有 {MOST_DRAFTS} 份草稿，这一份没有保存。请先用掉或删除几份旧草稿。",
        )
    return new_booking(actor, wish, status=BookingStatus.DRAFT)


def new_booking(actor: User, wish: Wish, **fields: Any) -> Booking:
    """Insert a booking without a contact.

    In bulk, since a plain save has Wagtail queue a task that looks for links of pages in it.
    """
    booking = Booking(
        reference=new_reference(),
        school_id=wish.school_id,
        session_id=wish.session_id,
        requested_by=actor,
        **fields,
    )
    return Booking.objects.bulk_create([booking])[0]


def own_draft(booking_id: int, school_id: int) -> Booking:
    """Return the school's draft; refuse ``not_allowed`` for anything else of that number."""
    draft = Booking.objects.filter(pk=booking_id, school_id=school_id, status=BookingStatus.DRAFT).first()
    if draft is None:
        raise BookingRefused("not_allowed", "没有找到贵校的这份草稿，可能已经用掉或删除。没有改动任何内容。")
    return draft


def write_parties(booking: Booking, parties: Sequence[PartyInput], *, active: bool) -> None:
    """Put the classes in place of those the draft had; only active ones keep a class from coming twice."""
    if booking.version > 1:  # a row just inserted has none
        booking.parties.all().delete()
    Party.objects.bulk_create(
        Party(
            booking=booking,
            session_id=booking.session_id,
            school_id=booking.school_id,
            active=active,
            **asdict(party),
        )
        for party in parties
    )
