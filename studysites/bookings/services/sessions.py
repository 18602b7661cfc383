"""A base's manager opens, closes, resizes and removes sessions. Bookings always stand."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_manage_sessions

from ..enums import BucketUnit, SessionStatus
from ..exceptions import BookingRefused
from ..models import CapacityBucket, VisitSession
from ..policies import check_reason, check_texts
from ..selectors import BookingRow, bookings_standing, programme_owner
from .session_sizes import resize_buckets
from .short_writes import write
from .template_rows import leave_out_day


def add_session(
    *,
    actor: User,
    programme_id: int,
    starts_at: datetime,
    ends_at: datetime | None = None,
    people: int,
    groups: int,
    note: str = "",
    key: str = "",
) -> VisitSession:
    """Open a session of a programme with ``people`` and ``groups`` places.

    Without ``ends_at`` it lasts the programme's minutes. Managers of the programme's base only.
    Raises BookingRefused ``not_allowed``, ``session_past``, ``session_times``, ``session_capacity``,
    ``session_exists``, ``personal_data``, ``key_reused``, ``busy``.
    """
    size = {BucketUnit.PEOPLE.value: people, BucketUnit.GROUPS.value: groups}
    body = {"programme": programme_id, "start": starts_at, "end": ends_at, "size": size, "note": note}

    def work() -> VisitSession:
        session = planned_session(actor, programme_id, starts_at, ends_at, note)
        if people < 1 or groups < 1:
            raise BookingRefused("session_capacity")
        return open_session(actor, session, size)

    try:
        return write(work, actor=actor, action="session.added", key=key, body=body)
    except IntegrityError as error:
        raise BookingRefused("session_exists") from error


def planned_session(
    actor: User, programme_id: int, starts_at: datetime, ends_at: datetime | None, note: str
) -> VisitSession:
    """Return the session as it would be; refuse who may not add it, its times and personal data."""
    owner = programme_owner(programme_id)
    if owner is None or not can_manage_sessions(actor, owner.organisation_id):
        raise BookingRefused("not_allowed")
    end = ends_at or starts_at + timedelta(minutes=owner.minutes)
    if starts_at <= timezone.now():
        raise BookingRefused("session_past")
    if end <= starts_at:
        raise BookingRefused("session_times")
    check_texts(note=note)
    return VisitSession(
        programme_id=programme_id,
        organisation_id=owner.organisation_id,
        starts_at=starts_at,
        ends_at=end,
        note=note.strip()[:200],
    )


def open_session(actor: User, session: VisitSession, sizes: dict[str, int]) -> VisitSession:
    """Write the session with its two buckets, people first, inside the caller's transaction."""
    session.save()
    CapacityBucket.objects.bulk_create(
        CapacityBucket(session=session, unit=unit, capacity=size) for unit, size in sizes.items()
    )
    record_event(action="session.added", target=session, actor=actor, sizes=sizes)
    return session


def close_session(*, actor: User, session_id: int, reason: str, key: str = "") -> tuple[BookingRow, ...]:
    """Stop taking requests and return the pending and confirmed bookings, which all stand.

    Managers only. Raises BookingRefused ``not_allowed``, ``reason_missing``, ``session_changed``,
    ``key_reused``, ``busy``.
    """

    def work() -> None:
        session = managed_session(actor, session_id)
        why = check_reason(reason)
        move_session(session, actor, SessionStatus.OPEN, SessionStatus.CLOSED, closed_reason=why)

    body = {"session": session_id, "reason": reason}
    write(work, actor=actor, action="session.closed", key=key, body=body)
    return bookings_standing(session_id)


def reopen_session(*, actor: User, session_id: int, key: str = "") -> None:
    """Take requests again. Managers only; a session that has begun stays closed.

    Raises BookingRefused ``not_allowed``, ``started``, ``session_changed``, ``key_reused``, ``busy``.
    """

    def work() -> None:
        session = managed_session(actor, session_id)
        if session.starts_at <= timezone.now():
            raise BookingRefused("started")
        move_session(session, actor, SessionStatus.CLOSED, SessionStatus.OPEN, closed_reason="")

    write(work, actor=actor, action="session.open", key=key, body={"session": session_id})


def resize_session(*, actor: User, session_id: int, people: int, groups: int, key: str = "") -> None:
    """Set how many people and groups a session takes in all, reserves included.

    Reserves stay as they are; the open places make up the rest. Managers only. Raises BookingRefused
    ``not_allowed``, ``session_capacity``, ``below_taken`` (less than what is taken and kept in reserve,
    which it names; then neither number changes), ``key_reused``, ``busy``.
    """
    sizes = {BucketUnit.PEOPLE.value: people, BucketUnit.GROUPS.value: groups}

    def work() -> None:
        session = managed_session(actor, session_id)
        if people < 1 or groups < 1:
            raise BookingRefused("session_capacity")
        record_event(action="session.resized", target=session, actor=actor, sizes=sizes)
        resize_buckets(session, sizes)

    body = {"session": session_id, "sizes": sizes}
    write(work, actor=actor, action="session.resized", key=key, body=body)


def delete_empty_session(*, actor: User, session_id: int, key: str = "") -> None:
    """Remove a session nobody ever booked. Managers only.

    Raises BookingRefused ``not_allowed``, ``key_reused``, ``busy`` or ``session_booked``, which names the
    number of bookings (withdrawn and declined ones count: their record stays).
    """

    def work() -> None:
        session = managed_session(actor, session_id)
        record_event(action="session.deleted", target=session, actor=actor)
        leave_out_day(session)
        session.delete()

    try:
        write(work, actor=actor, action="session.deleted", key=key, body={"session": session_id})
    except IntegrityError as error:
        session = managed_session(actor, session_id)
        raise BookingRefused(
            "session_booked", f"{records_of(session)}，不能删除。可以改为停止预约。"
        ) from error


def records_of(session: VisitSession) -> str:
    """Say what hangs on a session that was to be removed: its bookings, or visits asked to move to it."""
    booked, offered = session.bookings.count(), session.offers.count()
    if booked or not offered:
        return f"这个场次有 {booked} 条预约记录（含已取消和已婉拒的）"
    return f"曾请 {offered} 个来访改期到这个场次（含还没答复的）"


def managed_session(actor: User, session_id: int) -> VisitSession:
    """Return the session if the actor manages its base; refuse ``not_allowed`` otherwise."""
    session = VisitSession.objects.select_related("programme").filter(pk=session_id).first()
    if session is None or not can_manage_sessions(actor, session.organisation_id):
        raise BookingRefused("not_allowed")
    return session


def move_session(
    session: VisitSession, actor: User, source: SessionStatus, to: SessionStatus, **fields: Any
) -> None:
    """Change the status if it is still ``source``; refuse ``session_changed`` otherwise."""
    rows = VisitSession.objects.filter(pk=session.pk, status=source)
    if not rows.update(status=to, **fields):
        raise BookingRefused("session_changed")
    record_event(action=f"session.{to.value}", target=session, actor=actor)
