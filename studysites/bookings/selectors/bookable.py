"""Which sessions are inside their booking window: not too near, not too far, not on a closed day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from portal.taxonomy.working_days import WorkingCalendar

from ..dates import ZONE
from ..models import BaseRules, Booking, ClosedDay, VisitSession


@dataclass(frozen=True)
class Window:
    """The visit days one base takes requests for on a given day; both days belong to it."""

    first: date
    last: date

    def condition(self, now: datetime) -> Q:
        """Return the condition on sessions; a session's own opening stands over the last day."""
        by_rule = Q(opens_at=None, starts_at__lt=midnight(self.last + timedelta(days=1)))
        return Q(starts_at__gte=midnight(self.first)) & (by_rule | Q(opens_at__lte=now))


def in_window(now: datetime, calendar: WorkingCalendar) -> Q:
    """Return the condition on sessions that may be booked now, by the rules of their bases. 1 query."""
    today = now.astimezone(ZONE).date()
    own = {rules.organisation_id: rules for rules in BaseRules.objects.all()}
    condition = window_of(BaseRules(), today, calendar).condition(now) & ~Q(organisation_id__in=list(own))
    for organisation_id, rules in own.items():
        window = window_of(rules, today, calendar).condition(now)
        condition |= window & Q(organisation_id=organisation_id)
    return condition


def window_of(rules: BaseRules, today: date, calendar: WorkingCalendar) -> Window:
    """Return the days that may be booked on ``today``."""
    return Window(
        first=first_day(today, rules.create_notice, calendar),
        last=today + timedelta(days=rules.opens_days_before),
    )


def first_day(today: date, notice: int, calendar: WorkingCalendar) -> date:
    """Return the first visit day whose last booking day is ``today`` or later."""
    day = today
    while calendar.back(day, notice) < today:
        day += timedelta(days=1)
    return day


def midnight(day: date) -> datetime:
    """Return 00:00 of a day in Shanghai."""
    return datetime.combine(day, time.min, tzinfo=ZONE)


def open_days(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Keep sessions on days their base receives groups."""
    return with_day(rows).filter(~Exists(closings_of()))


def with_closing(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Add ``day_closed``: why the base receives nobody that day, or None."""
    return with_day(rows).annotate(day_closed=Subquery(closings_of().values("reason")[:1]))


def with_day(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Add ``visit_day``: the date in Shanghai."""
    return rows.alias(visit_day=TruncDate("starts_at", tzinfo=ZONE))


def closings_of() -> QuerySet[ClosedDay]:
    """Return the closed days of a session's base on its day, for a subquery of ``with_day`` rows."""
    return ClosedDay.objects.filter(organisation=OuterRef("organisation"), day=OuterRef("visit_day"))


def with_day_closed(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Add ``day_closed`` to bookings: why the base receives nobody on the day of the visit, or None."""
    dated = bookings.alias(visit_day=TruncDate("session__starts_at", tzinfo=ZONE))
    closings = ClosedDay.objects.filter(
        organisation=OuterRef("session__organisation"), day=OuterRef("visit_day")
    )
    return dated.annotate(day_closed=Subquery(closings.values("reason")[:1]))


def closed_reason(session: VisitSession) -> str:
    """Return why the base receives nobody on the session's day, or nothing; 1 query unless annotated."""
    if hasattr(session, "day_closed"):
        return session.day_closed or ""
    day = session.starts_at.astimezone(ZONE).date()
    found = ClosedDay.objects.filter(organisation_id=session.organisation_id, day=day)
    return found.values_list("reason", flat=True).first() or ""
