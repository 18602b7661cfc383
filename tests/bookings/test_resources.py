"""Guides, rooms, lunch seats and coach bays: who may, what is refused, what follows a change."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from portal.audit.models import AuditEvent
from studysites.bookings.enums import ResourceKind
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Assignment, CapacityBucket, Resource, ResourceLeave, VisitSession
from studysites.bookings.selectors.resources import (
    candidates,
    resource_of_base,
    resources_of_base,
)
from studysites.bookings.services import assignments
from studysites.bookings.services.assignments import (
    add_leave,
    assign_resource,
    remove_leave,
    unassign_resource,
)
from studysites.bookings.services.resources import (
    add_resource,
    rename_resource,
    resize_resource,
    restore_resource,
    retire_resource,
    window_bucket,
)
from studysites.bookings.windows import lunch_windows
from tests.factories.inventory import ahead, make_resource
from tests.factories.people import OrganisationFactory
from tests.factories.visits import at, make_session

from .test_decisions import code_of


@pytest.fixture
def guide(town):
    return make_resource(town.base)


def near(town, **shift):
    """Return a moment counted from the start of the town's session."""
    return town.session.starts_at + timedelta(**shift)


def giving(town, guide, session=None):
    return {"actor": town.manager, "session_id": (session or town.session).pk, "resource_id": guide.pk}


def away(town, guide, start, end, **values):
    return {"actor": town.manager, "resource_id": guide.pk, "starts_at": start, "ends_at": end, **values}


def refused(service, **values) -> BookingRefused:
    with pytest.raises(BookingRefused) as caught:
        service(**values)
    return caught.value


def test_add_rename_retire_and_restore(town):
    adding = {"actor": town.manager, "organisation_id": town.base.pk}
    guide = add_resource(**adding, kind="guide", name=" 讲解员甲 ", capacity=9)
    lunch = add_resource(**adding, kind="lunch", name="一楼餐厅", capacity=80)
    assert (guide.name, guide.capacity, lunch.capacity) == ("讲解员甲", 1, 80)
    rename_resource(actor=town.manager, resource_id=guide.pk, name="讲解员乙")
    retire_resource(actor=town.manager, resource_id=guide.pk)
    first, second = resources_of_base(town.base.pk)
    assert (first.name, first.in_use, first.is_assignable) == ("讲解员乙", False, True)
    assert (second.name, second.capacity, second.is_assignable) == ("一楼餐厅", 80, False)
    restore_resource(actor=town.manager, resource_id=guide.pk)
    assert resource_of_base(town.base.pk, guide.pk).in_use
    assert resource_of_base(OrganisationFactory().pk, guide.pk) is None
    labels = set(
        AuditEvent.objects.filter(object_type="bookings.resource").values_list("object_label", flat=True)
    )
    assert not any("讲解员甲" in label for label in labels)


def test_add_refusals(town, guide):
    adding = {"actor": town.manager, "organisation_id": town.base.pk, "kind": "guide", "name": "讲解员乙"}
    assert code_of(add_resource, **{**adding, "name": "讲解员甲"}) == "resource_exists"
    assert code_of(add_resource, **{**adding, "name": " "}) == "resource_name"
    assert code_of(add_resource, **{**adding, "name": "11010519491231002X"}) == "personal_data"
    assert code_of(add_resource, **{**adding, "kind": "boat"}) == "resource_kind"
    for capacity in (0, 5001, -1):
        assert (
            code_of(add_resource, **{**adding, "kind": "lunch", "capacity": capacity}) == "resource_capacity"
        )
    assert Resource.objects.count() == 1
    other = make_resource(town.base, name="讲解员丙")
    renaming = {"actor": town.manager, "resource_id": other.pk}
    assert code_of(rename_resource, **renaming, name="讲解员甲") == "resource_exists"
    assert code_of(rename_resource, **renaming, name="") == "resource_name"


def test_assign_and_unassign(town, guide):
    row = assign_resource(**giving(town, guide))
    assert (row.starts_at, row.ends_at, row.active) == (town.session.starts_at, town.session.ends_at, True)
    assert assign_resource(**giving(town, guide)) == row
    assert AuditEvent.objects.filter(action="session.assigned").count() == 1
    (seen,) = candidates(town.base.pk, town.session)
    assert (seen.assigned, seen.hindrance) == (True, "")
    unassign_resource(**giving(town, guide))
    assert code_of(unassign_resource, **giving(town, guide)) == "not_assigned"
    assert assign_resource(**giving(town, guide)).pk == row.pk


def test_one_guide_is_in_one_place(town, guide):
    assign_resource(**giving(town, guide))
    after = make_session(town.programme, starts_at=town.session.ends_at)
    assign_resource(**giving(town, guide, after))
    beside = make_session(starts_at=near(town, hours=1), organisation=town.base)
    caught = refused(assign_resource, **giving(town, guide, beside))
    assert caught.code == "resource_taken"
    assert {row.session_id for row in caught.sessions} == {town.session.pk, after.pk}
    assert "讲解员甲" in caught.message
    (seen,) = candidates(town.base.pk, beside)
    assert seen.hindrance.startswith("已安排在")
    unassign_resource(**giving(town, guide))
    unassign_resource(**giving(town, guide, after))
    assign_resource(**giving(town, guide, beside))


def test_the_database_speaks_where_the_service_did_not_see(town, guide, monkeypatch):
    assign_resource(**giving(town, guide))
    beside = make_session(starts_at=near(town, hours=1), organisation=town.base)
    monkeypatch.setattr(assignments, "check_free", lambda *_: None)
    assert code_of(assign_resource, **giving(town, guide, beside)) == "resource_taken"
    with pytest.raises(IntegrityError):
        Assignment.objects.create(
            session=beside, resource=guide, starts_at=beside.starts_at, ends_at=beside.ends_at
        )


