"""A school's bookings by what they ask of it: an answer, a look ahead, patience, or nothing any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page as ListPage
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.shared.templatetags.portal_ui import cn_date_short, cn_time

from ..enums import TERMINAL, BookingStatus, OfferOutcome
from ..models import Booking, Offer
from .bookings import BookingRow, listed, paged, row_of

AHEAD = (BookingStatus.PENDING, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN)
QUEUED = (BookingStatus.WAITLISTED, BookingStatus.APPLIED)


@dataclass(frozen=True)
class TaskRow:
    """One booking that waits for its school: what to do, until when (``until`` in words), and where."""

    row: BookingRow
    what: str
    until: str
    due_at: datetime
    button: str
    url: str
    overdue: bool


@dataclass(frozen=True)
class SchoolLists:
    """The groups of the school's desk; a booking may stand among the answers and ahead."""

    answers: tuple[TaskRow, ...]
    upcoming: tuple[BookingRow, ...]
    waiting: tuple[BookingRow, ...]
    drafts: tuple[BookingRow, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.answers or self.upcoming or self.waiting or self.drafts)


def lists_of_school(school_ids: Iterable[int]) -> SchoolLists:
    """Return what a school has under way, the most urgent first. 2 queries."""
    now = timezone.now()
    live = live_of(school_ids, now).order_by("session__starts_at", "id")
    open_offers = Prefetch(
        "offers", queryset=Offer.objects.filter(outcome=OfferOutcome.OPEN), to_attr="open_offers"
    )
    bookings = list(listed(live).prefetch_related(open_offers))
    tasks = [task for booking in bookings for task in [task_of(booking, now)] if task is not None]
    return SchoolLists(
        answers=tuple(sorted(tasks, key=lambda task: task.due_at)),
        upcoming=rows_with(bookings, AHEAD),
        waiting=rows_with(bookings, QUEUED),
        drafts=rows_with(bookings, [BookingStatus.DRAFT]),
    )


def past_of_school(school_ids: Iterable[int], page: int | str = 1) -> ListPage:
    """Return a page of what is over or was called off, latest visit first. 20 a page, 2 queries."""
    over = Q(status__in=TERMINAL) | Q(session__ends_at__lte=timezone.now())
    rows = Booking.objects.filter(over, school_id__in=list(school_ids))
    return paged(listed(rows).order_by("-session__starts_at", "-id"), page)


def live_of(school_ids: Iterable[int], now: datetime) -> QuerySet[Booking]:
    """Bookings of a school that are not over."""
    rows = Booking.objects.filter(school_id__in=list(school_ids), session__ends_at__gt=now)
    return rows.exclude(status__in=TERMINAL)


def rows_with(bookings: Iterable[Booking], statuses: Iterable[str]) -> tuple[BookingRow, ...]:
    """Return the rows of the bookings in one of the states."""
    wanted = set(statuses)
    return tuple(row_of(booking) for booking in bookings if booking.status in wanted)


def task_of(booking: Booking, now: datetime) -> TaskRow | None:
    """Return what one booking asks of its school, None for nothing.

    The holds of a day at two bases are one task, which stands for both (selectors.journeys.trips_waiting).
    """
    offers = booking.open_offers  # type: ignore[attr-defined]
    if offers:
        what = "基地请您改期" if booking.status == BookingStatus.MOVED_OFFER else "候补有了名额"
        return make_task(booking, f"{what}，请答复", offers[0].expires_at, ("接受或谢绝", "offer"), now)
    if booking.status == BookingStatus.HELD and booking.hold_expires_at is not None:
        if booking.hold_expires_at <= now or booking.trip_id is not None:
            return None
        return make_task(booking, "占位还没有提交", booking.hold_expires_at, ("继续填写", "hold"), now)
    due = booking.final_numbers_due_at
    asked = booking.final_numbers_asked_at is not None or (due is not None and due <= now)
    open_numbers = booking.status == BookingStatus.CONFIRMED and booking.final_numbers_at is None
    if open_numbers and asked and due is not None and booking.session.starts_at > now:
        return make_task(booking, "请确认最终人数", due, ("确认人数", "numbers"), now)
    return None


def make_task(
    booking: Booking, what: str, due_at: datetime, button: tuple[str, str], now: datetime
) -> TaskRow:
    """Return the row; ``button`` is (label, name of the address)."""
    label, name = button
    until = f"{cn_date_short(due_at)} {cn_time(due_at)}"
    url = reverse(f"bookings:{name}", args=[booking.reference])
    late = due_at <= now
    words = f"期限 {until} 已过" if late else f"截止 {until}"
    return TaskRow(row_of(booking), what, words, due_at, label, url, late)


@dataclass(frozen=True)
class HolderRow:
    """A person who answers for live bookings of a school."""

    user_id: int
    name: str
    count: int

    @property
    def words(self) -> str:
        """Name and number of bookings."""
        return f"{self.name}（{self.count} 条）"


def holders_of(school_id: int) -> tuple[HolderRow, ...]:
    """Return who answers for the live bookings of a school, also after leaving it. 2 queries."""
    live = Booking.objects.filter(school_id=school_id).exclude(status__in=TERMINAL)
    counts = dict(
        live.exclude(requested_by=None)
        .order_by()
        .values_list("requested_by_id")
        .annotate(count=Count("id"))
        .values_list("requested_by_id", "count")
    )
    people = User.objects.in_bulk(list(counts))
    return tuple(HolderRow(pk, people[pk].get_full_name(), counts[pk]) for pk in sorted(people))
