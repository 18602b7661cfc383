"""What the workers of a race do; each runs in a process of its own."""

import os
import secrets
import signal
import time
import uuid

from django.db.models import Sum

from portal.accounts.models import User
from portal.organisations.models import Role
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking, CapacityBucket, IdempotencyRecord, Party
from studysites.bookings.policies import PartyInput
from studysites.bookings.services import (
    confirm_booking,
    decline_booking,
    ledger,
    request_booking,
    resize_session,
    withdraw_booking,
)
from tests.factories.people import OrganisationFactory, SchoolFactory, UserFactory
from tests.factories.visits import make_coordinator, make_member, make_session, party


def set_up(schools: int, people: int, groups: int) -> dict:
    """Make one session and the coordinators of so many schools; return their ids."""
    start_fresh_sequences()
    session = make_session(people=people, groups=groups)
    coordinators = [make_coordinator() for _ in range(schools)]
    return {
        "session": session.pk,
        "schools": [(row.user_id, row.school_id) for row in coordinators],
        "staff": make_member(Role.BASE_STAFF, session.organisation).pk,
        "manager": make_member(Role.BASE_MANAGER, session.organisation).pk,
        "grade": party().grade_id,
    }


def start_fresh_sequences() -> None:
    """A fork counts from where the test process stood, so names would repeat from race to race."""
    for made in (UserFactory, SchoolFactory, OrganisationFactory):
        made.reset_sequence(secrets.randbelow(10**9))


def set_up_booked(schools: int = 1) -> dict:
    """The same with one pending booking of the first school."""
    town = set_up(schools, people=120, groups=4)
    user_id, school_id = town["schools"][0]
    town["booking"] = request(town, (user_id, school_id), uuid.uuid4().hex)[1]
    return town


def request(town: dict, who: tuple[int, int], key: str, pupils: int = 40) -> tuple[str, int]:
    """Ask for one class; answer ("won", booking id) or (code of the refusal, 0)."""
    try:
        booking = request_booking(
            actor=User.objects.get(pk=who[0]),
            school_id=who[1],
            session_id=town["session"],
            parties=[PartyInput(town["grade"], "1班", pupils, 2)],
            contact_name="李老师",
            contact_phone="0377-63100000",
            key=key,
        )
    except BookingRefused as refused:
        return refused.code, 0
    return "won", booking.pk


def request_unguarded(town: dict, who: tuple[int, int], key: str) -> tuple[str, int]:
    """The negative control: the ledger reads, checks, then writes."""
    ledger.move_bucket = read_check_write
    return request(town, who, key)


def read_check_write(bucket_id: int, quantity: int) -> bool:
    """What every double-booking system did: the check and the write are two statements."""
    bucket = CapacityBucket.objects.get(pk=bucket_id)
    if bucket.left < quantity:
        return False
    time.sleep(0.2)
    return CapacityBucket.objects.filter(pk=bucket_id).update(taken=bucket.taken + quantity) == 1


def request_and_die(town: dict, who: tuple[int, int], key: str) -> None:
    """Be killed after the last guarded UPDATE and before the COMMIT."""
    apply_moves = ledger.apply_moves

    def last_words(moves: dict[int, int]) -> None:
        apply_moves(moves)
        os.kill(os.getpid(), signal.SIGKILL)

    ledger.apply_moves = last_words
    request(town, who, key)


def decide(town: dict, action: str, version: int = 1) -> str:
    """Confirm, decline or withdraw the town's booking; answer "won" or the refusal's code."""
    person = town["schools"][0][0] if action == "withdraw" else town["staff"]
    values = {"actor": User.objects.get(pk=person), "booking_id": town["booking"], "version": version}
    try:
        if action == "confirm":
            confirm_booking(**values)
        elif action == "decline":
            decline_booking(**values, reason="场馆检修")
        else:
            withdraw_booking(**values)
    except BookingRefused as refused:
        return refused.code
    return "won"


def shrink(town: dict, people: int) -> str:
    """Resize the session; answer "won" or the refusal's code."""
    try:
        resize_session(
            actor=User.objects.get(pk=town["manager"]), session_id=town["session"], people=people, groups=4
        )
    except BookingRefused as refused:
        return refused.code
    return "won"


def books(town: dict) -> dict:
    """Counters, live allocations and rows of the town's session."""
    buckets = CapacityBucket.objects.filter(session_id=town["session"])
    live = Allocation.objects.filter(bucket__session_id=town["session"], released_at=None)
    return {
        "taken": dict(buckets.values_list("unit", "taken")),
        "capacity": dict(buckets.values_list("unit", "capacity")),
        "allocated": {
            unit: live.filter(bucket__unit=unit).aggregate(sum=Sum("quantity"))["sum"] or 0
            for unit in buckets.values_list("unit", flat=True)
        },
        "statuses": sorted(
            Booking.objects.filter(session_id=town["session"]).values_list("status", flat=True)
        ),
        "active": Party.objects.filter(session_id=town["session"], active=True).count(),
        "keys": IdempotencyRecord.objects.filter(
            actor_id__in=[user_id for user_id, _ in town["schools"]]
        ).count(),
    }
