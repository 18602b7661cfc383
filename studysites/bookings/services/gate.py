"""Counting at the gate: so many of one class in, so many out."""

from django.db import IntegrityError
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_decide

from ..enums import BookingStatus, Direction
from ..exceptions import BookingRefused
from ..models import Booking, GateCount, Party
from ..selectors.attendance import class_name, gate_totals
from .attendance import CORRECTION
from .status_moves import changed, load_booking
from .transactions import Change, run_once

# More than any class; a slip of the finger, not a count.
LARGEST = 500
COUNTED = (BookingStatus.CHECKED_IN, BookingStatus.COMPLETED)


def count_at_gate(
    *, actor: User, party_id: int, direction: str, people: int, nonce: str, sure: bool = False
) -> Booking:
    """Write down how many of one class went in or out and return the booking.

    ``nonce`` (64 characters at most) comes from the device: the same count sent twice, by whomever,
    counts once. More out than in is taken, and shown as such (selectors.attendance). After the end of
    the visit 48 hours are left to put counts right. More than the class booked is written only when
    the actor is ``sure``. Raises BookingRefused ``not_allowed``, ``count_wrong``, ``count_above``,
    ``not_arrived``, ``day_over``, ``key_reused``, ``busy``.
    """
    party = Party.objects.select_related("booking__session").filter(pk=party_id).first()
    if party is None or not can_decide(actor, party.booking.session.organisation_id):
        raise BookingRefused("not_allowed")
    if direction not in Direction.values or not 0 < people <= LARGEST or not nonce:
        raise BookingRefused("count_wrong", f"请填写 1 到 {LARGEST} 之间的人数，并选择入馆或离馆。没有记录。")
    given = {"party_id": party_id, "direction": direction, "people": people}
    if already_counted(nonce, given):
        return load_booking(party.booking_id)
    if not sure:
        check_booked(party, direction, people)
    try:
        return run_once(
            actor=actor,
            action="booking.counted",
            key="",
            body=given,
            work=lambda: write_count(actor, party.booking_id, given, nonce),
        )
    except IntegrityError:
        # The same sheet came by another way at the same moment.
        if not already_counted(nonce, given):
            raise
        return load_booking(party.booking_id)


def check_booked(party: Party, direction: str, people: int) -> None:
    """Refuse ``count_above`` for more people than the class booked, those still inside included."""
    total = gate_totals([party.booking_id])[party.pk]
    way = Direction(direction).label
    there = total.inside if direction == Direction.IN else 0
    if there + people <= total.expected:
        return
    already = f"，里面已有 {there} 人" if there else ""
    raise BookingRefused(
        "count_above",
        f"{class_name(party)}预约了 {total.expected} 人{already}，现在填的是{way} {people} 人，还没有记录。"
        "请核对；人数没有错，就再确认一次。",
    )


def write_count(actor: User, booking_id: int, given: dict, nonce: str) -> Change:
    """Insert one count for a group that is there or has just left."""
    booking = load_booking(booking_id)
    now = timezone.now()
    if booking.status == BookingStatus.CONFIRMED:
        raise BookingRefused(
            "not_arrived", "这个团队还没有登记到达，没有记录人数。请先登记到达，再按班清点。"
        )
    if booking.status not in COUNTED:
        raise changed(booking_id)
    if now > booking.session.ends_at + CORRECTION:
        raise BookingRefused("day_over", "场次结束已超过 48 小时，不能再清点。没有记录。")
    GateCount.objects.create(counted_by=actor, counted_at=now, nonce=nonce, **given)
    record_event(
        action="booking.counted",
        target=booking,
        actor=actor,
        party=given["party_id"],
        direction=given["direction"],
        people=given["people"],
    )
    return Change(booking, {})


def already_counted(nonce: str, given: dict) -> bool:
    """Say whether this very count is written; refuse ``key_reused`` for another one of the same nonce."""
    found = GateCount.objects.filter(nonce=nonce).values("party_id", "direction", "people").first()
    if found is not None and found != given:
        raise BookingRefused(
            "key_reused", "这次清点已经记录过，内容与这次不同。请刷新页面，看最新人数后再清点。"
        )
    return found is not None
