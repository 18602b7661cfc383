"""Rules of memberships: who decides, only once, groups in step, everybody told."""

import pytest
from django.contrib.auth.models import Group

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations import services
from portal.organisations.models import Membership, MembershipState, OrganisationKind, Role
from portal.organisations.policies import coordinated_schools
from portal.organisations.roles import ROLE_GROUPS
from portal.organisations.services import MembershipError, memberships
from tests.factories.people import OrganisationFactory, SchoolFactory, UserFactory, confirm_email, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def officer():
    return member(Role.OFFICER)


@pytest.fixture
def applicant():
    return confirm_email(UserFactory())


def group_names(user):
    return set(user.groups.values_list("name", flat=True))


def test_a_request_approved_opens_the_school(officer, applicant):
    school = SchoolFactory()
    request = services.request_membership(applicant, school)
    assert group_names(applicant) == set()
    services.approve_membership(request, actor=officer)
    assert list(coordinated_schools(applicant)) == [school]
    assert group_names(applicant) == {ROLE_GROUPS[Role.COORDINATOR]}
    assert OutgoingMessage.objects.get(recipient=applicant).kind == "membership.approved"
    actions = AuditEvent.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["membership.requested", "membership.approved"]
    assert not AuditEvent.objects.filter(object_label__contains=applicant.get_full_name()).exists()


def test_a_request_is_told_to_the_officers_and_the_schools_own_coordinators(officer, applicant):
    colleague, stranger = member(Role.COORDINATOR), member(Role.COORDINATOR)
    services.request_membership(applicant, coordinated_schools(colleague).get())
    told = OutgoingMessage.objects.filter(kind="membership.requested")
    assert {message.recipient_id for message in told} == {officer.pk, colleague.pk}
    assert stranger.pk not in {message.recipient_id for message in told}
    assert not any(applicant.get_full_name() in message.body for message in told)


def test_the_first_coordinator_is_the_officers_to_approve(officer, applicant):
    school = SchoolFactory()
    request = services.request_membership(applicant, school)
    stranger = member(Role.COORDINATOR)
    for person in (stranger, applicant, UserFactory(), member(Role.BASE_MANAGER)):
        with pytest.raises(MembershipError, match="没有权限"):
            services.approve_membership(request, actor=person)
    services.approve_membership(request, actor=officer)
    second = services.request_membership(confirm_email(UserFactory()), school)
    assert services.approve_membership(second, actor=applicant).state == MembershipState.ACTIVE


def test_an_unconfirmed_address_may_ask_and_waits(officer):
    applicant = UserFactory()
    request = services.request_membership(applicant, SchoolFactory())
    with pytest.raises(MembershipError, match="没有确认邮箱"):
        services.approve_membership(request, actor=officer)
    request.refresh_from_db()
    assert request.state == MembershipState.PENDING
    confirm_email(applicant)
    applicant.email = "changed@example.org"
    applicant.save()
    with pytest.raises(MembershipError, match="没有确认邮箱"):
        services.approve_membership(Membership.objects.get(pk=request.pk), actor=officer)


def test_of_two_who_decide_at_once_one_wins(officer, applicant, monkeypatch):
    """The second decider acts between the first one's look and the first one's write."""
    other = member(Role.OFFICER)
    request = services.request_membership(applicant, SchoolFactory())
    real = memberships.has_confirmed_email
    cut_in = iter([True, False])

    def look_away(user):
        if next(cut_in):
            services.refuse_membership(
                Membership.objects.get(pk=request.pk), actor=other, reason="人不在本校"
            )
        return real(user)

    monkeypatch.setattr(memberships, "has_confirmed_email", look_away)
    with pytest.raises(MembershipError, match="已经处理过"):
        services.approve_membership(request, actor=officer)
    assert not coordinated_schools(applicant).exists()


@pytest.mark.parametrize("late", ["approve", "refuse", "withdraw"])
def test_a_decided_request_is_not_decided_again(officer, applicant, late):
    request = services.request_membership(applicant, SchoolFactory())
    stale = Membership.objects.get(pk=request.pk)
    services.approve_membership(request, actor=officer)
    calls = {
        "approve": lambda: services.approve_membership(stale, actor=officer),
        "refuse": lambda: services.refuse_membership(stale, actor=officer, reason="x"),
        "withdraw": lambda: services.withdraw_request(stale, actor=applicant),
    }
    with pytest.raises(MembershipError, match="已经处理过"):
        calls[late]()
    assert Membership.objects.get(pk=request.pk).state == MembershipState.ACTIVE
    assert OutgoingMessage.objects.filter(recipient=applicant).count() == 1


def test_duplicates_and_piles_are_refused(officer, applicant):
    school = SchoolFactory()
    request = services.request_membership(applicant, school)
    with pytest.raises(MembershipError, match="正在等审批"):
        services.request_membership(applicant, school)
    services.approve_membership(request, actor=officer)
    with pytest.raises(MembershipError, match="已经是这所学校的联络员"):
        services.request_membership(applicant, school)
    for _ in range(3):
        services.request_membership(applicant, SchoolFactory())
    with pytest.raises(MembershipError, match="已有 3 条申请"):
        services.request_membership(applicant, SchoolFactory())


