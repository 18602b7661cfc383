"""What workers do on the way from a hold to the end of a visit."""

import time
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.notifications import services as notifications
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import School
from studysites.bookings.dates import ZONE
from studysites.bookings.enums import LunchKind, ResourceKind, TransportMode
from studysites.bookings.models import Allocation, Booking, CapacityBucket, Party, Resource, VisitSession
from studysites.bookings.services import assignments, details, ledger, reserves, trips
from studysites.bookings.services.shared_places import LunchSlot
from studysites.bookings.services.visit_checks import load_session, terms_of
from studysites.bookings.windows import lunch_windows
from tests.factories.inventory import make_resource
from tests.factories.trips import make_day
from tests.factories.visits import at, make_coordinator

from . import towns
from .tasks import start_fresh_sequences

PATIENCE_SECONDS = 0.4


def hold_reading_early(town: dict, school: int) -> tuple[str, int]:
    """The negative control of SQLite: places are read before BEGIN, so the one writer helps nothing."""
    read = {row.pk: row for row in CapacityBucket.objects.filter(session_id=town["sessions"][0])}
    time.sleep(PATIENCE_SECONDS)

    def write_what_was_read(bucket_id: int, quantity: int) -> bool:
        bucket = read[bucket_id]
        if bucket.left < quantity:
            return False
        return CapacityBucket.objects.filter(pk=bucket_id).update(taken=bucket.taken + quantity) == 1

    ledger.move_bucket = write_what_was_read
    from studysites.bookings.services import holds

    holds.check_room = lambda plan, now: None
    return towns.hold(town, school)


def hold_uncounted(town: dict, session: int) -> tuple[str, int]:
    """The negative control of the limit: what was read before the transaction decides alone."""
    from studysites.bookings.services import holds

    holds.enter_limit = lambda school_id, now, session_ids: None
    return hold_after_all_looked(town, session)


def hold_after_all_looked(town: dict, session: int) -> tuple[str, int]:
    """Hold another session for the same school, writing only when every rival has read."""
    from studysites.bookings.services import holds

    def read_then_wait(*args: Any) -> None:
        check_room(*args)
        time.sleep(PATIENCE_SECONDS)

    check_room = holds.check_room
    holds.check_room = read_then_wait
    return towns.hold(town, session=session)


def set_up_lunch(schools: int, seats: int, bays: int) -> dict:
    """Make a town whose lunch area or coach park is the tight one, with a pending booking a school."""
    town = towns.set_up(schools, people=500, groups=20)
    session = VisitSession.objects.get(pk=town["sessions"][0])
    make_resource(session.organisation, ResourceKind.LUNCH, "一楼餐区", seats)
    make_resource(session.organisation, ResourceKind.COACH_BAY, "东停车场", bays)
    town["bookings"] = towns.bring_all(town, "pending")
    return town


def eat(town: dict, school: int) -> tuple[str, int]:
    """Ask for 42 lunch seats and one coach bay, resting before the places move."""
    booking_id, version = town["bookings"][school]
    hall = Resource.objects.get(organisation_id=town["base"], kind=ResourceKind.LUNCH)
    day = VisitSession.objects.get(pk=town["sessions"][0]).starts_at.astimezone(ZONE).date()
    wish = details.GroupDetails(
        transport=TransportMode.COACH,
        coach_count=1,
        lunch=LunchKind.PACKED,
        lunch_people=42,
        lunch_slot=LunchSlot(hall.pk, lunch_windows(day)[2][0]),
    )
    return towns.slowly(
        PATIENCE_SECONDS,
        towns.answer,
        details.save_details,
        actor=User.objects.get(pk=town["schools"][school][0]),
        booking_id=booking_id,
        details=wish,
        version=version,
    )


def half_taken(town: dict) -> list[tuple[int, list[str]]]:
    """Return what each booking holds beside people and groups, with whether its details were written."""
    rows = []
    for booking in Booking.objects.filter(session_id=town["sessions"][0]).order_by("id"):
        live = Allocation.objects.filter(booking=booking, released_at=None)
        units = sorted(set(live.values_list("bucket__unit", flat=True)) - {"people", "groups"})
        words = ["details"] if hasattr(booking, "details") else []
        rows.append(sorted(units + words))
    return rows


def set_up_day(schools: int, people: int) -> dict:
    """Make two bases a day trip apart and the coordinators of schools."""
    start_fresh_sequences()
    morning, afternoon = make_day(minutes=30)
    for session in (morning, afternoon):
        CapacityBucket.objects.filter(session=session, unit="people").update(capacity=people)
        CapacityBucket.objects.filter(session=session, unit="groups").update(capacity=20)
    town = towns.set_up(0)
    return {
        **town,
        "sessions": [morning.pk, afternoon.pk],
        "schools": [(row.user_id, row.school_id) for row in (make_coordinator() for _ in range(schools))],
    }


def hold_day(town: dict, school: int, backwards: bool, key: str = "") -> tuple[str, int]:
    """Hold both halves of a day, named in either order."""
    user_id, school_id = town["schools"][school]
    one, other = town["sessions"][::-1] if backwards else town["sessions"]
    return towns.answer(
        trips.hold_trip,
        actor=User.objects.get(pk=user_id),
        school_id=school_id,
        session_ids=(one, other),
        parties=towns.classes(town),
        key=key or uuid.uuid4().hex,
    )


