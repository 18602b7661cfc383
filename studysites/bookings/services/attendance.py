"""The day of the visit: arrival, the end, and groups that did not come. Staff of the base only."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_decide
from portal.shared.templatetags.portal_ui import cn_time

from .. import mail_visit_day
from ..enums import BookingStatus
from ..exceptions import BookingRefused
from ..mail_flow import moment
from ..models import Booking, GateCount
from ..selectors.rules import rules_of
from . import ledger
from .notices import requester_of, send
from .status_moves import load_booking, move_status
from .transactions import Change, run_once

EARLIEST = timedelta(minutes=60)
# How long a wrong entry of the day may be put right, from the end of the visit or from the entry.
CORRECTION = timedelta(hours=48)
NO_SHOW_OVER = (
    "场次结束已超过 48 小时，不能再登记未到。没有改动。没有登记到达的来访由系统按已完成结束，不算未到。"
)


def check_in(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Note that a confirmed group has arrived, from 60 minutes before the start.

    Until 48 hours after the end, for a base that writes it down later. Raises BookingRefused
    ``not_allowed``, ``too_early``, ``day_over``, ``changed``, ``key_reused``, ``busy``.
    """

    def write(booking: Booking, now: datetime) -> Change:
        check_day(booking, now)
        move_status(
            booking,
            version=version,
            to=BookingStatus.CHECKED_IN,
            sources=[BookingStatus.CONFIRMED],
            checked_in_at=now,
        )
        record_event(action="booking.checked_in", target=booking, actor=actor)
        send("booking.checked_in", requester_of(booking), mail_visit_day.arrived(booking))
        return Change(booking, {})

    return by_base(actor, booking_id, version, key, "booking.checked_in", write)


def undo_check_in(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Take back an arrival noted by mistake, with what was counted at the gate; the places stay taken.

    Raises BookingRefused ``not_allowed``, ``changed``, ``key_reused``, ``busy``.
    """

    def write(booking: Booking, now: datetime) -> Change:
        move_status(
            booking,
            version=version,
            to=BookingStatus.CONFIRMED,
            sources=[BookingStatus.CHECKED_IN],
            checked_in_at=None,
        )
        counts = GateCount.objects.filter(party__booking=booking).delete()[0]
        record_event(action="booking.check_in_undone", target=booking, actor=actor, counts_removed=counts)
        send("booking.check_in_undone", requester_of(booking), mail_visit_day.arrival_undone(booking))
        return Change(booking, {})

    return by_base(actor, booking_id, version, key, "booking.check_in_undone", write)


def complete_visit(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """End the visit of a group that is there, from the start on; the clock does it at the end.

    Raises BookingRefused ``not_allowed``, ``too_early``, ``changed``, ``key_reused``, ``busy``.
    """

    def write(booking: Booking, now: datetime) -> Change:
        if now < booking.session.starts_at:
            raise BookingRefused(
                "too_early", f"场次 {cn_time(booking.session.starts_at)} 才开始，还不能登记完成。没有改动。"
            )
        booking.version = version
        return write_completed(booking, actor, now)

    return by_base(actor, booking_id, version, key, "booking.completed", write)


def mark_no_show(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Note that a confirmed group did not come, from the base's late limit until 48 hours after the end.

    Raises BookingRefused ``not_allowed``, ``too_early``, ``day_over``, ``changed``, ``key_reused``,
    ``busy``.
    """

    def write(booking: Booking, now: datetime) -> Change:
        minutes = rules_of(booking.session.organisation_id).late_limit_minutes
        limit = booking.session.starts_at + timedelta(minutes=minutes)
        if now < limit:
            raise BookingRefused(
                "too_early",
                f"团队可以迟到 {minutes} 分钟，{moment(limit)} 以后才能登记未到。没有改动。",
            )
        if now > booking.session.ends_at + CORRECTION:
            raise BookingRefused("day_over", NO_SHOW_OVER)
        booking.version = version
        return write_no_show(booking, actor, now)

    return by_base(actor, booking_id, version, key, "booking.no_show", write)


def reverse_no_show(*, actor: User, booking_id: int, version: int, key: str = "") -> Booking:
    """Turn a wrong no-show into a completed visit, within 48 hours; its places are no longer on offer.

    Raises BookingRefused ``not_allowed``, ``day_over``, ``changed``, ``key_reused``, ``busy``.
    """

    def write(booking: Booking, now: datetime) -> Change:
        if booking.no_show_at is not None and now > booking.no_show_at + CORRECTION:
            raise BookingRefused("day_over", "登记未到已超过 48 小时，不能再更正。没有改动。")
        move_status(
            booking,
            version=version,
            to=BookingStatus.COMPLETED,
            sources=[BookingStatus.NO_SHOW],
            completed_at=now,
            no_show_at=None,
        )
        record_event(action="booking.no_show_reversed", target=booking, actor=actor)
        send("booking.no_show_reversed", requester_of(booking), mail_visit_day.no_show_reversed(booking))
        return Change(booking, {})

    return by_base(actor, booking_id, version, key, "booking.no_show_reversed", write)


def write_completed(booking: Booking, actor: User | None, now: datetime) -> Change:
    """End one visit inside the caller's transaction; its places are closed in the ledger."""
    move_status(
        booking,
        version=booking.version,
        to=BookingStatus.COMPLETED,
        sources=[BookingStatus.CHECKED_IN],
        completed_at=now,
    )
    moves = ledger.release(booking, now)
    record_event(action="booking.completed", target=booking, actor=actor)
    send("booking.completed", requester_of(booking), mail_visit_day.completed(booking))
    return Change(booking, moves)


def write_no_show(booking: Booking, actor: User | None, now: datetime) -> Change:
    """Note one no-show inside the caller's transaction; its places are closed in the ledger."""
    move_status(
        booking,
        version=booking.version,
        to=BookingStatus.NO_SHOW,
        sources=[BookingStatus.CONFIRMED],
        no_show_at=now,
    )
    moves = ledger.release(booking, now)
    record_event(action="booking.no_show", target=booking, actor=actor, by_clock=actor is None)
    send("booking.no_show", requester_of(booking), mail_visit_day.no_show(booking))
    return Change(booking, moves)


def by_base(
    actor: User,
    booking_id: int,
    version: int,
    key: str,
    action: str,
    write: Callable[[Booking, datetime], Change],
) -> Booking:
    """Run one entry of the base's staff; refuse ``not_allowed`` to everyone else."""
    if not can_decide(actor, load_booking(booking_id).session.organisation_id):
        raise BookingRefused("not_allowed")
    body = {"booking": booking_id, "version": version}
    return run_once(
        actor=actor,
        action=action,
        key=key,
        body=body,
        work=lambda: write(load_booking(booking_id), timezone.now()),
    )


def check_day(booking: Booking, now: datetime) -> None:
    """Refuse ``too_early`` or ``day_over`` outside the time a group can have arrived."""
    starts_at = booking.session.starts_at
    if now < starts_at - EARLIEST:
        raise BookingRefused(
            "too_early",
            f"最早在开始前 60 分钟登记到达。这个场次 {moment(starts_at)} 开始，"
            f"{cn_time(starts_at - EARLIEST)} 起可以登记。没有改动。",
        )
    if now > booking.session.ends_at + CORRECTION:
        raise BookingRefused("day_over", "场次结束已超过 48 小时，不能再登记到达。没有改动。")
