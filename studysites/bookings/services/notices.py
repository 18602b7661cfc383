"""Who is told what: outbox rows written inside the transaction of the change."""

from collections.abc import Iterable

from portal.accounts.models import User
from portal.notifications.services import queue_message
from portal.organisations.models import MembershipState, Role

from .. import mail_texts
from ..mail_texts import MailText
from ..models import Booking


def tell_requested(booking: Booking) -> None:
    """Tell the school that it must wait, and the base that it must decide."""
    send("booking.requested", requester_of(booking), mail_texts.requested_to_school(booking))
    send("booking.requested", staff_of(booking), mail_texts.requested_to_base(booking))


def tell_confirmed(booking: Booking) -> None:
    """Tell the school that it may come."""
    send("booking.confirmed", requester_of(booking), mail_texts.confirmed(booking))


def tell_declined(booking: Booking) -> None:
    """Tell the school why not, and where to look next."""
    send("booking.declined", requester_of(booking), mail_texts.declined(booking))


def tell_withdrawn(booking: Booking) -> None:
    """Tell both sides that the visit is off and who called it off."""
    send("booking.withdrawn", requester_of(booking), mail_texts.withdrawn_to_school(booking))
    send("booking.withdrawn", staff_of(booking), mail_texts.withdrawn_to_base(booking))


def send(kind: str, people: Iterable[User], text: MailText) -> None:
    """Queue one message a person; nobody sees another recipient."""
    for person in people:
        queue_message(kind=kind, subject=text.subject, body=text.body, recipient=person)


def requester_of(booking: Booking) -> list[User]:
    """Return the person who asked, unless the account is gone or closed."""
    person = booking.requested_by
    return [person] if person is not None and person.is_active else []


def staff_of(booking: Booking) -> list[User]:
    """Return staff and managers of the session's base, in a fixed order; may be empty."""
    return list(
        User.objects.filter(
            is_active=True,
            memberships__state=MembershipState.ACTIVE,
            memberships__role__in=[Role.BASE_STAFF, Role.BASE_MANAGER],
            memberships__organisation_id=booking.session.organisation_id,
        )
        .distinct()
        .order_by("id")
    )
