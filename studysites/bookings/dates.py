"""All dates of one visit, counted from its session, the base's rules and the working days. Pure.

A "by" is the last moment of a day in Asia/Shanghai, shown as 23:59; at 00:00 of the next day it is too late.
Notices are working days: the n-th working day before the visit is the last one in time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from portal.taxonomy.working_days import WorkingCalendar

ZONE = ZoneInfo("Asia/Shanghai")
# To its very end: whoever presses at 23:59:59.5 is in time.
LAST_MOMENT = time(23, 59, 59, 999_999)
# Feedback closes so many days after the visit (booking.md 3.1).
FEEDBACK_DAYS = 14
# Nobody is asked to answer an offer in less (booking.md 3.1).
SHORTEST_ANSWER = timedelta(hours=4)


class Notices(Protocol):
    """The numbers of a base that make dates; models.BaseRules has them."""

    create_notice: int
    change_notice: int
    final_numbers_notice: int
    cancel_notice: int
    opens_days_before: int
    decision_days: int
    late_limit_minutes: int


class Timed(Protocol):
    """What of a session makes dates."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None


@dataclass(frozen=True)
class VisitDates:
    """The calendar of one visit; aware datetimes of Asia/Shanghai, in the order of the fields.

    After ``cancel_by`` a cancellation is still taken and counted as late. ``note`` names a year whose
    holidays are not known yet, and is empty otherwise.
    """

    opens_at: datetime
    book_by: datetime
    change_by: datetime
    final_numbers_by: datetime
    cancel_by: datetime
    starts_at: datetime
    no_show_at: datetime
    feedback_until: datetime
    note: str = ""


def dates_of(session: Timed, rules: Notices, calendar: WorkingCalendar) -> VisitDates:
    """Return every date of the visit."""
    starts_at, ends_at = session.starts_at.astimezone(ZONE), session.ends_at.astimezone(ZONE)
    day = starts_at.date()

    def by(notice: int) -> datetime:
        return end_of_day(calendar.back(day, notice)) if notice else starts_at

    book_by = by(rules.create_notice)
    return VisitDates(
        opens_at=opening_of(session, rules),
        book_by=book_by,
        change_by=by(rules.change_notice),
        final_numbers_by=by(rules.final_numbers_notice),
        cancel_by=by(rules.cancel_notice),
        starts_at=starts_at,
        no_show_at=min(starts_at + timedelta(minutes=rules.late_limit_minutes), ends_at),
        feedback_until=end_of_day(ends_at.date() + timedelta(days=FEEDBACK_DAYS)),
        note=calendar.note(book_by.date(), day),
    )


def opening_of(session: Timed, rules: Notices) -> datetime:
    """Return when requests are first taken: the session's own moment, else 00:00 that many days before."""
    if session.opens_at is not None:
        return session.opens_at.astimezone(ZONE)
    day = session.starts_at.astimezone(ZONE).date() - timedelta(days=rules.opens_days_before)
    return datetime.combine(day, time.min, tzinfo=ZONE)


def decision_due(
    submitted_at: datetime, rules: Notices, calendar: WorkingCalendar, latest: datetime | None = None
) -> datetime:
    """Return until when the base must answer: the end of the n-th working day after submission.

    ``latest`` is the visit's ``final_numbers_by``: a request of the last days is answered by then at
    the latest, so that no school confirms numbers of a visit it may not make; never before the end of
    the day of submission.
    """
    day = submitted_at.astimezone(ZONE).date()
    due = end_of_day(calendar.add(day, rules.decision_days))
    return due if latest is None else max(min(due, latest), end_of_day(day))


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day, LAST_MOMENT, tzinfo=ZONE)
