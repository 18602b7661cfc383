"""Moments counted in working days: 24 working hours are the same time of the next working day."""

from datetime import datetime

from portal.taxonomy.working_days import WorkingCalendar

from ..dates import ZONE


def after_working_days(moment: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """Return the same time of day so many working days later, in Shanghai.

    Counting begins on a working day: of a Saturday's moment the first working day is Monday, so that
    nobody's time runs out before anyone is at work.
    """
    local = moment.astimezone(ZONE)
    day = local.date() if calendar.is_working(local.date()) else calendar.add(local.date(), 1)
    return datetime.combine(calendar.add(day, days), local.timetz())
