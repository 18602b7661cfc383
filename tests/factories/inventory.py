"""Session templates and shared resources of a base."""

from datetime import date, time, timedelta

from django.utils import timezone

from studysites.bookings.enums import ResourceKind
from studysites.bookings.models import Resource
from studysites.bookings.timetable import TemplatePlan


def ahead(days: int) -> date:
    """Return the local day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def make_plan(programme, **values) -> TemplatePlan:
    """Return a plan of one session a day for five days, far enough ahead to be booked."""
    filled = {
        "name": "上午场",
        "programme_id": programme.pk,
        "rrule": "FREQ=DAILY",
        "starts_on": ahead(21),
        "ends_on": ahead(25),
        "start_time": time(14, 0),
        "minutes": 90,
        "people": 90,
        "groups": 3,
    }
    return TemplatePlan(**{**filled, **values})


def make_resource(base, kind=ResourceKind.GUIDE, name="讲解员甲", capacity=1, **values) -> Resource:
    """Return a resource in use."""
    return Resource.objects.create(organisation=base, kind=kind, name=name, capacity=capacity, **values)
