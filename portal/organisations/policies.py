"""Who may do what, as plain questions about a person; views, services and desks all ask here.

A superuser may everything. Roles live in memberships; the groups of roles.py follow them.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from portal.accounts.models import User

from .models import Membership, MembershipState, Role, School

DECIDING = frozenset({Role.BASE_STAFF, Role.BASE_MANAGER})
Person = User | AnonymousUser


def active_memberships(user: Person) -> QuerySet[Membership]:
    """Return the person's memberships in force; none for a visitor or a closed account."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    return Membership.objects.filter(user_id=user.pk, state=MembershipState.ACTIVE)


def is_officer(user: Person) -> bool:
    """Say whether the person is an officer of the bureau (approves, sees all bookings)."""
    return is_superuser(user) or active_memberships(user).filter(role=Role.OFFICER).exists()


def is_superuser(user: Person) -> bool:
    """Say whether the person is an administrator."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def body_roles(user: Person) -> dict[int, set[str]]:
    """Return organisation id -> roles the person has there."""
    roles: dict[int, set[str]] = {}
    rows = active_memberships(user).exclude(organisation=None).values_list("organisation_id", "role")
    for organisation_id, role in rows:
        if organisation_id is not None:
            roles.setdefault(organisation_id, set()).add(role)
    return roles


def coordinated_schools(user: Person) -> QuerySet[School]:
    """Return the schools the person is an approved coordinator of."""
    memberships = active_memberships(user).filter(role=Role.COORDINATOR)
    return School.objects.filter(pk__in=memberships.values("school_id"))


def can_book_for(user: Person, school_id: int) -> bool:
    """Say whether the person may request and withdraw visits for the school."""
    return is_superuser(user) or coordinated_schools(user).filter(pk=school_id).exists()


def can_decide(user: Person, organisation_id: int) -> bool:
    """Say whether the person sees and decides the requests of a base (its staff and managers)."""
    return is_superuser(user) or bool(body_roles(user).get(organisation_id, set()) & DECIDING)


def can_manage_sessions(user: Person, organisation_id: int) -> bool:
    """Say whether the person adds, closes and resizes sessions of a base (its managers)."""
    return is_superuser(user) or Role.BASE_MANAGER in body_roles(user).get(organisation_id, set())


def can_approve_coordinator(user: Person, membership: Membership) -> bool:
    """Say whether the person decides a coordinator's request.

    The first coordinator of a school is approved by the bureau's officer only; later ones also by
    an approved coordinator of that school, never by the applicant.
    """
    if membership.role != Role.COORDINATOR or membership.user_id == user.pk:
        return False
    return is_officer(user) or coordinated_schools(user).filter(pk=membership.school_id).exists()
