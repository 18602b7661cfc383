"""Sessions with the places left at this moment (design decision 25: always with "as of HH:MM")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal.shared.templatetags.portal_ui import cn_date_short
from portal.taxonomy.working_days import WorkingCalendar

from ..dates import ZONE, VisitDates, dates_of
from ..enums import BucketUnit, SessionStatus
from ..models import CapacityBucket, VisitSession
from .bookable import closed_reason, in_window, open_days, with_closing
from .prices import PriceTable, prices_of
from .rules import planning_calendar, rules_of_session

FEW_SHARE = 4
# A session nobody has given places to (both buckets) takes no request.
BOTH_UNITS = {BucketUnit.PEOPLE.value, BucketUnit.GROUPS.value}
NO_PLACES_SET = "暂不可约"
NEAREST = 3


@dataclass(frozen=True)
class SessionRow:
    """One session as lists show it (session_row.html); ``as_of`` is when its places were read.

    ``state`` is open, few (a quarter left), full or closed (also too near, too far ahead, or on a day
    the base receives nobody); capacity and places_left are people. ``book_by`` is the last moment to
    request it, ``wait_url`` where a school joins the queue of a full one, ``by_ballot`` that schools apply
    first and places are drawn.
    """

    id: int
    programme_id: int
    organisation_id: int
    title: str
    site_title: str
    url: str
    book_url: str
    wait_url: str
    date: datetime
    start: datetime
    end: datetime
    capacity: int
    places_left: int
    groups_left: int
    state: str
    state_label: str
    note: str
    as_of: datetime
    book_by: datetime
    by_ballot: bool = False


@dataclass(frozen=True)
class VisitPlan:
    """What the request form must know of a session; numbers are people and groups.

    ``prices`` are those of the day of the visit; once there are items, they stand over ``price_note``.
    """

    session: SessionRow
    min_party: int
    max_party: int
    group_size: int
    grade_ids: frozenset[int]
    price_note: str
    prices: PriceTable
    dates: VisitDates


def open_sessions(
    *,
    programme_id: int | None = None,
    site: Page | None = None,
    start: datetime | None = None,
    limit: int | None = None,
) -> tuple[SessionRow, ...]:
    """Return open sessions from ``start`` (default now), earliest first, full and late ones included.

    Of one programme, of one base's page (all programmes below it), or of everything. 3 queries.
    """
    rows = upcoming(start).filter(status=SessionStatus.OPEN)
    if programme_id is not None:
        rows = rows.filter(programme_id=programme_id)
    if site is not None:
        rows = rows.filter(programme__path__startswith=site.path)
    return as_rows(rows[:limit])


def next_sessions(limit: int = 6) -> tuple[SessionRow, ...]:
    """Return the earliest bookable sessions that still take people, at most ``limit``. 4 queries."""
    calendar = planning_calendar()
    rows = with_room(bookable(upcoming(None), calendar), people=1, groups=1)
    listed = as_rows(rows[: limit * 2], calendar)
    return tuple(row for row in listed if row.state in {"open", "few"})[:limit]


def sessions_that_fit(session: VisitSession, *, people: int, groups: int) -> tuple[SessionRow, ...]:
    """Return up to three other bookable sessions of the programme with room, nearest in time first."""
    calendar = planning_calendar()
    rows = bookable(upcoming(None), calendar).filter(programme_id=session.programme_id, by_ballot=False)
    fitting = as_rows(with_room(rows.exclude(pk=session.pk), people=people, groups=groups), calendar)
    nearest = sorted(fitting, key=lambda row: abs(row.start - session.starts_at))
    return tuple(sorted(nearest[:NEAREST], key=lambda row: row.start))


def visit_plan(session_id: int) -> VisitPlan | None:
    """Return one session of a live programme with the programme's limits, whatever its state."""
    rows = VisitSession.objects.filter(pk=session_id, programme__live=True)
    session = with_related(rows).first()
    if session is None:
        return None
    programme = session.programme
    calendar = planning_calendar()
    return VisitPlan(
        session=row_of(session, timezone.now(), calendar),
        min_party=programme.min_party,
        max_party=programme.max_party,
        group_size=programme.group_size,
        grade_ids=frozenset(programme.grades.values_list("id", flat=True)),
        price_note=programme.price_note,
        prices=prices_of(
            programme.pk,
            group_size=programme.group_size,
            day=session.starts_at.astimezone(ZONE).date(),
        ),
        dates=dates_of(session, rules_of_session(session), calendar),
    )


def upcoming(start: datetime | None) -> QuerySet[VisitSession]:
    """Sessions of live programmes that begin after ``start`` and after now, earliest first."""
    now = timezone.now()
    return with_related(
        VisitSession.objects.filter(starts_at__gt=max(start or now, now), programme__live=True)
    )


