"""What the workers of a race for guides, windows and templates do."""

import time
from datetime import datetime
from datetime import time as clock
from typing import Any

from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Sum

from portal.accounts.models import User
from portal.organisations.models import Membership, Role
from studysites.bookings import overlap
from studysites.bookings.enums import ResourceKind
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import (
    Allocation,
    Assignment,
    Booking,
    CapacityBucket,
    Resource,
    SessionTemplate,
    VisitSession,
)
from studysites.bookings.services import assignments, ledger, resources, templates
from studysites.bookings.windows import lunch_windows
from tests.factories.inventory import ahead, make_plan, make_resource
from tests.factories.pages import make_programme
from tests.factories.people import OrganisationFactory
from tests.factories.visits import (
    at,
    make_booking,
    make_coordinator,
    make_member,
    make_session,
    organisation_of,
)

from .tasks import start_fresh_sequences

REST_SECONDS, WAIT_SECONDS = 2, 20


def refused_or_won(service, **values) -> str:
    """Call a service; answer "won" or the refusal's code."""
    try:
        service(**values)
    except BookingRefused as refused:
        return refused.code
    return "won"


def make_guide() -> int:
    """Make a guide of a new base and return the id."""
    start_fresh_sequences()
    return make_resource(OrganisationFactory()).pk


def make_sessions(number: int, start: datetime, end: datetime) -> list[int]:
    """Make sessions of several programmes at one time and return their ids."""
    start_fresh_sequences()
    return [make_session(starts_at=start, ends_at=end).pk for _ in range(number)]


def assign(
    resource_id: int, start: datetime, end: datetime, active: bool = True, session_id: int = 0
) -> tuple[str, int]:
    """Write an assignment past every service; answer ("written", id) or what the database said."""
    session_id = session_id or make_sessions(1, start, end)[0]
    row = Assignment(
        session_id=session_id, resource_id=resource_id, starts_at=start, ends_at=end, active=active
    )
    return (told(row.save), row.pk or 0)


def change(assignment_id: int, values: dict) -> str:
    """Change an assignment past every service."""
    return told(lambda: Assignment.objects.filter(pk=assignment_id).update(**values))


def told(write) -> str:
    """Answer "written", or the name of the guard that refused."""
    try:
        write()
    except IntegrityError as error:
        if not overlap.is_overlap(error):
            raise
        return overlap.NAME
    return "written"


def guards() -> int:
    """Count the constraint or the triggers of the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s", [overlap.NAME])
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [overlap.TABLE]
            )
        return cursor.fetchone()[0]


def rebuild_table() -> int:
    """Have Django rebuild the table as a change of a field does; answer how many triggers are left."""
    with connection.schema_editor() as editor:
        editor._remake_table(Assignment)
    return guards()


def finish_migrate() -> None:
    """Run ``migrate`` with nothing to do, which ends as every migrate does."""
    from django.core.management import call_command

    assert not MigrationExecutor(connection).migration_plan([])
    call_command("migrate", verbosity=0)


def set_up_guide() -> dict:
    """Make a guide, a session and the base's manager."""
    start_fresh_sequences()
    session = make_session(starts_at=at(30))
    guide = make_resource(session.organisation)
    manager = make_member(Role.BASE_MANAGER, session.organisation)
    return {"session": session.pk, "resource": guide.pk, "manager": manager.pk}


def give(town: dict) -> str:
    """Give the guide to the session."""
    return refused_or_won(
        assignments.assign_resource,
        actor=User.objects.get(pk=town["manager"]),
        session_id=town["session"],
        resource_id=town["resource"],
    )


def leave(town: dict) -> str:
    """Note the guide's leave on that day."""
    return refused_or_won(
        assignments.add_leave,
        actor=User.objects.get(pk=town["manager"]),
        resource_id=town["resource"],
        starts_at=at(30, 0),
        ends_at=at(31, 0),
    )


def set_up_lunch(seats: int) -> dict:
    """Make a lunch area and the base's manager."""
    start_fresh_sequences()
    base = OrganisationFactory()
    lunch = make_resource(base, ResourceKind.LUNCH, "餐厅", seats)
    return {"resource": lunch.pk, "manager": make_member(Role.BASE_MANAGER, base).pk}


def ask_window(town: dict) -> int:
    """Ask for the first lunch window of a day; answer the bucket's id."""
    lunch = Resource.objects.get(pk=town["resource"])
    return resources.window_bucket(lunch, *lunch_windows(ahead(30))[0]).pk