def set_up_reserve(schools: int, people: int, kept: int) -> dict:
    """Make a session that keeps ``kept`` people and one group for rural schools; the first is rural."""
    town = towns.set_up(schools, people=people, groups=9)
    town["until"] = at(10)
    School.objects.filter(pk=town["schools"][0][1]).update(rural=True)
    reserve(town, kept)
    return town


def reserve(town: dict, kept: int) -> str:
    """Set the reserve of the rural schools."""
    return towns.answer(
        lambda **values: reserves.set_reserve(**values) or Booking(pk=0),
        actor=User.objects.get(pk=town["manager"]),
        session_id=town["sessions"][0],
        band="rural",
        people=kept,
        groups=1,
        until=town["until"],
        now=timezone.now(),
    )[0]


def capacities(town: dict) -> dict[str, int]:
    """Return the sum of a session's capacities by unit."""
    sums: dict[str, int] = {}
    for row in CapacityBucket.objects.filter(session_id=town["sessions"][0]):
        sums[row.unit] = sums.get(row.unit, 0) + row.capacity
    return sums


def give_guide(town: dict, session: int, resource_id: int) -> str:
    """Give a guide to a session of the town."""
    return towns.answer(
        lambda **values: assignments.assign_resource(**values) and Booking(pk=0),
        actor=User.objects.get(pk=town["manager"]),
        session_id=town["sessions"][session],
        resource_id=resource_id,
    )[0]


def set_up_guide() -> dict:
    """Make two sessions at one time and one guide."""
    town = towns.set_up(0, sessions=2)
    start = at(30)
    for number, session in enumerate(VisitSession.objects.filter(pk__in=town["sessions"]).order_by("id")):
        session.starts_at = start + timedelta(minutes=89 * number)
        session.ends_at = session.starts_at + timedelta(minutes=90)
        session.save()
    town["guide"] = make_resource(session.organisation).pk
    return town


def last_moments(town: dict) -> dict[str, datetime]:
    """Return the last second of the day to book, and of the day to change, of the town's session."""
    dates = terms_of(load_session(town["sessions"][0])).dates
    return {"book": dates.book_by, "change": dates.change_by}


def end_of(booking_id: int) -> datetime:
    """Return when a hold ends."""
    return Booking.objects.get(pk=booking_id).hold_expires_at


def messages_since(number: int) -> list[int]:
    """Return the messages that wait to be sent."""
    return list(OutgoingMessage.objects.filter(pk__gt=number, state="queued").values_list("pk", flat=True))


def empty_outbox() -> int:
    """Let everything older count as sent; return the newest number."""
    OutgoingMessage.objects.update(state="sent")
    return OutgoingMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def deliver(log: str) -> int:
    """Deliver all that is due, each slowly, noting what is handed to the transport."""

    def transmit(message: OutgoingMessage) -> None:
        with Path(log).open("a") as file:
            file.write(f"{message.pk}\n")
        time.sleep(0.02)

    notifications.transmit = transmit
    return notifications.deliver_due_messages()


def deliver_in_vain() -> int:
    """Deliver while the mail server is gone, as often as it is tried."""

    def fail(message: Any) -> None:
        raise OSError("no route to host")

    notifications.transmit = fail
    for _ in range(notifications.MAX_TRIES):
        OutgoingMessage.objects.filter(state="queued").update(next_try_at=timezone.now())
        notifications.deliver_due_messages()
    return OutgoingMessage.objects.filter(state="stuck").count()


def break_guards(town: dict) -> dict[str, str]:
    """Write past every service what the database itself must refuse; name who refused."""
    booking = Booking.objects.get(pk=town["booking"])
    party = Party.objects.get(booking=booking)
    bucket = CapacityBucket.objects.filter(session=booking.session, unit="people").get()
    other = Booking.objects.exclude(pk=booking.pk).filter(school=booking.school).first() or booking
    writes = {
        "taken above": lambda: CapacityBucket.objects.filter(pk=bucket.pk).update(taken=bucket.capacity + 1),
        "capacity below": lambda: CapacityBucket.objects.filter(pk=bucket.pk).update(capacity=1),
        "taken below zero": lambda: CapacityBucket.objects.filter(pk=bucket.pk).update(taken=-1),
        "class twice": lambda: Party.objects.create(
            booking=other, session=booking.session, school=booking.school, grade=party.grade,
            class_label=party.class_label, pupils=1, adults=1,
        ),
        "live twice": lambda: Allocation.objects.create(booking=booking, bucket=bucket, quantity=1),
        "nothing taken": lambda: Allocation.objects.create(booking=other, bucket=bucket, quantity=0),
        "bucket twice": lambda: CapacityBucket.objects.create(
            session=booking.session, unit="people", capacity=1
        ),
        "audit deleted": lambda: forget(booking),
    }  # fmt: skip
    return {name: told(write) for name, write in writes.items()}


def forget(booking: Booking) -> None:
    """Delete what the audit says, past the portal."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditevent")


def told(write: Any) -> str:
    """Return "refused" when the database refused, "written" when it did not; nothing stays."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except IntegrityError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - a trigger may raise another class
        return f"refused: {type(error).__name__}"
    return "written"