def bookable(rows: QuerySet[VisitSession], calendar: WorkingCalendar) -> QuerySet[VisitSession]:
    """Keep open sessions inside the booking window of their base, closed days left out. 1 query."""
    return open_days(rows.filter(in_window(timezone.now(), calendar), status=SessionStatus.OPEN))


def with_related(rows: QuerySet[VisitSession]) -> QuerySet[VisitSession]:
    """Join what a row shows, rules and closed day included; buckets come in one more query."""
    joined = rows.select_related("programme", "organisation__booking_rules").prefetch_related("buckets")
    return with_closing(joined)


def with_room(rows: QuerySet[VisitSession], *, people: int, groups: int) -> QuerySet[VisitSession]:
    """Keep sessions whose ledger has that many people and groups left."""
    for unit, quantity in ((BucketUnit.PEOPLE, people), (BucketUnit.GROUPS, groups)):
        rows = rows.filter(pk__in=roomy_ids(unit, quantity))
    return rows


def roomy_ids(unit: BucketUnit, quantity: int) -> QuerySet:
    """Ids of sessions with at least ``quantity`` of one unit left."""
    room = Q(unit=unit, band="") & Q(taken__lte=F("capacity") + F("overbook_allowance") - quantity)
    return CapacityBucket.objects.filter(room).values("session_id")


def as_rows(
    sessions: Iterable[VisitSession], calendar: WorkingCalendar | None = None
) -> tuple[SessionRow, ...]:
    """Turn sessions into rows read at one moment; addresses are worked out once.

    1 query for the working days unless ``calendar`` is given.
    """
    now = timezone.now()
    addresses: dict[int, str] = {}
    rows = []
    calendar = calendar or planning_calendar()
    for session in sessions:
        if session.programme_id not in addresses:
            addresses[session.programme_id] = session.programme.url or ""
        rows.append(row_of(session, now, calendar, addresses[session.programme_id]))
    return tuple(rows)


def row_of(
    session: VisitSession, now: datetime, calendar: WorkingCalendar, url: str | None = None
) -> SessionRow:
    """Turn one session (read by ``with_related``) into a row."""
    dates = dates_of(session, rules_of_session(session), calendar)
    buckets = [bucket for bucket in session.buckets.all() if not bucket.band]
    left = {bucket.unit: bucket.left for bucket in buckets}
    size = {bucket.unit: bucket.capacity + bucket.overbook_allowance for bucket in buckets}
    places, groups = left.get(BucketUnit.PEOPLE.value, 0), left.get(BucketUnit.GROUPS.value, 0)
    state, label = window_state(session, dates, now) or state_of(
        session, places, groups, size.get(BucketUnit.PEOPLE.value, 0)
    )
    if state != "closed" and not left.keys() >= BOTH_UNITS:
        state, label = "closed", NO_PLACES_SET
    address = reverse("bookings:visit", args=[session.pk])
    return SessionRow(
        id=session.pk,
        programme_id=session.programme_id,
        organisation_id=session.organisation_id,
        title=session.programme.title,
        site_title=session.organisation.short_name,
        url=(session.programme.url or "") if url is None else url,
        book_url=address if state in {"open", "few"} else "",
        wait_url=address if state == "full" else "",
        date=session.starts_at,
        start=session.starts_at,
        end=session.ends_at,
        capacity=size.get(BucketUnit.PEOPLE.value, 0),
        places_left=places,
        groups_left=groups,
        state=state,
        state_label=label,
        note=session.note,
        as_of=now,
        book_by=dates.book_by,
        by_ballot=session.by_ballot,
    )


def window_state(session: VisitSession, dates: VisitDates, now: datetime) -> tuple[str, str] | None:
    """Return "closed" and why when the session takes no request at this moment, else None."""
    if session.starts_at <= now:
        return "closed", "已开始"
    if session.status != SessionStatus.OPEN:
        return "closed", session.closed_reason or "停止预约"
    day_closed = closed_reason(session)
    if day_closed:
        return "closed", f"当天不接待：{day_closed}"
    if now > dates.book_by:
        return "closed", "已过预约期限"
    return ("closed", f"{cn_date_short(dates.opens_at)} 起可约") if now < dates.opens_at else None


def state_of(session: VisitSession, places: int, groups: int, capacity: int) -> tuple[str, str]:
    """Return the state by places and its words; too few for the smallest party is full."""
    if groups < 1 or places < max(session.programme.min_party, 1):
        return "full", "已约满" if groups < 1 or not places else f"余下 {places} 人，不够一个团队"
    return ("few", "名额不多") if places * FEW_SHARE <= capacity else ("open", "可预约")
