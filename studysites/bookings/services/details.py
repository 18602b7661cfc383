"""What the base must know of a group: needs, transport, lunch, insurance, consent; counts and adults only.

Lunch seats and coach bays are taken from the ledger in the same COMMIT as the words that ask for them.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event

from .. import policies
from ..details_rules import check_counts, check_days, check_times, check_transport
from ..enums import BookingStatus, LunchKind, TransportMode
from ..exceptions import BookingRefused
from ..models import Booking, VisitDetails
from . import ledger
from .field_swaps import swap_fields
from .holds import check_running
from .school_side import check_school_side
from .shared_places import LunchSlot, take_bays, take_lunch
from .status_moves import load_booking
from .transactions import Change, run_once
from .visit_checks import load_session, terms_of

# A booking without places has nobody to feed yet.
DETAILED = frozenset({BookingStatus.HELD, BookingStatus.PENDING, BookingStatus.CONFIRMED})
# Texts about adults, kept in the audit as digests only.
PERSONAL = ("safety_name", "safety_phone", "plates")
TEXTS = {
    "safety_name": ("安全员姓名", 40),
    "safety_phone": ("安全员电话", 20),
    "plates": ("车牌号", 120),
    "insurer": ("保险公司", 60),
    "policy_number": ("保单号", 40),
}
NOT_NOW = "这条预约现在的状态不能填写团队情况，没有保存。请看最新状态。"
NO_ROOM = "午餐座位或大巴车位刚刚被别的学校占用，团队情况没有保存，原来选的照旧。请换一个时段再保存。"


@dataclass(frozen=True)
class GroupDetails:
    """Everything the details form asks; counts are people, ``lunch_slot`` is chosen among the windows."""

    safety_name: str = ""
    safety_phone: str = ""
    wheelchair_count: int = 0
    other_needs_count: int = 0
    transport: str = TransportMode.UNDECIDED.value
    coach_count: int = 0
    plates: str = ""
    arrival_from: time | None = None
    arrival_to: time | None = None
    lunch: str = LunchKind.NONE.value
    lunch_people: int = 0
    allergy_count: int = 0
    insurer: str = ""
    policy_number: str = ""
    insured_from: date | None = None
    insured_to: date | None = None
    insured_count: int = 0
    consent_sent: int = 0
    consent_returned: int = 0
    lunch_slot: LunchSlot | None = None


def save_details(
    *, actor: User, booking_id: int, details: GroupDetails, version: int | None = None, key: str = ""
) -> Booking:
    """Write what the base must know of a held, pending or confirmed group, until the visit starts.

    ``version`` is the state the actor saw; without one the present state is taken. School side only.
    Raises BookingRefused, and nothing is then written: ``not_allowed``, ``not_changeable``,
    ``hold_expired``, ``started``, ``too_long``, ``personal_data``, the codes of details_rules.py,
    ``lunch_slot``, ``lunch_full``, ``bays_full``, ``changed``, ``key_reused``, ``busy``.
    """
    check_school_side(actor, load_booking(booking_id))
    wanted = tidied(details)
    check_words(wanted)

    def work() -> Change:
        return write_details(load_booking(booking_id), actor, version, wanted, timezone.now())

    body = {"booking": booking_id, "version": version, **asdict(wanted)}
    try:
        return run_once(actor=actor, action="booking.details_saved", key=key, body=body, work=work)
    except BookingRefused as refused:
        if refused.code != "full":
            raise
        raise BookingRefused("lunch_full", NO_ROOM) from refused


def write_details(
    booking: Booking, actor: User, version: int | None, wanted: GroupDetails, now: datetime
) -> Change:
    """Check and write the row and the shared places in the caller's transaction."""
    if booking.status not in DETAILED:
        raise BookingRefused("not_changeable", NOT_NOW)
    check_running(booking, now)
    if booking.session.starts_at <= now:
        raise BookingRefused("started")
    check_facts(booking, wanted)
    swap_fields(booking, version=version or booking.version, statuses=[BookingStatus(booking.status)])
    changed = write_row(booking, wanted)
    coaches = wanted.coach_count if wanted.transport == TransportMode.COACH else 0
    moves = ledger.merge(
        take_lunch(booking, wanted.lunch_slot, wanted.lunch_people, now), take_bays(booking, coaches, now)
    )
    personal = {name: getattr(wanted, name) for name in PERSONAL if getattr(wanted, name)}
    record_event(
        action="booking.details_saved", target=booking, actor=actor, personal=personal, fields=changed
    )
    return Change(booking, moves)


def check_facts(booking: Booking, wanted: GroupDetails) -> None:
    """Refuse numbers, days and times that do not fit this group and this visit."""
    parties = list(booking.parties.all())
    check_counts(
        wanted, pupils=sum(party.pupils for party in parties), people=sum(party.people for party in parties)
    )
    check_transport(wanted)
    dates = terms_of(load_session(booking.session_id)).dates
    check_times(wanted, latest=dates.no_show_at)
    check_days(wanted, visit=dates.starts_at.date())


def write_row(booking: Booking, wanted: GroupDetails) -> list[str]:
    """Insert or update the row and return the names of the fields that changed."""
    row = VisitDetails.objects.filter(booking=booking).first() or VisitDetails(booking=booking)
    names = [field.name for field in fields(wanted) if field.name != "lunch_slot"]
    changed = [name for name in names if getattr(row, name) != getattr(wanted, name)]
    for name in changed:
        setattr(row, name, getattr(wanted, name))
    row.save()
    return changed


def tidied(details: GroupDetails) -> GroupDetails:
    """Return the details with blanks trimmed, without what the chosen transport or lunch does not use."""
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    values.update({name: values[name].strip() for name in TEXTS})
    if values["transport"] != TransportMode.COACH:
        values.update(coach_count=0, plates="")
    if values["lunch"] == LunchKind.NONE:
        values.update(lunch_people=0, lunch_slot=None)
    return GroupDetails(**values)


def check_words(wanted: GroupDetails) -> None:
    """Refuse ``too_long`` or ``personal_data`` in any typed text."""
    for name, (label, most) in TEXTS.items():
        text = getattr(wanted, name)
        if len(text) > most:
            raise BookingRefused(
                "too_long", f"{label}有 {len(text)} 个字，最多 {most} 个字。没有保存，请缩短后再保存。"
            )
    policies.check_texts(**{name: getattr(wanted, name) for name in TEXTS})
