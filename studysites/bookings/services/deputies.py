"""People behind a booking: a deputy beside the coordinator, and the handover when one leaves."""

from collections.abc import Sequence

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.models import School
from portal.organisations.policies import can_book_for, is_officer
from portal.organisations.selectors import coordinators_of

from .. import mail_people
from ..enums import TERMINAL, BookingStatus
from ..exceptions import BookingRefused
from ..models import Booking
from . import notices
from .field_swaps import swap_fields
from .status_moves import load_booking
from .transactions import Change, run_once

LIVE = frozenset(BookingStatus) - TERMINAL
TEXTS = {
    "deputy_unknown": "副联络员须是本校已获批准的另一位联络员。没有改动；请先让这位老师注册并申请加入本校。",
    "handover_same": "交出和接手的是同一个人，没有改动。请选择另一位联络员。",
    "handover_nothing": "这位老师名下没有进行中的预约，不需要交接。",
}


def name_deputy(*, actor: User, booking_id: int, version: int, user_id: int | None, key: str = "") -> Booking:
    """Name another coordinator of the school as deputy, or nobody with ``user_id`` None.

    The deputy gets every message and may do all the coordinator may with this booking. Coordinators
    of the school only. Raises BookingRefused ``not_allowed``, ``deputy_unknown``, ``changed``,
    ``key_reused``, ``busy``.
    """
    booking = load_booking(booking_id)
    if not can_book_for(actor, booking.school_id):
        raise BookingRefused("not_allowed")
    if user_id is not None and (
        user_id == booking.requested_by_id or not coordinators_of(booking.school_id).filter(pk=user_id)
    ):
        raise BookingRefused("deputy_unknown", TEXTS["deputy_unknown"])

    def work() -> Change:
        fresh = load_booking(booking_id)
        swap_fields(fresh, version=version, statuses=LIVE, deputy_id=user_id)
        record_event(action="booking.deputy_named", target=fresh, actor=actor, personal={"deputy": user_id})
        if user_id is not None:
            deputy = User.objects.get(pk=user_id)
            notices.send("booking.deputy_named", [deputy], mail_people.deputy_named(fresh))
        return Change(fresh, {})

    body = {"booking": booking_id, "version": version, "deputy": user_id}
    return run_once(actor=actor, action="booking.deputy_named", key=key, body=body, work=work)


def transfer_bookings(
    *, actor: User, school_id: int, from_user_id: int, to_user_id: int, key: str = ""
) -> Booking:
    """Hand every live booking of one coordinator to another of the same school; return the last one.

    A coordinator of the school or an officer of the bureau does it, also after the first one has left.
    Both are told; when nobody of the school did it, all its coordinators are. Raises BookingRefused
    ``not_allowed``, ``handover_same``, ``deputy_unknown``, ``handover_nothing``, ``key_reused``, ``busy``.
    """
    if not can_book_for(actor, school_id) and not is_officer(actor):
        raise BookingRefused("not_allowed")
    if from_user_id == to_user_id:
        raise BookingRefused("handover_same", TEXTS["handover_same"])
    if not coordinators_of(school_id).filter(pk=to_user_id):
        raise BookingRefused("deputy_unknown", TEXTS["deputy_unknown"])
    body = {"school": school_id, "from": from_user_id, "to": to_user_id}
    return run_once(
        actor=actor,
        action="booking.handed_over",
        key=key,
        body=body,
        work=lambda: hand_over(actor, school_id, from_user_id, to_user_id),
    )


def hand_over(actor: User, school_id: int, from_user_id: int, to_user_id: int) -> Change:
    """Write the new person on every live booking and tell both once."""
    bookings = list(live_bookings_of(school_id, from_user_id))
    if not bookings:
        raise BookingRefused("handover_nothing", TEXTS["handover_nothing"])
    coordinators = coordinators_of(school_id)
    from_outside = not coordinators.filter(pk=actor.pk).exists()
    note = {"from_outside": True} if from_outside else {}
    for booking in bookings:
        # Who was deputy of the one who leaves and takes over needs no deputy of the same name.
        deputy = {"deputy_id": None} if booking.deputy_id == to_user_id else {}
        swap_fields(booking, version=booking.version, statuses=LIVE, requested_by_id=to_user_id, **deputy)
        record_event(
            action="booking.handed_over",
            target=booking,
            actor=actor,
            personal={"giver": from_user_id, "taker": to_user_id},
            **note,
        )
    told = {from_user_id, to_user_id}
    told |= set(coordinators.values_list("pk", flat=True)) if from_outside else set()
    references = [row.reference for row in bookings]
    text = handover_text(school_id, to_user_id, references, from_outside=from_outside)
    notices.send("booking.handed_over", User.objects.filter(pk__in=told, is_active=True).order_by("id"), text)
    return Change(bookings[-1], {})


def handover_text(
    school_id: int, taker_id: int, references: Sequence[str], *, from_outside: bool
) -> mail_people.MailText:
    """Return what everybody concerned reads."""
    school, taker = School.objects.get(pk=school_id), User.objects.get(pk=taker_id)
    return mail_people.handed_over(
        school.name, taker.get_full_name(), references, by="教育局" if from_outside else "本校联络员"
    )


def live_bookings_of(school_id: int, user_id: int) -> QuerySet[Booking]:
    """Return the bookings of a school that one person answers for and that are not over."""
    rows = Booking.objects.filter(school_id=school_id, requested_by_id=user_id, status__in=LIVE)
    return rows.select_related("session__programme", "session__organisation", "school").order_by("id")
