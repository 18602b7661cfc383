"""One booking as its school sees it: what is held, offered or waited for, told and still to do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from ..enums import BookingStatus, BucketUnit, OfferKind, OfferOutcome
from ..models import Allocation, Booking, Offer
from ..school_actions import START_OVER, Action, actions_for
from .bookable import closed_reason
from .history import HistoryRow, history_of
from .visit_calendar import calendar_of
from .waitlist import Position, position_of


@dataclass(frozen=True)
class OfferRow:
    """Places held until the school answers; ``places`` and ``wanted`` are people."""

    moved: bool
    until: datetime
    start: datetime
    end: datetime
    title: str
    places: int
    wanted: int

    @property
    def smaller(self) -> bool:
        """Whether fewer people are held than the school asked for."""
        return self.places < self.wanted


@dataclass(frozen=True)
class OwnBooking:
    """What stands beside BookingDetail for the school; times are aware."""

    id: int
    reference: str
    status: str
    version: int
    session_id: int
    organisation_id: int
    trip_id: int | None
    hold_until: datetime | None
    hold_over: bool
    may_extend: bool
    offer: OfferRow | None
    position: str
    min_people: int | None
    final_due: datetime | None
    final_at: datetime | None
    decision_due: datetime | None
    deputy: str
    by_base: bool
    actions: tuple[Action, ...]
    may_repeat: bool
    dates: list[tuple[str, str]]
    dates_note: str
    history: tuple[HistoryRow, ...]

    @property
    def main(self) -> tuple[Action, ...]:
        """The buttons that carry the booking on."""
        return tuple(one for one in self.actions if one.tone == "primary")

    @property
    def others(self) -> tuple[Action, ...]:
        """The other buttons, the one that ends it last."""
        return tuple(one for one in self.actions if one.tone != "primary")


def own_booking(booking_id: int) -> OwnBooking:
    """Return the school's side of one booking. 6 queries, up to 6 more where it waits or was offered."""
    now = timezone.now()
    booking = Booking.objects.select_related(
        "session__programme", "session__organisation__booking_rules", "deputy", "waitlist_entry"
    ).get(pk=booking_id)
    dates, note = calendar_of(booking.session, booking.status)
    held = booking.status == BookingStatus.HELD
    entry = getattr(booking, "waitlist_entry", None)
    return OwnBooking(
        id=booking.pk,
        reference=booking.reference,
        status=booking.status,
        version=booking.version,
        session_id=booking.session_id,
        organisation_id=booking.session.organisation_id,
        trip_id=booking.trip_id,
        hold_until=booking.hold_expires_at if held else None,
        hold_over=held and (booking.hold_expires_at is None or booking.hold_expires_at <= now),
        may_extend=held and not booking.hold_extended,
        offer=offer_of(booking),
        position=waiting_words(booking, now) if waits(booking) else "",
        min_people=entry.min_people if entry else None,
        final_due=booking.final_numbers_due_at,
        final_at=booking.final_numbers_at,
        decision_due=booking.decision_due_at,
        deputy=booking.deputy.get_full_name() if booking.deputy else "",
        by_base=booking.booked_by_base,
        actions=actions_for(
            booking.status,
            started=booking.session.starts_at <= now,
            numbers_final=booking.final_numbers_at is not None,
        ),
        may_repeat=booking.status in START_OVER,
        dates=dates,
        dates_note=note,
        history=history_of(booking.pk),
    )


def waits(booking: Booking) -> bool:
    """Say whether the booking stands in a queue."""
    return booking.status == BookingStatus.WAITLISTED


def offer_of(booking: Booking) -> OfferRow | None:
    """Return the open offer with what it holds; 3 queries for a booking that has one, else none."""
    if booking.status not in {BookingStatus.OFFERED, BookingStatus.MOVED_OFFER}:
        return None
    offer = (
        Offer.objects.select_related("session__programme")
        .filter(booking=booking, outcome=OfferOutcome.OPEN)
        .first()
    )
    if offer is None:
        return None
    held = Allocation.objects.filter(
        booking=booking, released_at=None, bucket__session=offer.session, bucket__unit=BucketUnit.PEOPLE
    )
    wanted = booking.parties.filter(active=True).aggregate(pupils=Sum("pupils"), adults=Sum("adults"))
    return OfferRow(
        moved=offer.kind == OfferKind.MOVED,
        until=offer.expires_at,
        start=offer.session.starts_at,
        end=offer.session.ends_at,
        title=offer.session.programme.title,
        places=held.aggregate(people=Sum("quantity"))["people"] or 0,
        wanted=(wanted["pupils"] or 0) + (wanted["adults"] or 0),
    )


def waiting_words(booking: Booking, now: datetime) -> str:
    """Say where a waiting school stands, and first that nothing is given while the day is closed."""
    reason = closed_reason(booking.session)
    closed = f"这一天基地不接待（{reason}），闭馆期间不放名额；贵校的次序保留。" if reason else ""
    return closed + position_words(position_of(booking, now))


def position_words(position: Position | None) -> str:
    """Say honestly where a school stands in the queue and how freed places are given."""
    if position is None:
        return ""
    place = f"前面还有 {position.ahead} 支队伍。" if position.ahead else "贵校排在第一位。"
    rule = (
        "现在放出的名额先为排在最前面的队伍攒着；离来访不到 21 天时，改为先给装得下的第一支队伍。"
        if position.gathering
        else "名额放出时，先给装得下的第一支队伍；被越过时会告诉您原因。"
    )
    return f"{place}贵校需要 {position.people} 个名额，现在空着 {position.free} 个。{rule}"
