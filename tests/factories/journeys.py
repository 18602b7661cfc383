"""A day at two bases as a browser sends it."""

from django.urls import reverse
from django.utils import timezone

from studysites.bookings.models import CapacityBucket, Trip

from .visits import make_grade

KEY = "7b0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f11"
CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000", "note": "请走南门"}


def text_of(response) -> str:
    return response.content.decode()


def day_url(day, people: int = 42) -> str:
    return f"{reverse('bookings:trip_day')}?date={timezone.localdate(day[0].starts_at)}&people={people}"


def classes_url(day) -> str:
    return reverse("bookings:trip_classes", args=[session.pk for session in day])


def typed(coordinator, action: str = "hold", **values) -> dict:
    """One class as a browser sends it."""
    return {
        "action": action,
        "key": KEY,
        "school": coordinator.school_id,
        "party-TOTAL_FORMS": "1",
        "party-INITIAL_FORMS": "0",
        "party-0-grade": make_grade().pk,
        "party-0-class_label": "1班",
        "party-0-pupils": "40",
        "party-0-adults": "2",
        **values,
    }


def held(school, coordinator, day) -> Trip:
    school.post(classes_url(day), typed(coordinator))
    return Trip.objects.get()


def press(school, trip, action: str, **values):
    url = reverse("bookings:trip", args=[trip.pk])
    return school.post(url, {"action": action, "key": KEY, **CONTACT, **values}, follow=True)


def taken(*sessions):
    rows = CapacityBucket.objects.filter(unit="people")
    return [rows.get(session=session).taken for session in sessions]