def test_assign_refusals(town, guide):
    lunch = make_resource(town.base, ResourceKind.LUNCH, "餐厅", 80)
    assert code_of(assign_resource, **giving(town, lunch)) == "resource_kind"
    assert code_of(assign_resource, **giving(town, make_resource(OrganisationFactory()))) == "resource_base"
    Resource.objects.filter(pk=guide.pk).update(in_use=False)
    assert code_of(assign_resource, **giving(town, guide)) == "resource_retired"
    assert candidates(town.base.pk, town.session) == ()
    VisitSession.objects.filter(pk=town.session.pk).update(starts_at=at(-1))
    assert code_of(assign_resource, **giving(town, guide)) == "started"


def test_leave_is_refused_with_the_sessions_in_it_or_frees_them(town, guide):
    assign_resource(**giving(town, guide))
    day = away(town, guide, near(town, hours=-2), near(town, hours=9))
    caught = refused(add_leave, **day)
    assert (caught.code, [row.session_id for row in caught.sessions]) == ("leave_hits", [town.session.pk])
    assert "1 场安排" in caught.message
    assert not ResourceLeave.objects.exists()
    freed = add_leave(**day, release=True, reason="培训")
    assert [row.session_id for row in freed] == [town.session.pk]
    assert not Assignment.objects.filter(active=True).exists()
    caught = refused(assign_resource, **giving(town, guide))
    assert caught.code == "resource_leave"
    (seen,) = candidates(town.base.pk, town.session)
    assert seen.hindrance.startswith("请假或停用")
    remove_leave(actor=town.manager, leave_id=ResourceLeave.objects.get().pk)
    assign_resource(**giving(town, guide))


def test_leave_beside_a_session_is_free(town, guide):
    assign_resource(**giving(town, guide))
    assert add_leave(**away(town, guide, town.session.ends_at, near(town, hours=9))) == ()
    assert add_leave(**away(town, guide, near(town, hours=-9), town.session.starts_at)) == ()
    assert len(resource_of_base(town.base.pk, guide.pk).leaves) == 2


def test_leave_refusals(town, guide):
    assert code_of(add_leave, **away(town, guide, at(8), at(8))) == "leave_times"
    assert code_of(add_leave, **away(town, guide, at(-3), at(-1))) == "leave_times"
    texts = {"reason": "证件 11010519491231002X"}
    assert code_of(add_leave, **away(town, guide, at(8), at(9), **texts)) == "personal_data"
    lunch = make_resource(town.base, ResourceKind.LUNCH, "餐厅", 80)
    assert code_of(add_leave, **away(town, lunch, at(8), at(9))) == "resource_kind"
    assert code_of(remove_leave, actor=town.manager, leave_id=0) == "not_allowed"


def test_retiring_is_refused_while_something_relies_on_it(town, guide):
    assign_resource(**giving(town, guide))
    caught = refused(retire_resource, actor=town.manager, resource_id=guide.pk)
    assert (caught.code, len(caught.sessions)) == ("resource_busy", 1)
    lunch = make_resource(town.base, ResourceKind.LUNCH, "餐厅", 80)
    bucket = window_bucket(lunch, *lunch_windows(ahead(7))[0])
    CapacityBucket.objects.filter(pk=bucket.pk).update(taken=30)
    caught = refused(retire_resource, actor=town.manager, resource_id=lunch.pk)
    assert caught.code == "resource_busy"
    assert "1 个时段" in caught.message
    CapacityBucket.objects.filter(pk=bucket.pk).update(taken=0)
    retire_resource(actor=town.manager, resource_id=lunch.pk)


@pytest.mark.parametrize("role", ["staff", "user"])
def test_only_managers_work_on_resources(town, guide, role):
    leave = ResourceLeave.objects.create(resource=guide, starts_at=at(9), ends_at=at(10))
    person = {"actor": getattr(town, role)}
    one = {**person, "resource_id": guide.pk}
    assert (
        code_of(add_resource, **person, organisation_id=town.base.pk, kind="guide", name="乙")
        == "not_allowed"
    )
    assert code_of(rename_resource, **one, name="乙") == "not_allowed"
    assert code_of(resize_resource, **one, capacity=2) == "not_allowed"
    assert code_of(retire_resource, **one) == "not_allowed"
    assert code_of(restore_resource, **one) == "not_allowed"
    assert code_of(assign_resource, **{**giving(town, guide), **person}) == "not_allowed"
    assert code_of(unassign_resource, **{**giving(town, guide), **person}) == "not_allowed"
    assert code_of(add_leave, **{**away(town, guide, at(8), at(9)), **person}) == "not_allowed"
    assert code_of(remove_leave, **person, leave_id=leave.pk) == "not_allowed"


def test_a_manager_of_another_base_is_nobody_here(town, guide):
    from portal.organisations.models import Role
    from tests.factories.visits import make_member

    other = make_member(Role.BASE_MANAGER, OrganisationFactory())
    assert code_of(rename_resource, actor=other, resource_id=guide.pk, name="乙") == "not_allowed"
    assert code_of(assign_resource, **{**giving(town, guide), "actor": other}) == "not_allowed"
    adding = {"actor": other, "kind": "guide", "name": "乙"}
    assert code_of(add_resource, **adding, organisation_id=town.base.pk) == "not_allowed"