def test_a_refusal_needs_a_reason_and_may_be_asked_again(officer, applicant):
    school = SchoolFactory()
    request = services.request_membership(applicant, school)
    with pytest.raises(MembershipError, match="请写明"):
        services.refuse_membership(request, actor=officer, reason="  ")
    services.refuse_membership(request, actor=officer, reason="请用学校邮箱")
    assert "请用学校邮箱" in OutgoingMessage.objects.get(recipient=applicant).body
    assert services.request_membership(applicant, school).state == MembershipState.PENDING


def test_only_the_applicant_withdraws(officer, applicant):
    request = services.request_membership(applicant, SchoolFactory())
    with pytest.raises(MembershipError):
        services.withdraw_request(request, actor=officer)
    assert services.withdraw_request(request, actor=applicant).state == MembershipState.ENDED


def test_ending_takes_the_rights(officer):
    coordinator = member(Role.COORDINATOR)
    membership = coordinator.memberships.get()
    with pytest.raises(MembershipError, match="请写明原因"):
        services.end_membership(membership, actor=officer)
    with pytest.raises(MembershipError, match="没有权限"):
        services.end_membership(membership, actor=member(Role.COORDINATOR, membership.school), reason="x")
    services.end_membership(membership, actor=officer, reason="已调离")
    assert group_names(coordinator) == set()
    assert not coordinated_schools(coordinator).exists()
    with pytest.raises(MembershipError, match="已经处理过"):
        services.end_membership(membership, actor=officer, reason="已调离")


def test_one_may_leave_without_a_reason():
    staff = member(Role.BASE_STAFF)
    services.end_membership(staff.memberships.get(), actor=staff)
    assert group_names(staff) == set()
    assert not OutgoingMessage.objects.exists()


BASE, BUREAU = OrganisationKind.BASE, OrganisationKind.BUREAU


@pytest.mark.parametrize(
    ("giver", "role", "kind", "allowed"),
    [
        (Role.OFFICER, Role.BASE_MANAGER, BASE, True),
        (Role.OFFICER, Role.EDITOR, BUREAU, True),
        (Role.OFFICER, Role.OFFICER, BUREAU, False),
        (Role.OFFICER, Role.BASE_STAFF, BUREAU, False),
        (Role.BASE_MANAGER, Role.BASE_STAFF, BASE, True),
        (Role.BASE_MANAGER, Role.BASE_MANAGER, BASE, False),
        (Role.BASE_MANAGER, Role.EDITOR, BASE, False),
        (Role.BASE_STAFF, Role.BASE_STAFF, BASE, False),
        (Role.EDITOR, Role.EDITOR, BUREAU, False),
        (Role.REVIEWER, Role.EDITOR, BUREAU, False),
        ("superuser", Role.OFFICER, BUREAU, True),
        ("superuser", Role.OFFICER, BASE, False),
        ("superuser", Role.COORDINATOR, BASE, False),
    ],
)
def test_who_gives_which_role(giver, role, kind, allowed):
    body = OrganisationFactory(kind=kind)
    actor = UserFactory(is_superuser=True) if giver == "superuser" else member(giver, body)
    person = UserFactory()
    if not allowed:
        with pytest.raises(MembershipError, match="没有权限"):
            services.add_member(person, body, role, actor=actor)
        return
    services.add_member(person, body, role, actor=actor)
    assert ROLE_GROUPS[role] in group_names(person)
    with pytest.raises(MembershipError, match="已经有这个身份"):
        services.add_member(person, body, role, actor=actor)


def test_a_manager_has_no_say_in_another_base():
    manager = member(Role.BASE_MANAGER)
    other = OrganisationFactory()
    with pytest.raises(MembershipError, match="没有权限"):
        services.add_member(UserFactory(), other, Role.BASE_STAFF, actor=manager)
    theirs = member(Role.BASE_STAFF, other).memberships.get()
    with pytest.raises(MembershipError, match="没有权限"):
        services.end_membership(theirs, actor=manager, reason="x")


def test_nobody_gives_a_role_to_oneself(officer):
    body = OrganisationFactory(kind=BUREAU)
    with pytest.raises(MembershipError, match="不能给自己"):
        services.add_member(officer, body, Role.EDITOR, actor=officer)


def test_groups_follow_memberships_and_leave_others_alone():
    body = OrganisationFactory(kind=BUREAU)
    editors, reviewers = services.ensure_body_groups(body)
    foreign = Group.objects.create(name="别的组")
    editor = member(Role.EDITOR, body)
    editor.groups.add(foreign, reviewers)
    services.sync_groups(editor)
    assert group_names(editor) == {ROLE_GROUPS[Role.EDITOR], editors.name, foreign.name}
    editor.is_active = False
    editor.save()
    services.sync_groups(editor)
    assert group_names(editor) == {foreign.name}