def resize(town: dict, seats: int) -> str:
    """Change the number of seats."""
    return refused_or_won(
        resources.resize_resource,
        actor=User.objects.get(pk=town["manager"]),
        resource_id=town["resource"],
        capacity=seats,
    )


def windows_of(town: dict) -> list[tuple[int, int]]:
    """Return (capacity, taken) of every window."""
    return list(CapacityBucket.objects.filter(resource=town["resource"]).values_list("capacity", "taken"))


def set_up_template() -> dict:
    """Make a template whose sessions are gone, and the base's manager."""
    start_fresh_sequences()
    programme = make_programme()
    manager = make_member(Role.BASE_MANAGER, organisation_of(programme))
    made = templates.save_template(actor=manager, plan=make_plan(programme))
    VisitSession.objects.filter(template=made.template_id).delete()
    return {"template": made.template_id, "programme": programme.pk, "manager": manager.pk}


def make(town: dict) -> int:
    """Make what is missing; answer how many."""
    return templates.make_sessions(template_id=town["template"]).made


def sessions_of(town: dict) -> list[int]:
    """Return the number of buckets of each session of the template."""
    rows = VisitSession.objects.filter(template=town["template"])
    return [row.buckets.count() for row in rows]


def save(town: dict, name: str) -> str:
    """Save a new template."""
    template = SessionTemplate.objects.get(pk=town["template"])
    plan = make_plan(template.programme, name=name, start_time=clock(16, 0))
    return refused_or_won(templates.save_template, actor=User.objects.get(pk=town["manager"]), plan=plan)


def add_lunch(town: dict, name: str) -> int | str:
    """Add a lunch area under one key and answer its id, or the refusal's code."""
    manager = User.objects.get(pk=town["manager"])
    base = Resource.objects.get(pk=town["resource"]).organisation_id
    values = {"kind": ResourceKind.LUNCH, "name": name, "capacity": 40, "key": "one form"}
    try:
        return resources.add_resource(actor=manager, organisation_id=base, **values).pk
    except BookingRefused as refused:
        return refused.code


def lunches(town: dict) -> int:
    """Return how many lunch areas the base has beside its first one."""
    first = Resource.objects.get(pk=town["resource"])
    return Resource.objects.filter(organisation_id=first.organisation_id).exclude(pk=first.pk).count()


def set_up_booking() -> dict:
    """Make a template with its sessions and a school that wants the first of them."""
    town = set_up_template()
    make(town)
    first = VisitSession.objects.filter(template=town["template"]).earliest("starts_at")
    coordinator = make_coordinator()
    return {**town, "session": first.pk, "coordinator": coordinator.pk}


def book_first(town: dict, pause: str, there: Any) -> str:
    """Ask for places in the first session, resting before or after the places are moved."""
    apply_moves = ledger.apply_moves

    def rest(moves: dict[int, int]) -> None:
        if pause == "before":
            there.set()
            time.sleep(REST_SECONDS)
        apply_moves(moves)
        if pause == "after":
            there.set()
            time.sleep(REST_SECONDS)

    ledger.apply_moves = rest
    return refused_or_won(
        lambda: make_booking(
            VisitSession.objects.get(pk=town["session"]), Membership.objects.get(pk=town["coordinator"])
        )
    )


def shift(town: dict, there: Any) -> str:
    """Move the template to another time of day, so that unused sessions go."""
    there.wait(WAIT_SECONDS)
    template = SessionTemplate.objects.get(pk=town["template"])
    plan = make_plan(template.programme, start_time=clock(9, 30))
    return refused_or_won(
        templates.save_template,
        actor=User.objects.get(pk=town["manager"]),
        plan=plan,
        template_id=template.pk,
        version=template.version,
    )


def facts_of(town: dict) -> dict:
    """Return what stands of the first session, and how far the ledger is off."""
    buckets = CapacityBucket.objects.filter(session__template=town["template"])
    live = Allocation.objects.filter(bucket__in=buckets, released_at=None)
    taken = buckets.aggregate(sum=Sum("taken"))["sum"]
    return {
        "standing": Booking.objects.filter(session=town["session"]).count(),
        "drift": taken - (live.aggregate(sum=Sum(F("quantity")))["sum"] or 0),
        "kept": VisitSession.objects.filter(pk=town["session"]).exists(),
    }
