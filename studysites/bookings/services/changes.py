"""A school changes numbers or date: the new is taken before the old goes, in one COMMIT or not at all.

More people and another date need the base's notice for changes; fewer people are welcome until the
start (design decision 21). The booking keeps its number and its state.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.shared.templatetags.portal_ui import cn_date

from .. import mail_changes, policies
from ..enums import BookingStatus, BucketUnit
from ..exceptions import BookingRefused
from ..models import Allocation, Booking, Party, VisitSession
from ..policies import PartyInput
from ..selectors.waitlist import queue_claims
from . import ledger
from .drafts import check_labels
from .field_swaps import swap_fields
from .flow_notices import tell_both
from .hold_expiry import expired_refusal, is_over
from .requests import queued
from .school_side import check_school_side
from .status_moves import load_booking
from .transactions import Change, run_once
from .visit_checks import VisitTerms, check_group, check_visit, load_session, terms_of

# What both sides know of; a hold and an offer are the school's own matter still.
KNOWN = frozenset({BookingStatus.PENDING, BookingStatus.CONFIRMED})
CHANGEABLE = KNOWN | {BookingStatus.HELD, BookingStatus.OFFERED}
TEXTS = {
    "not_changeable": "这条预约现在的状态不能修改，内容没有改动。请看最新状态；需要时可以重新预约。",
    "same_session": "选的就是现在的场次，没有改动。请选择另一个场次。",
    "other_base": "改期只能在同一个基地内进行，没有改动。要去别的基地，请另外预约，再取消这一条。",
    "by_ballot": "这个场次先报名、后抽签，不能直接改到这一场，没有改动。请选其他场次。",
    "part_of_trip": "这是两馆一日中的一段，不能单独改期，没有改动。请在两馆一日页面取消后重新安排。",
    "not_fewer": "放回名额只能减少人数，没有改动。要增加人数，请用“修改班级和人数”。",
    "nothing_left": "这样就没有人来访了，没有改动。不来了请用“取消这次来访”，名额会全部放回。",
}


def change_parties(
    *, actor: User, booking_id: int, version: int, parties: Sequence[PartyInput], key: str = ""
) -> Booking:
    """Replace the classes of a booking held, offered, pending or confirmed; only the difference moves.

    School side only. Raises BookingRefused, and the old booking stays whole: ``not_allowed``,
    ``not_changeable``, ``started``, ``change_late`` (more people than before after the base's notice),
    the rules of policies.py, ``class_booked``, ``full``, ``changed``, ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))
    check_labels(parties)
    wanted = tidy_parties(parties)

    def work() -> Change:
        return replace_parties(actor, changeable(booking_id), version, wanted, timezone.now())

    body = {"booking": booking_id, "version": version, "parties": [asdict(party) for party in wanted]}
    return run_once(actor=actor, action="booking.parties_changed", key=key, body=body, work=work)


def give_back(
    *,
    actor: User,
    booking_id: int,
    version: int,
    numbers: Mapping[int, tuple[int, int]],
    key: str = "",
) -> Booking:
    """Lower the numbers of some classes: ``numbers`` is party id -> (pupils, adults); 0 pupils drops one.

    The freed places are offered to the waitlist by the next tick. School side only. Raises
    BookingRefused ``not_allowed``, ``not_changeable``, ``started``, ``not_fewer``, ``nothing_left``,
    ``too_few``, ``ratio_short``, ``changed``, ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        booking = changeable(booking_id)
        wanted = lowered(booking.parties.filter(active=True), numbers)
        return replace_parties(actor, booking, version, wanted, timezone.now())

    body = {"booking": booking_id, "version": version, "numbers": sorted(numbers.items())}
    return run_once(actor=actor, action="booking.given_back", key=key, body=body, work=work)


def change_session(*, actor: User, booking_id: int, version: int, session_id: int, key: str = "") -> Booking:
    """Move a pending or confirmed booking to another session of the same base, with all its classes.

    Lunch seats and coach bays of the old day go back and are chosen anew. School side only. Raises
    BookingRefused, and the old booking stays whole: ``not_allowed``, ``not_changeable``, ``started``,
    ``change_late``, ``same_session``, ``other_base``, every rule of the new session, ``class_booked``,
    ``full``, ``changed``, ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))

    def work() -> Change:
        booking = changeable(booking_id)
        if booking.status not in KNOWN:
            raise refusal("not_changeable")
        return move_to(actor, booking, version, load_session(session_id), timezone.now())

    body = {"booking": booking_id, "version": version, "session": session_id}
    return run_once(actor=actor, action="booking.session_changed", key=key, body=body, work=work)


def replace_parties(
    actor: User, booking: Booking, version: int, wanted: Sequence[PartyInput], now: datetime
) -> Change:
    """Check and write other classes in the caller's transaction."""
    session = load_session(booking.session_id)
    check_not_started(session, now)
    needs = check_group(session, wanted, with_ratio=booking.status != BookingStatus.HELD)
    before = sum(party.people for party in booking.parties.filter(active=True))
    if needs.people > before and booking.status in KNOWN:
        check_change_time(terms_of(session), now)
    if needs.people > before and booking.status != BookingStatus.OFFERED and queue_claims(session.pk, now):
        raise queued()
    again = {"final_numbers_at": now} if booking.final_numbers_at else {}
    swap_fields(booking, version=version, statuses=[BookingStatus(booking.status)], **again)
    write_classes(booking, wanted)
    moves = ledger.reallocate(booking, session.pk, needs, now)
    record_event(
        action="booking.parties_changed", target=booking, actor=actor, before=before, people=needs.people
    )
    if booking.status in KNOWN:
        tell_both(
            "booking.parties_changed",
            booking,
            mail_changes.numbers_changed_to_school(booking, before, needs.people),
            mail_changes.numbers_changed_to_base(booking, before, needs.people),
        )
    return Change(booking, moves)


