"""What a hold is measured against.

(a) ReferenceView: middleware, sign-in, CSRF and form of the portal, then two guarded UPDATEs and one
INSERT. (b) bare_view: no middleware, no form, one guarded UPDATE and one INSERT. Neither keeps
classes, an idempotency key or an audit row, checks a rule, limits a person's rate, or queues writers
on SQLite.
"""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from studysites.bookings.enums import BookingStatus
from studysites.bookings.models import Booking, CapacityBucket
from studysites.bookings.policies import needs_of
from studysites.bookings.references import new_reference
from studysites.bookings.views.access import person
from studysites.bookings.views.visit import VisitView


class PlacesGone(Exception):
    """A guarded UPDATE moved nothing."""


class ReferenceView(VisitView):
    """The portal's form of classes with the plainest write behind it."""

    def take(self, action: str, form: Any, parties: Any) -> HttpResponse:
        """Take the places and answer as the portal does."""
        needs = needs_of(parties.parties(), self.plan.group_size)
        wanted = {"people": needs.people, "groups": needs.groups}
        booking = reference_write(
            form.cleaned_data["school"].pk, self.plan.session.id, person(self.request).pk, wanted
        )
        return redirect("bookings:hold", reference=booking.reference)


@csrf_exempt
def bare_view(request: HttpRequest) -> HttpResponse:
    """Take one place of the session for the school, both given as numbers."""
    bare_write(int(request.POST["school"]), int(request.POST["session"]), int(request.POST["user"]))
    return HttpResponse("ok")


def reference_write(school_id: int, session_id: int, user_id: int, wanted: dict[str, int]) -> Booking:
    """Do two guarded UPDATEs and one INSERT in one transaction; raise PlacesGone when full."""
    with transaction.atomic():
        for unit in ("groups", "people"):
            move(session_id, unit, wanted[unit])
        return insert(school_id, session_id, user_id)


def bare_write(school_id: int, session_id: int, user_id: int) -> Booking:
    """Do one guarded UPDATE and one INSERT in one transaction; raise PlacesGone when full."""
    with transaction.atomic():
        move(session_id, "people", 1)
        return insert(school_id, session_id, user_id)


def move(session_id: int, unit: str, quantity: int) -> None:
    """Take places of one bucket by a guarded UPDATE."""
    bucket = CapacityBucket.objects.filter(session_id=session_id, unit=unit, band="")
    if not bucket.filter(taken__lte=F("capacity") - quantity).update(taken=F("taken") + quantity):
        raise PlacesGone(session_id)


def insert(school_id: int, session_id: int, user_id: int) -> Booking:
    """Insert one booking."""
    return Booking.objects.create(
        reference=new_reference(),
        school_id=school_id,
        session_id=session_id,
        requested_by_id=user_id,
        status=BookingStatus.HELD,
    )
