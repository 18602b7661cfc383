"""A school telephones: the base books for it, on the record, and the school sees it at once."""

from collections.abc import Sequence

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.models import School
from portal.organisations.policies import can_decide

from .. import mail_people
from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking
from ..policies import PartyInput
from .notices import requester_of, send
from .requests import Wish, run_wish, tidy, write_request
from .transactions import Change
from .visit_checks import load_session

SCHOOL_UNKNOWN = "没有找到这所学校，没有代为预约。请先请教育局把学校加入名录。"


def book_on_behalf(
    *,
    actor: User,
    school_id: int,
    session_id: int,
    parties: Sequence[PartyInput],
    contact_name: str,
    contact_phone: str,
    note: str = "",
    key: str,
) -> Booking:
    """Book a session of the actor's base for a school and confirm it in the same transaction.

    Every rule of a request holds. The school's coordinators answer for the booking, are told, and may
    change or cancel it as their own. Staff and managers of the base only. Raises BookingRefused
    ``not_allowed``, ``school_unknown``, every refusal of request_booking.
    """
    if not can_decide(actor, load_session(session_id).organisation_id):
        raise BookingRefused("not_allowed")
    if not School.objects.filter(pk=school_id).exists():
        raise BookingRefused("school_unknown", SCHOOL_UNKNOWN)
    wish = tidy(Wish(school_id, session_id, tuple(parties), contact_name, contact_phone, note))
    return run_wish(actor, "booking.booked_by_base", key, wish, lambda: book(actor, wish))


def book(actor: User, wish: Wish) -> Change:
    """Write a confirmed booking nobody of the school asked for in the portal."""
    now = timezone.now()
    booking, needs, moves = write_request(
        wish,
        now,
        status=BookingStatus.CONFIRMED,
        booked_by_base=True,
        decided_at=now,
        decided_by=actor,
        decision_due_at=None,
    )
    record_event(action="booking.booked_by_base", target=booking, actor=actor, people=needs.people)
    send("booking.booked_by_base", requester_of(booking), mail_people.booked_by_base(booking))
    return Change(booking, moves)
