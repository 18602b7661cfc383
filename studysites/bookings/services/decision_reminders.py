"""A request that waits is not forgotten: reminders to the base, then its manager, then the bureau."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from portal.audit.services import record_event
from portal.organisations.models import Role
from portal.taxonomy.working_days import WorkingCalendar, working_calendar

from .. import mail_flow
from ..dates import ZONE
from ..enums import BookingStatus
from ..models import Booking
from .flow_notices import members
from .lone_work import run_alone
from .notices import requester_of, send, staff_of
from .status_moves import changed, load_booking
from .transactions import Change
from .working_moments import after_working_days

FIRST, SECOND, TO_MANAGER, TO_BUREAU = 1, 2, 3, 4
# The bureau hears so many working days after the base's time to answer is over.
BUREAU_AFTER = 2
BATCH = 200
LOOK_BACK = timedelta(days=60)


def remind_of_decisions(now: datetime) -> int:
    """Send the reminders due at ``now``, each once whatever runs beside; return how many bookings.

    Staff after one and after two working days, the base's manager (and the school) when the time to
    answer is over, the bureau's officers two working days later. After a standstill only the last of
    the staff's reminders is sent, and none when the manager hears at the same time.
    """
    day = now.astimezone(ZONE).date()
    calendar = working_calendar(day - LOOK_BACK, day + LOOK_BACK)
    sent = 0
    for pk, before, reached in due_reminders(now, calendar):
        sent += remind(pk, before, reached)
        if sent >= BATCH:
            break
    return sent


def due_reminders(now: datetime, calendar: WorkingCalendar) -> Iterator[tuple[int, int, int]]:
    """Yield (booking id, stage told, stage reached) of requests that wait, the most urgent first."""
    rows = Booking.objects.filter(
        status=BookingStatus.PENDING,
        reminders_sent__lt=TO_BUREAU,
        session__ends_at__gt=now,
    ).order_by("decision_due_at", "id")
    fields = rows.values_list("pk", "submitted_at", "decision_due_at", "reminders_sent")
    for pk, submitted_at, due_at, before in list(fields):
        if submitted_at is None or due_at is None:
            continue
        reached = stage_at(now, submitted_at, due_at, calendar)
        if reached > before:
            yield pk, before, reached


def stage_at(now: datetime, submitted_at: datetime, due_at: datetime, calendar: WorkingCalendar) -> int:
    """Return the last stage whose moment has come; 0 before the first. Reminders stop at the due moment."""
    if now >= due_at:
        return TO_BUREAU if now >= after_working_days(due_at, BUREAU_AFTER, calendar) else TO_MANAGER
    reached = [days for days in (FIRST, SECOND) if now >= after_working_days(submitted_at, days, calendar)]
    return max(reached, default=0)


def remind(booking_id: int, before: int, reached: int) -> bool:
    """Send what is due of one request; False when it was answered or reminded meanwhile.

    The count is the compare-and-swap: the version stays, so that a page open at the base still decides.
    """

    def work() -> Change:
        rows = Booking.objects.filter(pk=booking_id, status=BookingStatus.PENDING, reminders_sent=before)
        if not rows.update(reminders_sent=reached):
            raise changed(booking_id)
        booking = load_booking(booking_id)
        record_event(action="booking.reminded", target=booking, stage=reached)
        for stage in stages_told(before, reached):
            tell(booking, stage)
        return Change(booking, {})

    return run_alone(work) is not None


def stages_told(before: int, reached: int) -> Iterable[int]:
    """Return the stages to be told now: of the staff's reminders only the last one reached."""
    if reached < TO_MANAGER:
        return [reached]
    return range(max(before + 1, TO_MANAGER), reached + 1)


def tell(booking: Booking, stage: int) -> None:
    """Queue the messages of one stage."""
    base = booking.session.organisation_id
    if stage < TO_MANAGER:
        send("booking.reminder", staff_of(booking), mail_flow.decision_reminder(booking, stage))
    elif stage == TO_MANAGER:
        managers = members([Role.BASE_MANAGER], base) or staff_of(booking)
        send("booking.overdue", managers, mail_flow.decision_overdue_to_manager(booking))
        send("booking.overdue", requester_of(booking), mail_flow.decision_overdue_to_school(booking))
    else:
        send("booking.overdue", members([Role.OFFICER]), mail_flow.decision_overdue_to_bureau(booking))
