"""Moments counted in working days: 24 working hours are the same time of the next working day."""

from datetime import datetime

from portal.taxonomy.working_days import WorkingCalendar

from ..dates import ZONE


def after_working_days(moment: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """Return the same time of day so many working days later, in Shanghai."""
    local = moment.astimezone(ZONE)
    return datetime.combine(calendar.add(local.date(), days), local.timetz())
