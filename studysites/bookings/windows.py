"""The half hours shared places are counted in, pure. Moments are aware, in Asia/Shanghai.

Lunch seats and coach bays have one bucket a half hour, always on the same grid: windows never overlap,
so a place is never counted twice.
"""

from datetime import date, datetime, time, timedelta

from .recurrence import ZONE

HALF_HOUR = timedelta(minutes=30)
LUNCH_FROM = time(11, 0)
LUNCH_TO = time(13, 30)
Window = tuple[datetime, datetime]


def half_hours(start: datetime, end: datetime) -> tuple[Window, ...]:
    """Return every half hour of the grid that ``[start, end)`` touches, earliest first."""
    local = start.astimezone(ZONE)
    first = local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)
    windows = []
    while first < end:
        windows.append((first, first + HALF_HOUR))
        first += HALF_HOUR
    return tuple(windows)


def lunch_windows(day: date) -> tuple[Window, ...]:
    """Return the half hours of lunch on one day: 11:00 to 13:30."""
    return half_hours(datetime.combine(day, LUNCH_FROM, ZONE), datetime.combine(day, LUNCH_TO, ZONE))


def is_half_hour(start: datetime, end: datetime) -> bool:
    """Say whether a window is one half hour of the grid."""
    return half_hours(start, end) == ((start, end),)


def span_words(start: datetime, end: datetime) -> str:
    """Return 12月1日 09:00–10:30, with the second day named when it is another; whole days without a time."""
    first, last = start.astimezone(ZONE), end.astimezone(ZONE)
    if first.time() == last.time() == time():
        final = last - timedelta(days=1)
        until = "" if final.date() <= first.date() else f"至{final.month}月{final.day}日"
        return f"{first.month}月{first.day}日{until}全天"
    day = f"{first.month}月{first.day}日 {first:%H:%M}"
    if first.date() == last.date():
        return f"{day}–{last:%H:%M}"
    return f"{day} 至 {last.month}月{last.day}日 {last:%H:%M}"
