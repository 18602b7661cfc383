"""Who is told what on the way of a booking; rows written inside the transaction of the change."""

from collections.abc import Iterable

from portal.accounts.models import User
from portal.organisations.models import MembershipState, Role

from .. import mail_flow
from ..mail_texts import MailText
from ..models import Booking
from .notices import requester_of, send, staff_of


def tell_hold_expired(booking: Booking) -> None:
    """Tell the school that its places went back."""
    send("booking.expired", requester_of(booking), mail_flow.hold_expired(booking))


def tell_submitted(booking: Booking) -> None:
    """Tell the school until when it hears, and the base until when it must answer."""
    tell_both(
        "booking.submitted",
        booking,
        mail_flow.submitted_to_school(booking),
        mail_flow.submitted_to_base(booking),
    )


def tell_both(kind: str, booking: Booking, to_school: MailText, to_base: MailText) -> None:
    """Tell the school's people and the base's, each their own text."""
    send(kind, requester_of(booking), to_school)
    send(kind, staff_of(booking), to_base)


def members(roles: Iterable[Role], organisation_id: int | None = None) -> list[User]:
    """Return active people with one of the roles, in one body or anywhere, in a fixed order."""
    place = {} if organisation_id is None else {"memberships__organisation_id": organisation_id}
    people = User.objects.filter(
        is_active=True,
        memberships__state=MembershipState.ACTIVE,
        memberships__role__in=list(roles),
        **place,
    )
    return list(people.distinct().order_by("id"))
