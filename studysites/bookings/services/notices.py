"""Who is told what: outbox rows written inside the transaction of the change."""

from collections.abc import Iterable

from portal.accounts.models import User
from portal.notifications.services import queue_message
from portal.organisations.models import MembershipState, Role
from portal.organisations.selectors import coordinators_of

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
    """Return who answers for the school: coordinator and deputy, or all coordinators when both left.

    An administrator who asked for a school without coordinators hears of it too.
    """
    named = {booking.requested_by_id, booking.deputy_id} - {None}
    coordinators = list(coordinators_of(booking.school_id))
    person = booking.requested_by
    asked = [person] if person is not None and person.is_active and person.is_superuser else []
    return [one for one in coordinators if one.pk in named] or coordinators or asked


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
