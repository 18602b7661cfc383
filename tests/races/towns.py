"""One base with sessions, schools and staff, what people of it do, and the books after a race.

A town is a plain dictionary of ids, so that it passes between processes.
"""

import os
import signal
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from portal.accounts.models import User
from portal.organisations.models import Role
from studysites.bookings.enums import CONSUMING, STANDING, BookingStatus
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking, CapacityBucket, Offer, Party, VisitSession
from studysites.bookings.policies import PartyInput
from studysites.bookings.services import (
    attendance,
    changes,
    decisions,
    holds,
    ledger,
    moved_offers,
    offers,
    submissions,
    waitlist,
    withdrawals,
)
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_coordinator, make_member, make_session, organisation_of, party

from .tasks import start_fresh_sequences

CONTACT = {"contact_name": "李老师", "contact_phone": "0377-63100000"}
SERVICES: dict[str, Callable[..., Booking]] = {
    "submit": submissions.submit_booking,
    "extend": holds.extend_hold,
    "give_up": holds.give_up_hold,
    "confirm": decisions.confirm_booking,
    "decline": decisions.decline_booking,
    "withdraw": withdrawals.withdraw_booking,
    "check_in": attendance.check_in,
    "undo_check_in": attendance.undo_check_in,
    "complete": attendance.complete_visit,
    "no_show": attendance.mark_no_show,
    "change_parties": changes.change_parties,
    "change_session": changes.change_session,
    "offer_move": moved_offers.offer_move,
    "accept": offers.accept_offer,
    "refuse": offers.decline_offer,
}
STAFF_ACTIONS = {"confirm", "decline", "check_in", "undo_check_in", "complete", "no_show", "offer_move"}
HOUR = timedelta(hours=1)


def set_up(schools: int, people: int = 120, groups: int = 4, sessions: int = 1, days: int = 28) -> dict:
    """Make one base with sessions ``days`` ahead, a day apart, and the coordinators of so many schools."""
    bury_the_past()
    start_fresh_sequences()
    programme = make_programme()
    base = organisation_of(programme)
    rows = [
        make_session(programme, starts_at=at(days + number), people=people, groups=groups)
        for number in range(sessions)
    ]
    return {
        "base": base.pk,
        "sessions": [row.pk for row in rows],
        "schools": [(row.user_id, row.school_id) for row in (make_coordinator() for _ in range(schools))],
        "staff": make_member(Role.BASE_STAFF, base).pk,
        "manager": make_member(Role.BASE_MANAGER, base).pk,
        "grade": party().grade_id,
    }


def bury_the_past() -> None:
    """Let nothing of earlier races stand, so that the clock finds this town's bookings only."""
    now = timezone.now()
    Booking.objects.filter(status__in=STANDING).update(status=BookingStatus.CANCELLED)
    Party.objects.filter(active=True).update(active=False)
    Offer.objects.filter(outcome="").update(outcome="lapsed")
    Allocation.objects.filter(released_at=None).update(released_at=now)
    CapacityBucket.objects.filter(taken__gt=0).update(taken=0)


def classes(town: dict, pupils: int = 40, adults: int = 2, label: str = "1班") -> list[PartyInput]:
    """Return one class, of 42 people and one group by default."""
    return [PartyInput(town["grade"], label, pupils, adults)]


def answer(service: Callable[..., Booking], **values: Any) -> tuple[str, int]:
    """Call a service; answer ("won", booking id) or (code of the refusal, 0)."""
    try:
        return "won", service(**values).pk
    except BookingRefused as refused:
        return refused.code, 0


def hold(
    town: dict, school: int = 0, session: int = 0, key: str = "", pupils: int = 40, label: str = "1班"
) -> tuple[str, int]:
    """Hold places for one class of a school in a session of the town."""
    user_id, school_id = town["schools"][school]
    return answer(
        holds.hold_places,
        actor=User.objects.get(pk=user_id),
        school_id=school_id,
        session_id=town["sessions"][session],
        parties=classes(town, pupils, label=label),
        key=key or uuid.uuid4().hex,
    )


def act(
    town: dict, action: str, booking_id: int, version: int, school: int = 0, **values: Any
) -> tuple[str, int]:
    """Do one thing with a booking as a school's coordinator, or as the base's staff."""
    person = town["staff"] if action in STAFF_ACTIONS else town["schools"][school][0]
    extra = {"submit": CONTACT, "decline": {"reason": "场馆检修"}, "offer_move": {"reason": "展厅检修"}}
    return answer(
        SERVICES[action],
        actor=User.objects.get(pk=person),
        booking_id=booking_id,
        version=version,
        **{**extra.get(action, {}), **values},
    )


def given(args: tuple, values: dict) -> tuple[str, int]:
    """Do one thing with a booking, with what the form says."""
    return act(*args, **values)


