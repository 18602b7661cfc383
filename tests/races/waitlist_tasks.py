"""What workers do around the queue of a full session."""

from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import School
from studysites.bookings.models import Booking
from studysites.bookings.services import holds

from . import towns


def set_up_queue(schools: int, waiting: int) -> dict:
    """Make a session that school 0 fills, and the next schools waiting in their order."""
    town = towns.set_up(schools, 42, 1)
    town["bookings"] = [towns.bring(town, "confirmed")]
    town["bookings"] += [towns.bring(town, "waitlisted", number + 1) for number in range(waiting)]
    return town


def hold_unqueued(town: dict, school: int) -> tuple[str, int]:
    """Hold as one who looked before anybody waited: only the counter is left to decide."""
    holds.claims_of = lambda queue, now: False
    return towns.hold(town, school)


def what_schools_read(town: dict) -> list[dict]:
    """Return the messages and the page of each school with a booking, and the names of the others."""
    names = dict(School.objects.values_list("pk", "name"))
    return [
        {
            "messages": messages_of(user_id),
            **dict(zip(("status", "page"), page_of(user_id, town["bookings"][number][0]), strict=True)),
            "strange page": page_of(user_id, town["bookings"][number - 1][0])[0],
            "others": [names[other] for _, other in town["schools"] if other != school_id],
        }
        for number, (user_id, school_id) in enumerate(town["schools"][: len(town["bookings"])])
    ]


def messages_of(user_id: int) -> str:
    """Everything sent to one person."""
    rows = OutgoingMessage.objects.filter(recipient_id=user_id)
    return "\n".join(f"{row.subject}\n{row.body}" for row in rows)


def page_of(user_id: int, booking_id: int) -> tuple[int, str]:
    """Return status and text of a booking's page as one person sees it."""
    client = Client()
    client.force_login(User.objects.get(pk=user_id))
    reference = Booking.objects.get(pk=booking_id).reference
    answer = client.get(reverse("bookings:detail", args=[reference]))
    return answer.status_code, answer.content.decode()
