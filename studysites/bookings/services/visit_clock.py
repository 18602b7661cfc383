"""What the clock does before, on and after the day of a visit."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial

from portal.audit.services import record_event
from portal.taxonomy.working_days import working_calendar

from .. import mail_flow, mail_visit_day
from ..dates import ZONE
from ..enums import BookingStatus, CancelledBy
from ..models import Booking
from ..selectors.rules import rules_of_bases
from . import flow_notices, ledger
from .attendance import CORRECTION, write_completed, write_no_show
from .lone_work import run_alone
from .notices import requester_of, send
from .status_moves import changed, load_booking, move_status
from .transactions import Change

BATCH = 200
ASK_AHEAD = 2
# Two working days are at most so many days, the longest holidays included.
LONGEST_SPAN = timedelta(days=20)
# Of visits that ended longer ago nobody is told any more.
NEWS = timedelta(days=14)
UNANSWERED = "基地没有在来访之前答复"


def ask_for_final_numbers(now: datetime) -> int:
    """Ask schools to confirm their numbers two working days before they are due; each once."""
    rows = Booking.objects.filter(
        status=BookingStatus.CONFIRMED,
        final_numbers_at=None,
        final_numbers_asked_at=None,
        final_numbers_due_at__lte=now + LONGEST_SPAN,
        session__starts_at__gt=now,
    ).order_by("final_numbers_due_at", "id")
    day = day_of(now)
    calendar = working_calendar(day, day + LONGEST_SPAN)
    due = [
        pk
        for pk, due_at in rows.values_list("pk", "final_numbers_due_at")
        if due_at is not None and calendar.back(day_of(due_at), ASK_AHEAD) <= day
    ]
    return each(due, lambda pk: ask_once(pk, now))


def ask_once(booking_id: int, now: datetime) -> Change:
    """Ask one school unless it was asked or answered meanwhile; the version stays."""
    rows = Booking.objects.filter(
        pk=booking_id, status=BookingStatus.CONFIRMED, final_numbers_at=None, final_numbers_asked_at=None
    )
    if not rows.update(final_numbers_asked_at=now):
        raise changed(booking_id)
    booking = load_booking(booking_id)
    record_event(action="booking.numbers_asked", target=booking)
    send("booking.numbers_asked", requester_of(booking), mail_flow.final_numbers_asked(booking))
    return Change(booking, {})


def note_no_shows(now: datetime) -> int:
    """Note who did not come by the base's late limit, only where the base noted an arrival that day.

    A base that keeps no list of arrivals makes nobody a no-show, and like the base's staff the clock
    may note one until 48 hours after the end.
    """
    rows = Booking.objects.filter(
        status=BookingStatus.CONFIRMED,
        session__starts_at__lte=now,
        session__ends_at__gte=now - CORRECTION,
    ).order_by("session__starts_at", "id")
    fields = list(rows.values_list("pk", "session__organisation_id", "session__starts_at"))
    rules = rules_of_bases({base for _, base, _ in fields})
    kept = days_with_arrivals(fields)
    due = [
        pk
        for pk, base, starts_at in fields
        if (base, day_of(starts_at)) in kept
        and now >= starts_at + timedelta(minutes=rules[base].late_limit_minutes)
    ]
    return each(due, lambda pk: write_no_show(load_booking(pk), None, now))


def days_with_arrivals(fields: Iterable[tuple[int, int, datetime]]) -> set[tuple[int, date]]:
    """Return (base, day) for those of the days on which the base noted an arrival."""
    wanted = {(base, day_of(starts_at)) for _, base, starts_at in fields}
    if not wanted:
        return set()
    starts = [starts_at for _, _, starts_at in fields]
    arrived = Booking.objects.filter(
        checked_in_at__isnull=False,
        session__organisation_id__in={base for base, _ in wanted},
        session__starts_at__gt=min(starts) - timedelta(days=1),
        session__starts_at__lt=max(starts) + timedelta(days=1),
    )
    rows = arrived.values_list("session__organisation_id", "session__starts_at").distinct()
    return wanted & {(base, day_of(starts_at)) for base, starts_at in rows}


def day_of(moment: datetime) -> date:
    """Return the date in Shanghai."""
    return moment.astimezone(ZONE).date()


def complete_visits(now: datetime) -> int:
    """End the visits of groups that are there when their session ends."""
    rows = Booking.objects.filter(status=BookingStatus.CHECKED_IN, session__ends_at__lte=now)
    due = list(rows.order_by("session__ends_at", "id").values_list("pk", flat=True)[:BATCH])
    return each(due, lambda pk: write_completed(load_booking(pk), None, now))


def complete_unnoted(now: datetime) -> int:
    """End confirmed visits over for 48 hours with neither arrival nor no-show: nobody can note either now."""
    rows = Booking.objects.filter(status=BookingStatus.CONFIRMED, session__ends_at__lt=now - CORRECTION)
    due = list(rows.order_by("session__ends_at", "id").values_list("pk", flat=True)[:BATCH])
    return each(due, lambda pk: write_unnoted(load_booking(pk), now))


def write_unnoted(booking: Booking, now: datetime) -> Change:
    """Complete one visit nobody noted anything of; it is no no-show. Old ones end without a message."""
    move_status(
        booking,
        version=booking.version,
        to=BookingStatus.COMPLETED,
        sources=[BookingStatus.CONFIRMED],
        completed_at=now,
    )
    moves = ledger.release(booking, now)
    record_event(action="booking.completed_unnoted", target=booking)
    if booking.session.ends_at > now - NEWS:
        send("booking.completed_unnoted", requester_of(booking), mail_visit_day.completed_unnoted(booking))
    return Change(booking, moves)


def cancel_unanswered(now: datetime) -> int:
    """Cancel requests no base ever answered once their session is over, and tell both sides."""
    rows = Booking.objects.filter(status=BookingStatus.PENDING, session__ends_at__lte=now)
    due = list(rows.order_by("session__ends_at", "id").values_list("pk", flat=True)[:BATCH])
    return each(due, lambda pk: write_unanswered(pk, now))


def write_unanswered(booking_id: int, now: datetime) -> Change:
    """Cancel one request in the name of the system."""
    booking = load_booking(booking_id)
    move_status(
        booking,
        version=booking.version,
        to=BookingStatus.CANCELLED,
        sources=[BookingStatus.PENDING],
        cancelled_by=CancelledBy.SYSTEM.value,
        reason=UNANSWERED,
        decision_due_at=None,
    )
    moves = ledger.release(booking, now)
    record_event(action="booking.unanswered", target=booking)
    text = mail_flow.unanswered(booking)
    flow_notices.tell_both("booking.unanswered", booking, text, text)
    return Change(booking, moves)


def each(booking_ids: Iterable[int], write: Callable[[int], Change]) -> int:
    """Run ``write`` for each booking in its own transaction, 200 at most; return how many went through."""
    done = 0
    for pk in booking_ids:
        done += run_alone(partial(write, pk)) is not None
        if done >= BATCH:
            break
    return done