def move_to(actor: User, booking: Booking, version: int, session: VisitSession, now: datetime) -> Change:
    """Check and write another session in the caller's transaction."""
    before = booking.session
    check_not_started(before, now)
    if session.pk == before.pk:
        raise refusal("same_session")
    if session.organisation_id != before.organisation_id:
        raise refusal("other_base")
    if booking.trip_id is not None:
        raise refusal("part_of_trip")
    check_change_time(terms_of(load_session(before.pk)), now)
    terms = check_visit(session, now)
    if session.by_ballot:
        raise refusal("by_ballot")
    if queue_claims(session.pk, now):
        raise queued()
    needs = check_group(session, booking.parties.filter(active=True))
    swap_fields(
        booking,
        version=version,
        statuses=[BookingStatus(booking.status)],
        session=session,
        final_numbers_due_at=terms.dates.final_numbers_by,
        final_numbers_at=None,
        final_numbers_asked_at=None,
    )
    booking.parties.filter(active=True).update(session=session)
    shared = release_shared(booking, now)
    moves = ledger.merge(ledger.reallocate(booking, session.pk, needs, now), shared)
    record_event(
        action="booking.session_changed", target=booking, actor=actor, before=before.pk, session=session.pk
    )
    tell_both(
        "booking.session_changed",
        booking,
        mail_changes.session_changed_to_school(booking, before),
        mail_changes.session_changed_to_base(booking, before),
    )
    return Change(booking, moves)


def release_shared(booking: Booking, now: datetime) -> ledger.Moves:
    """Give back what the booking holds of shared windows: they belong to the old day."""
    live = Allocation.objects.filter(booking=booking, released_at=None)
    shared = live.filter(bucket__unit__in=[BucketUnit.SEATS, BucketUnit.BAYS])
    bucket_ids = list(shared.values_list("bucket_id", flat=True))
    return ledger.merge(*(ledger.take(booking, bucket_id, 0, now) for bucket_id in bucket_ids))


def changeable(booking_id: int) -> Booking:
    """Return the booking if its state may be changed; refuse ``not_changeable`` or ``hold_expired``."""
    booking = load_booking(booking_id)
    if booking.status not in CHANGEABLE:
        raise refusal("not_changeable")
    if booking.status == BookingStatus.HELD and is_over(booking, timezone.now()):
        raise expired_refusal(booking)
    return booking


def check_not_started(session: VisitSession, now: datetime) -> None:
    """Refuse ``started``."""
    if session.starts_at <= now:
        raise BookingRefused("started")


def check_change_time(terms: VisitTerms, now: datetime) -> None:
    """Refuse ``change_late`` after the base's notice for more people or another date."""
    if now > terms.dates.change_by:
        raise BookingRefused(
            "change_late",
            f"增加人数或改期最晚要在 {cn_date(terms.dates.change_by)} 当天办理，现在已过期限。"
            "原来的预约没有改动，仍然有效；减少人数或取消仍可办理。",
        )


def lowered(parties: Iterable[Party], numbers: Mapping[int, tuple[int, int]]) -> list[PartyInput]:
    """Return the classes with the lower numbers; refuse ``not_fewer`` and ``nothing_left``."""
    wanted = []
    for party in parties:
        pupils, adults = numbers.get(party.pk, (party.pupils, party.adults))
        if pupils > party.pupils or adults > party.adults or pupils < 0 or adults < 0:
            raise refusal("not_fewer")
        if pupils:
            wanted.append(PartyInput(party.grade_id, party.class_label, pupils, adults))
    if not wanted:
        raise refusal("nothing_left")
    return wanted


def tidy_parties(parties: Sequence[PartyInput]) -> list[PartyInput]:
    """Return the classes in one spelling and order, as a new request writes them."""
    tidied = (
        PartyInput(party.grade_id, policies.tidy_label(party.class_label), party.pupils, party.adults)
        for party in parties
    )
    return sorted(tidied, key=lambda party: (party.grade_id, party.class_label))


def write_classes(booking: Booking, wanted: Sequence[PartyInput]) -> None:
    """Update the classes that stay, remove those that go, insert the new; gate counts keep their class."""
    present = {(party.grade_id, party.class_label): party for party in booking.parties.all()}
    new = []
    for one in wanted:
        party = present.pop((one.grade_id, one.class_label), None)
        if party is None:
            new.append(Party(booking=booking, session=booking.session, school=booking.school, **asdict(one)))
        else:
            Party.objects.filter(pk=party.pk).update(pupils=one.pupils, adults=one.adults)
    Party.objects.filter(pk__in=[party.pk for party in present.values()]).delete()
    Party.objects.bulk_create(new)


def refusal(code: str) -> BookingRefused:
    """Return a refusal of this module."""
    return BookingRefused(code, TEXTS[code])