def wait_in_line(
    town: dict, school: int = 0, session: int = 0, pupils: int = 40, key: str = "", label: str = "1班"
) -> tuple[str, int]:
    """Join the queue of a full session."""
    user_id, school_id = town["schools"][school]
    return answer(
        waitlist.join_waitlist,
        actor=User.objects.get(pk=user_id),
        school_id=school_id,
        session_id=town["sessions"][session],
        parties=classes(town, pupils, label=label),
        key=key or uuid.uuid4().hex,
        **CONTACT,
    )


def bring(town: dict, status: str, school: int = 0, session: int = 0, **values: Any) -> tuple[int, int]:
    """Bring a new booking of a school to ``status`` by the real services; return its id and version."""
    if status == BookingStatus.WAITLISTED:
        won, booking_id = wait_in_line(town, school, session, **values)
    else:
        won, booking_id = hold(town, school, session, **values)
    assert won == "won", won
    version = 1
    steps = {BookingStatus.PENDING: ["submit"], BookingStatus.CONFIRMED: ["submit", "confirm"]}
    for step in steps.get(BookingStatus(status), []):
        assert act(town, step, booking_id, version, school)[0] == "won"
        version += 1
    return booking_id, version


def bring_all(town: dict, status: str, **values: Any) -> list[tuple[int, int]]:
    """Bring one booking of each school to ``status``."""
    return [bring(town, status, number, **values) for number in range(len(town["schools"]))]


def at_time(moment: datetime, task: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """Run a task in a process whose clock stands at ``moment``."""
    timezone.now = lambda: moment
    return task(*args, **values)


def swept(sweep: Callable[[datetime], Any], moment: datetime) -> Any:
    """Run a piece of the clock as of ``moment``."""
    return sweep(moment)


def die_before_commit(task: Callable[..., Any], *args: Any, **values: Any) -> None:
    """Be killed after the last guarded UPDATE and before the COMMIT."""
    apply_moves = ledger.apply_moves

    def last_words(moves: dict[int, int]) -> None:
        apply_moves(moves)
        os.kill(os.getpid(), signal.SIGKILL)

    ledger.apply_moves = last_words
    task(*args, **values)


def slowly(seconds: float, task: Callable[..., Any], *args: Any, **values: Any) -> Any:
    """Run a task that rests before its places move, so that rivals have read the same counters."""
    apply_moves = ledger.apply_moves

    def rest(moves: dict[int, int]) -> None:
        time.sleep(seconds)
        apply_moves(moves)

    ledger.apply_moves = rest
    return task(*args, **values)


def shift_session(town: dict, minutes: int, session: int = 0) -> None:
    """Let a session begin in so many minutes, for ninety."""
    start = timezone.now() + timedelta(minutes=minutes)
    rows = VisitSession.objects.filter(pk=town["sessions"][session])
    rows.update(starts_at=start, ends_at=start + timedelta(minutes=90))


def books(town: dict) -> dict:
    """Counters, live allocations and states of everything in the town."""
    buckets = CapacityBucket.objects.filter(session_id__in=town["sessions"])
    buckets = buckets | CapacityBucket.objects.filter(resource__organisation_id=town["base"])
    rows = list(buckets.order_by("id"))
    live = Allocation.objects.filter(bucket__in=rows, released_at=None)
    sums = dict(live.values_list("bucket").annotate(sum=Sum("quantity")).order_by())
    bookings = list(Booking.objects.filter(session_id__in=town["sessions"]).order_by("id"))
    return {
        "drift": {
            row.pk: (row.taken, sums.get(row.pk, 0)) for row in rows if row.taken != sums.get(row.pk, 0)
        },
        "beyond": [row.pk for row in rows if not 0 <= row.taken <= row.capacity + row.overbook_allowance],
        "taken": {f"{row.unit}{row.session_id or ''}{row.band}": row.taken for row in rows},
        "status": {row.pk: row.status for row in bookings},
        "faults": [fault for booking in bookings for fault in faults_of(booking)],
    }


def faults_of(booking: Booking) -> list[str]:
    """Return what of one booking contradicts its status."""
    live = Allocation.objects.filter(booking=booking, released_at=None)
    active = booking.parties.filter(active=True).count()
    expected = {
        "places": live.exists() == (booking.status in CONSUMING),
        "classes": bool(active) == (booking.status in STANDING),
        "offer": Offer.objects.filter(booking=booking, outcome="").exists()
        == (booking.status in {BookingStatus.OFFERED, BookingStatus.MOVED_OFFER}),
        "repeated": not booking.parties.exclude(
            session=booking.session_id, school=booking.school_id
        ).exists(),
    }
    return [f"{booking.status}: {name}" for name, fine in expected.items() if not fine]


def people_taken(town: dict, session: int = 0) -> int:
    """Return the people taken of one session, reserves included."""
    rows = CapacityBucket.objects.filter(session_id=town["sessions"][session], unit="people")
    return rows.aggregate(sum=Sum("taken"))["sum"]


def parties_of(booking_id: int) -> list[tuple[str, int, int]]:
    """Return the active classes of a booking: name, pupils, adults."""
    rows = Party.objects.filter(booking_id=booking_id, active=True)
    return list(rows.order_by("id").values_list("class_label", "pupils", "adults"))
