"""Fairness in the ledger: places kept for schools the city wants to reach first.

A reserve is a pair of buckets (people, groups) of one priority band. Setting it up moves capacity out
of the open buckets, its end moves what is left back, each by guarded UPDATEs in ascending id, so the
sum of a session's capacity never changes (design decision 23, booking.md 5.2.5).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.models import School
from portal.organisations.policies import can_manage_sessions
from portal.shared.templatetags.portal_ui import cn_date

from ..dates import ZONE
from ..enums import BookingStatus, BucketUnit, PriorityBand
from ..exceptions import BookingRefused
from ..models import Booking, CapacityBucket, VisitSession
from ..selectors.rules import dates_of_session
from .short_writes import write

UNITS = (BucketUnit.PEOPLE, BucketUnit.GROUPS)
# A visit that took place; a school without one is a first-timer. Visits nobody noted anything of count
# as well: schools of a base that keeps no lists would stay first-timers for ever.
VISITED = (BookingStatus.CHECKED_IN, BookingStatus.COMPLETED)
TEXTS = {
    "reserve_none": "预留类别、人数和组数都要填写；人数和组数至少为 1。没有改动。",
    "reserve_too_large": "开放名额里余下的不够预留这么多，没有改动。请减少预留，或先扩大场次容量。",
    "reserve_in_use": "已有学校用了更多的预留名额，预留不能改得更小，没有改动。",
}


def bands_of(school: School) -> tuple[str, ...]:
    """Return the priority bands a school belongs to, strongest first. 1 query."""
    bands = {
        PriorityBand.SPECIAL: school.kind == School.Kind.SPECIAL,
        PriorityBand.RURAL: school.rural,
        PriorityBand.SMALL: school.small,
        PriorityBand.FIRST_TIMER: not Booking.objects.filter(school=school, status__in=VISITED).exists(),
    }
    return tuple(band.value for band, belongs in bands.items() if belongs)


def band_for(school_id: int, session_id: int, now: datetime) -> str:
    """Return the band whose reserve in the session the school may draw from, or "". 1 to 3 queries."""
    open_reserves = CapacityBucket.objects.filter(session_id=session_id, reserve_until__gt=now)
    kept = set(open_reserves.exclude(band="").values_list("band", flat=True))
    if not kept:
        return ""
    return next((band for band in bands_of(School.objects.get(pk=school_id)) if band in kept), "")


def set_reserve(
    *,
    actor: User,
    session_id: int,
    band: str,
    people: int,
    groups: int,
    until: datetime,
    now: datetime,
    key: str = "",
) -> None:
    """Keep ``people`` and ``groups`` of a session for the schools of one band until ``until``.

    Called again it changes the reserve. Managers of the base only. Raises BookingRefused
    ``not_allowed``, ``reserve_none``, ``reserve_late``, ``reserve_too_large``, ``reserve_in_use``,
    ``key_reused``, ``busy``; then nothing has changed.
    """
    sizes = dict(zip(UNITS, (people, groups), strict=True))

    def work() -> None:
        session = VisitSession.objects.filter(pk=session_id).first()
        if session is None or not can_manage_sessions(actor, session.organisation_id):
            raise BookingRefused("not_allowed")
        if band not in PriorityBand.values or not band or people < 1 or groups < 1:
            raise refusal("reserve_none")
        check_until(session, until, now)
        keep(session, band, sizes, until)
        record_event(
            action="session.reserved", target=session, actor=actor, band=band, people=people, groups=groups
        )

    body = {"session": session_id, "band": band, "people": people, "groups": groups, "until": until}
    write(work, actor=actor, action="session.reserved", key=key, body=body)


def check_until(session: VisitSession, until: datetime, now: datetime) -> None:
    """Refuse ``reserve_late`` for a moment gone by, or one after which no other school could still ask."""
    book_by = dates_of_session(session).book_by
    if not now < until or until.astimezone(ZONE).date() >= book_by.date():
        raise BookingRefused(
            "reserve_late",
            f"预留要在今天以后、{cn_date(book_by)}之前结束：那天是最晚预约的日子，"
            "名额到那时才放开，别的学校就来不及了。没有改动。",
        )


def keep(session: VisitSession, band: str, sizes: Mapping[BucketUnit, int], until: datetime) -> None:
    """Move the differences to the present reserves out of the open buckets.

    The session's row is written first, so that two managers follow one another and each sees the sizes
    the other left.
    """
    VisitSession.objects.filter(pk=session.pk).update(by_ballot=F("by_ballot"))
    for unit in sizes:
        CapacityBucket.objects.get_or_create(session=session, unit=unit, band=band, defaults={"capacity": 0})
    rows = list(CapacityBucket.objects.filter(session=session, unit__in=sizes, band__in=["", band]))
    more = {row.unit: sizes[BucketUnit(row.unit)] - row.capacity for row in rows if row.band}
    for row in sorted(rows, key=lambda each: each.pk):
        bucket = CapacityBucket.objects.filter(pk=row.pk)
        if row.band and not shift_capacity(bucket, more[row.unit], reserve_until=until):
            raise refusal("reserve_in_use")
        if not row.band and not shift_capacity(bucket, -more[row.unit]):
            raise refusal("reserve_too_large")


def shift_capacity(bucket: QuerySet[CapacityBucket], change: int, **fields: Any) -> bool:
    """Add ``change`` to the capacity of one bucket unless it would fall below what is taken."""
    fits = bucket.filter(taken__lte=F("capacity") + F("overbook_allowance") + change, capacity__gte=-change)
    return fits.update(capacity=F("capacity") + change, **fields) == 1


def release_reserves(now: datetime) -> int:
    """Open what is left of the reserves whose time is over; return how many buckets were emptied.

    Safe in several processes: each move is a compare-and-swap on capacity and taken, and a rival's
    move leaves the rest for the next run.
    """
    over = CapacityBucket.objects.filter(reserve_until__lte=now, capacity__gt=F("taken")).exclude(band="")
    return sum(open_reserve(bucket) for bucket in over.order_by("id"))


def open_reserve(reserve: CapacityBucket) -> bool:
    """Hand the unused rest of one reserve to the open bucket of its unit; False when a rival moved it."""
    left = reserve.capacity - reserve.taken
    same = CapacityBucket.objects.filter(pk=reserve.pk, capacity=reserve.capacity, taken=reserve.taken)
    opened = CapacityBucket.objects.filter(session_id=reserve.session_id, unit=reserve.unit, band="")

    def work() -> None:
        if not opened.update(capacity=F("capacity") + left) or not same.update(capacity=reserve.taken):
            raise BookingRefused("busy")

    try:
        write(work)
    except BookingRefused:
        return False
    return True


def refusal(code: str) -> BookingRefused:
    """Return a refusal of this module."""
    return BookingRefused(code, TEXTS[code])
