"""What the rivals of an approval race do; each runs in a process of its own."""

import secrets

from portal.accounts.models import User
from portal.accounts.services import close_account
from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations import services
from portal.organisations.models import Membership, MembershipState, Role
from tests.factories.people import (
    OrganisationFactory,
    SchoolFactory,
    UserFactory,
    confirm_email,
    member,
)


def set_up(requests: int = 1) -> dict:
    """Make two officers and one applicant with so many requests; return their ids."""
    for made in (UserFactory, SchoolFactory, OrganisationFactory):
        made.reset_sequence(secrets.randbelow(10**9))
    services.ensure_roles()
    applicant = confirm_email(UserFactory())
    pending = [services.request_membership(applicant, SchoolFactory()).pk for _ in range(requests)]
    return {
        "applicant": applicant.pk,
        "requests": pending,
        "officers": [member(Role.OFFICER).pk, member(Role.OFFICER).pk],
    }


def outcome(change) -> str:
    """Run one change and answer ``won`` or ``refused``."""
    try:
        change()
    except services.MembershipError:
        return "refused"
    return "won"


def approve(officer: int, request: int) -> str:
    membership, actor = Membership.objects.get(pk=request), User.objects.get(pk=officer)
    return outcome(lambda: services.approve_membership(membership, actor=actor))


def refuse(officer: int, request: int) -> str:
    membership, actor = Membership.objects.get(pk=request), User.objects.get(pk=officer)
    return outcome(lambda: services.refuse_membership(membership, actor=actor, reason="不是本校老师"))


def end(person: int, request: int) -> str:
    membership, actor = Membership.objects.get(pk=request), User.objects.get(pk=person)
    return outcome(lambda: services.end_membership(membership, actor=actor))


def ask(person: int, school: int) -> str:
    user, place = User.objects.get(pk=person), SchoolFactory._meta.model.objects.get(pk=school)
    return outcome(lambda: services.request_membership(user, place))


def close(person: int) -> str:
    user = User.objects.get(pk=person)
    return outcome(lambda: close_account(user, actor=user))


def new_school() -> int:
    return SchoolFactory().pk


def facts(town: dict) -> dict:
    """What is on record about the applicant."""
    user = User.objects.get(pk=town["applicant"])
    rows = Membership.objects.filter(user=user)
    return {
        "active": rows.filter(state=MembershipState.ACTIVE).count(),
        "pending": rows.filter(state=MembershipState.PENDING).count(),
        "groups": user.groups.count(),
        "told": OutgoingMessage.objects.filter(recipient=user).count(),
        "decided": AuditEvent.objects.filter(
            action__in=["membership.approved", "membership.refused"],
            object_id__in=[str(pk) for pk in town["requests"]],
        ).count(),
    }
