"""Dated sessions of the starter programmes for eight weeks, the first ones in time to be booked."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from studysites.bookings.enums import BucketUnit
from studysites.bookings.models import CapacityBucket, VisitSession
from studysites.bookings.selectors.bookable import first_day
from studysites.bookings.selectors.rules import planning_calendar, rules_of
from studysites.models import ProgrammePage

from .sources import Source

WEEKS = 8


def load_sessions(source: Source, today: date | None = None) -> int:
    """Make the sessions of one programme from the first day still bookable on ``today``; return how many.

    Weekdays are ISO numbers, times are of Asia/Shanghai.
    """
    programme = ProgrammePage.objects.get(slug=source.slug)
    record = programme.editorial_records.select_related("organisation").get()
    notice = rules_of(record.organisation_id).create_notice
    tomorrow = (today or timezone.localdate()) + timedelta(days=1)
    first = first_day(tomorrow, notice, planning_calendar())
    sessions = [
        VisitSession(
            programme=programme,
            organisation=record.organisation,
            starts_at=start,
            ends_at=start + timedelta(minutes=programme.minutes),
        )
        for start in starts_between(source, first, tomorrow + timedelta(weeks=WEEKS))
    ]
    VisitSession.objects.bulk_create(sessions)
    CapacityBucket.objects.bulk_create(
        bucket for session in sessions for bucket in buckets(session, programme)
    )
    return len(sessions)


def starts_between(source: Source, first: date, end: date) -> list[datetime]:
    """Return the starts on the programme's weekdays from ``first`` up to, not including, ``end``."""
    weekdays = {int(day) for day in source.data["weekdays"]}
    times = [datetime.strptime(str(text), "%H:%M").time() for text in source.data["start_times"]]
    days = [first + timedelta(days=offset) for offset in range((end - first).days)]
    zone = timezone.get_default_timezone()
    return [
        datetime.combine(day, time, tzinfo=zone)
        for day in days
        if day.isoweekday() in weekdays
        for time in times
    ]


def buckets(session: VisitSession, programme: ProgrammePage) -> list[CapacityBucket]:
    """Return the two buckets of a session: people and groups."""
    sizes = {BucketUnit.PEOPLE: programme.capacity_people, BucketUnit.GROUPS: programme.capacity_groups}
    return [CapacityBucket(session=session, unit=unit, capacity=size) for unit, size in sizes.items()]
