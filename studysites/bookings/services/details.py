"""What the base must know of a group: needs, transport, lunch, insurance, consent; counts and adults only.

Lunch seats and coach bays are taken from the ledger in the same COMMIT as the words that ask for them.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event

from .. import policies
from ..details_rules import SEATED, Problem, count_problems, day_problems, time_problems, transport_problems
from ..enums import BookingStatus, LunchKind, ResourceKind, TransportMode
from ..exceptions import BookingRefused
from ..models import Booking, Resource, VisitDetails
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
NO_SEATS = "这个基地没有登记午餐座位，不能订餐位。请选“不在基地用餐”，需要用餐请与基地电话商量。"
NO_ROOM = "午餐座位或大巴车位刚刚被别的学校占用，团队情况没有保存，原来选的照旧。请换一个时段再保存。"


@dataclass(frozen=True)
class GroupDetails:
    """Everything the details form asks; counts are people, None was not told; ``lunch_slot`` is chosen
    among the windows. Coaches that park elsewhere take no bay.
    """

    safety_name: str = ""
    safety_phone: str = ""
    wheelchair_count: int | None = None
    other_needs_count: int | None = None
    transport: str = TransportMode.UNDECIDED.value
    coach_count: int = 0
    parks_elsewhere: bool = False
    plates: str = ""
    arrival_from: time | None = None
    arrival_to: time | None = None
    lunch: str = LunchKind.UNDECIDED.value
    lunch_people: int = 0
    allergy_count: int | None = None
    insurer: str = ""
    policy_number: str = ""
    insured_from: date | None = None
    insured_to: date | None = None
    insured_count: int | None = None
    consent_sent: int | None = None
    consent_returned: int | None = None
    lunch_slot: LunchSlot | None = None


def save_details(
    *, actor: User, booking_id: int, details: GroupDetails, version: int | None = None, key: str = ""
) -> Booking:
    """Write what the base must know of a held, pending or confirmed group, until the visit starts.

    ``version`` is the state the actor saw; without one the present state is taken. School side only.
    Raises BookingRefused, and nothing is then written: ``not_allowed``, ``not_changeable``,
    ``hold_expired``, ``started``, ``changed``, ``key_reused``, ``busy``; and with every problem of the
    form in ``problems``, the first one's code standing for all: ``too_long``, ``personal_data``, the codes
    of details_rules.py, ``no_lunch_seats``, ``lunch_slot``, ``lunch_full``, ``bays_full``.
    """
    booking = load_booking(booking_id)
    check_school_side(actor, booking)
    wanted = tidied(details)
    if list(word_problems(wanted)):
        raise_problems(problems_of(booking, wanted))

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
    raise_problems(problems_of(booking, wanted))
    swap_fields(booking, version=version or booking.version, statuses=[BookingStatus(booking.status)])
    changed = write_row(booking, wanted)
    moves = take_shared(booking, wanted, now)
    personal = {name: getattr(wanted, name) for name in PERSONAL if getattr(wanted, name)}
    record_event(
        action="booking.details_saved", target=booking, actor=actor, personal=personal, fields=changed
    )
    return Change(booking, moves)


def take_shared(booking: Booking, wanted: GroupDetails, now: datetime) -> ledger.Moves:
    """Take lunch seats and bays; what is full is refused together, each at its field."""
    stays = wanted.transport == TransportMode.COACH and not wanted.parks_elsewhere
    coaches = wanted.coach_count if stays else 0
    steps: dict[str, Callable[[], ledger.Moves]] = {
        "lunch_slot": lambda: take_lunch(booking, wanted.lunch_slot, wanted.lunch_people, now),
        "coach_count": lambda: take_bays(booking, coaches, now),
    }
    moves, problems = [], []
    for field, take in steps.items():
        try:
            moves.append(take())
        except BookingRefused as refused:
            problems.append(Problem(field, refused.code, refused.message))
    raise_problems(problems)
    return ledger.merge(*moves)


def problems_of(booking: Booking, details: GroupDetails) -> list[Problem]:
    """Return everything in the words, numbers, days and times that does not fit this group and visit."""
    wanted = tidied(details)
    parties = list(booking.parties.all())
    pupils, people = sum(party.pupils for party in parties), sum(party.people for party in parties)
    dates = terms_of(load_session(booking.session_id)).dates
    problems = [
        *word_problems(wanted),
        *count_problems(wanted, pupils=pupils, people=people),
        *transport_problems(wanted),
        *time_problems(wanted, latest=dates.no_show_at),
        *day_problems(wanted, visit=dates.starts_at.date()),
    ]
    if wanted.lunch in SEATED and not has_lunch_seats(booking.session.organisation_id):
        problems.append(Problem("lunch", "no_lunch_seats", NO_SEATS))
    return problems


def raise_problems(problems: list[Problem]) -> None:
    """Refuse when there is anything to correct."""
    if problems:
        raise BookingRefused(problems[0].code, problems[0].text, problems=tuple(problems))


def has_lunch_seats(organisation_id: int) -> bool:
    """Say whether the base keeps lunch seats. 1 query."""
    areas = Resource.objects.filter(organisation_id=organisation_id, kind=ResourceKind.LUNCH, in_use=True)
    return areas.exists()


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
        values.update(coach_count=0, plates="", parks_elsewhere=False)
    if values["lunch"] not in SEATED:
        values.update(lunch_people=0, lunch_slot=None)
    return GroupDetails(**values)


def word_problems(wanted: GroupDetails) -> Iterator[Problem]:
    """``too_long`` or ``personal_data`` in any typed text."""
    for name, (label, most) in TEXTS.items():
        text = getattr(wanted, name)
        if len(text) > most:
            yield Problem(name, "too_long", f"{label}有 {len(text)} 个字，最多 {most} 个字。请缩短。")
        try:
            policies.check_texts(text=text)
        except BookingRefused as refused:
            yield Problem(name, refused.code, refused.message)
