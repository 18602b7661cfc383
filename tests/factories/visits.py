"""Sessions with places, and bookings made by the real service."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import Page

from portal.organisations.models import EditorialRecord, MembershipState, Organisation, Role
from portal.taxonomy.models import Grade, Stage
from studysites.bookings.enums import BucketUnit
from studysites.bookings.models import Booking, CapacityBucket, VisitSession
from studysites.bookings.policies import PartyInput
from studysites.bookings.services import request_booking
from studysites.models import ProgrammePage

from .pages import make_programme
from .people import MembershipFactory


def make_grade(code: str = "g07", zh: str = "七年级") -> Grade:
    """Return a grade of junior school."""
    stage, _ = Stage.objects.get_or_create(code="j", defaults={"zh": "初中"})
    return Grade.objects.get_or_create(code=code, defaults={"zh": zh, "stage": stage})[0]


def at(days: int = 28, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment ``days`` from today in local time."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def organisation_of(programme: ProgrammePage) -> Organisation:
    """Return the base the programme's parent page belongs to."""
    parent = Page.objects.get(path=programme.path[: -Page.steplen])
    return EditorialRecord.objects.get(page=parent).organisation


def make_session(
    programme: ProgrammePage | None = None,
    *,
    starts_at: datetime | None = None,
    people: int = 120,
    groups: int = 4,
    **fields,
) -> VisitSession:
    """Return an open session in four weeks, past every notice, with its two buckets."""
    programme = programme or make_programme()
    start = starts_at or at()
    values = {"organisation": organisation_of(programme), "ends_at": start + timedelta(minutes=90)}
    session = VisitSession.objects.create(programme=programme, starts_at=start, **{**values, **fields})
    for unit, size in ((BucketUnit.PEOPLE, people), (BucketUnit.GROUPS, groups)):
        CapacityBucket.objects.create(session=session, unit=unit, capacity=size)
    return session


def make_coordinator(school=None):
    """Return an approved coordinator's membership (user and school hang on it)."""
    extra = {"school": school} if school is not None else {}
    return MembershipFactory(role=Role.COORDINATOR, state=MembershipState.ACTIVE, **extra)


def make_member(role: Role, organisation: Organisation):
    """Return a user with an active role in a body."""
    return MembershipFactory(role=role, school=None, organisation=organisation).user


def party(label: str = "1班", pupils: int = 40, adults: int = 2, grade: Grade | None = None) -> PartyInput:
    """Return one class of 42 people by default."""
    return PartyInput((grade or make_grade()).pk, label, pupils, adults)


def make_booking(session: VisitSession | None = None, coordinator=None, **values) -> Booking:
    """Return a pending booking of one class, requested through the service."""
    session = session or make_session()
    coordinator = coordinator or make_coordinator()
    filled = {
        "parties": [party()],
        "contact_name": "李老师",
        "contact_phone": "0377-63100000",
        "note": "",
        "key": uuid.uuid4().hex,
    }
    return request_booking(
        actor=coordinator.user,
        school_id=coordinator.school_id,
        session_id=session.pk,
        **{**filled, **values},
    )
