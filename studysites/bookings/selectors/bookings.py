"""Bookings as a school, a base and the bureau may see them; nobody sees another party's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.organisations.policies import can_book_for, can_decide, is_officer

from ..enums import STANDING as LIVE
from ..enums import BookingStatus
from ..models import Booking
from .bookable import with_day_closed

PER_PAGE = 20
STANDING = (BookingStatus.PENDING.value, BookingStatus.CONFIRMED.value)
# Visits that take place unless somebody still calls them off, those there already included.
COMING = (*STANDING, BookingStatus.MOVED_OFFER.value, BookingStatus.CHECKED_IN.value)
TONES = {
    BookingStatus.HELD.value: "warning",
    BookingStatus.PENDING.value: "warning",
    BookingStatus.OFFERED.value: "warning",
    BookingStatus.MOVED_OFFER.value: "warning",
    BookingStatus.WAITLISTED.value: "info",
    BookingStatus.APPLIED.value: "info",
    BookingStatus.CONFIRMED.value: "success",
    BookingStatus.CHECKED_IN.value: "success",
    BookingStatus.COMPLETED.value: "success",
    BookingStatus.REJECTED.value: "error",
    BookingStatus.NO_SHOW.value: "error",
}
# What either side may still call off (services/withdrawals.py decides).
ON_THE_WAY = frozenset(
    {
        *STANDING,
        BookingStatus.WAITLISTED.value,
        BookingStatus.APPLIED.value,
        BookingStatus.OFFERED.value,
        BookingStatus.MOVED_OFFER.value,
    }
)


@dataclass(frozen=True)
class BookingRow:
    """One booking in a list; pupils and adults are summed over its classes.

    ``day_closed`` is why the base receives nobody on the day of a booking that still stands.
    """

    id: int
    reference: str
    url: str
    status: str
    status_label: str
    tone: str
    version: int
    school: str
    base: str
    title: str
    session_id: int
    start: datetime
    end: datetime
    classes: int
    pupils: int
    adults: int
    contact_name: str
    contact_phone: str
    submitted_at: datetime
    day_closed: str

    @property
    def people(self) -> int:
        """Pupils plus adults."""
        return self.pupils + self.adults


@dataclass(frozen=True)
class PartyRow:
    """One class of a booking."""

    grade: str
    class_label: str
    pupils: int
    adults: int


@dataclass(frozen=True)
class BookingDetail:
    """One booking whole, with what this reader may do about it."""

    row: BookingRow
    parties: tuple[PartyRow, ...]
    note: str
    reason: str
    cancelled_by: str
    decided_at: datetime | None
    programme_url: str
    organisation_code: str
    started: bool
    for_school: bool
    for_base: bool
    may_decide: bool
    may_confirm: bool
    may_withdraw: bool


def bookings_standing(session_id: int) -> tuple[BookingRow, ...]:
    """Return the visits of one session, asked to move ones too, in order of request. 1 query."""
    rows = Booking.objects.filter(session_id=session_id, status__in=COMING)
    return as_rows(listed(rows).order_by("created_at", "id"))


def booking_detail(reference: str, user: User) -> BookingDetail | None:
    """Return one booking for a reader of its school, its base or the bureau; None for all others."""
    booking = listed(Booking.objects.filter(reference=reference)).first()
    if booking is None:
        return None
    for_school = can_book_for(user, booking.school_id)
    for_base = can_decide(user, booking.session.organisation_id)
    officer = is_officer(user)
    if not for_school and not ((for_base or officer) and reached_base(booking)):
        return None
    started = booking.session.starts_at <= timezone.now()
    row = row_of(booking)
    may_decide = for_base and booking.status == BookingStatus.PENDING
    return BookingDetail(
        row=row,
        parties=tuple(
            PartyRow(str(party.grade), party.class_label, party.pupils, party.adults)
            for party in booking.parties.select_related("grade")
        ),
        note=booking.note,
        reason=booking.reason,
        cancelled_by=booking.get_cancelled_by_display() if booking.cancelled_by else "",
        decided_at=booking.decided_at,
        programme_url=booking.session.programme.url or "",
        organisation_code=booking.session.organisation.code,
        started=started,
        for_school=for_school,
        for_base=for_base,
        may_decide=may_decide,
        may_confirm=may_decide and not row.day_closed,
        may_withdraw=booking.status in ON_THE_WAY and not started,
    )


def reached_base(booking: Booking) -> bool:
    """Say whether the school ever asked: a draft, a hold, and what ended as one, are its own matter."""
    own = {BookingStatus.DRAFT.value, BookingStatus.HELD.value}
    ended = {BookingStatus.EXPIRED.value, BookingStatus.CANCELLED.value}
    return booking.status not in own and bool(booking.contact_name or booking.status not in ended)


def listed(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    """Join and sum what a row shows."""
    joined = with_day_closed(rows).select_related("school", "session__programme", "session__organisation")
    return joined.annotate(
        class_count=Count("parties"),
        pupil_sum=Coalesce(Sum("parties__pupils"), 0),
        adult_sum=Coalesce(Sum("parties__adults"), 0),
    )


def paged(rows: QuerySet[Booking], number: int | str) -> ListPage:
    """Return one page whose object list is made of rows; a wrong number gives the nearest page."""
    page: Any = Paginator(rows, PER_PAGE).get_page(number)
    page.object_list = as_rows(page.object_list)
    return page


def as_rows(bookings: Iterable[Booking]) -> tuple[BookingRow, ...]:
    """Turn listed bookings into rows."""
    return tuple(row_of(booking) for booking in bookings)


def row_of(booking: Booking) -> BookingRow:
    """Turn one listed booking into a row."""
    session = booking.session
    return BookingRow(
        id=booking.pk,
        reference=booking.reference,
        url=reverse("bookings:detail", args=[booking.reference]),
        status=booking.status,
        status_label=booking.get_status_display(),
        tone=TONES.get(booking.status, ""),
        version=booking.version,
        school=booking.school.name,
        base=session.organisation.short_name,
        title=session.programme.title,
        session_id=session.pk,
        start=session.starts_at,
        end=session.ends_at,
        classes=booking.class_count,  # type: ignore[attr-defined]
        pupils=booking.pupil_sum,  # type: ignore[attr-defined]
        adults=booking.adult_sum,  # type: ignore[attr-defined]
        contact_name=booking.contact_name,
        contact_phone=booking.contact_phone,
        submitted_at=booking.submitted_at or booking.created_at,
        day_closed=(booking.day_closed or "") if booking.status in LIVE else "",  # type: ignore[attr-defined]
    )
