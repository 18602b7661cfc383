"""The measured town: one base, one programme, 100 sessions, 720 schools with a signed-in coordinator each."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from portal.accounts.models import User
from portal.organisations.models import District, Membership, MembershipState, Role, School
from portal.taxonomy.models import Grade
from studysites.bookings.enums import BucketUnit
from studysites.bookings.models import CapacityBucket, VisitSession
from tests.factories.pages import make_programme, make_site
from tests.factories.visits import at, organisation_of

# A multiple of 16, so that no two clients share a school; a school may have three holds.
SCHOOLS, SESSIONS = 720, 100
FIRST_DAY, DAYS = 22, 10
PLACES = {BucketUnit.PEOPLE: 10_000_000, BucketUnit.GROUPS: 1_000_000}
# What bookings leave behind; the audit log refuses and stays.
TABLES = (
    "bookings_allocation", "bookings_party", "bookings_idempotencyrecord", "notifications_outgoingmessage",
    "bookings_booking",
)  # fmt: skip


@dataclass(frozen=True)
class Town:
    """Row numbers of what was made; ``people`` are (school id, user id, session cookie)."""

    sessions: tuple[int, ...]
    people: tuple[tuple[int, int, str], ...]
    grade: int


def make_town() -> Town:
    """Fill a migrated and set-up database."""
    programme = make_programme(make_site())
    organisation = organisation_of(programme)
    starts = [at(FIRST_DAY + number % DAYS, hour=8) for number in range(SESSIONS)]
    sessions = VisitSession.objects.bulk_create(
        VisitSession(
            programme=programme,
            organisation=organisation,
            starts_at=start + timedelta(minutes=number),
            ends_at=start + timedelta(minutes=number + 90),
        )
        for number, start in enumerate(starts)
    )
    CapacityBucket.objects.bulk_create(
        CapacityBucket(session=session, unit=unit, capacity=size)
        for session in sessions
        for unit, size in PLACES.items()
    )
    return Town(tuple(session.pk for session in sessions), make_people(), Grade.objects.get(code="g07").pk)


def make_people() -> tuple[tuple[int, int, str], ...]:
    """Make the schools and their coordinators, each with a session as signing in would leave it."""
    district, _ = District.objects.get_or_create(code="411303", defaults={"name": "卧龙区"})
    schools = School.objects.bulk_create(
        School(code=f"B{number:05}", name=f"测量第{number}初级中学", district=district)
        for number in range(SCHOOLS)
    )
    users = User.objects.bulk_create(
        User(username=f"measured{number}", email=f"measured{number}@example.org", password="!none")
        for number in range(SCHOOLS)
    )
    Membership.objects.bulk_create(
        Membership(user=user, school=school, role=Role.COORDINATOR, state=MembershipState.ACTIVE)
        for user, school in zip(users, schools, strict=True)
    )
    pairs = zip(schools, users, strict=True)
    return tuple((school.pk, user.pk, sign_in(user)) for school, user in pairs)


def sign_in(user: User) -> str:
    """Return the cookie of a new session of ``user``."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


def reset() -> None:
    """Give every place back and forget the bookings, so that each run starts from the same tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        else:
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")
    CapacityBucket.objects.update(taken=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM bookings_capacitybucket")
