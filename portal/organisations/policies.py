"""Who may do what, as plain questions about a person; views, services and desks all ask here.

A superuser may everything. Roles live in memberships; the groups of roles.py follow them.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from portal.accounts.models import User

from .models import Membership, MembershipState, Organisation, OrganisationKind, Role, School
from .roles import ADMIN_ROLES, ADMINISTRATORS, KIND_ROLES, STAFF_ROLES

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


def is_administrator(user: Person) -> bool:
    """Say whether the person runs the platform: a superuser, or a member of the administrators group."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.groups.filter(name=ADMINISTRATORS).exists()


def is_staff_member(user: Person) -> bool:
    """Say whether the person works for a body or runs the platform; such people need a second factor."""
    return active_memberships(user).filter(role__in=STAFF_ROLES).exists() or is_administrator(user)


def works_in_admin(user: Person) -> bool:
    """Say whether the Wagtail admin is open to the person."""
    return active_memberships(user).filter(role__in=ADMIN_ROLES).exists() or is_administrator(user)


def oversees(user: Person) -> bool:
    """Say whether the person looks after schools and bodies: officers and administrators."""
    return is_officer(user) or is_administrator(user)


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
    return oversees(user) or coordinated_schools(user).filter(memberships=membership).exists()


def can_withdraw_pages(user: Person) -> bool:
    """Say whether the person may take any page off the site at once."""
    return oversees(user)


def managed_bases(user: Person) -> QuerySet[Organisation]:
    """Return the bases the person is manager of."""
    memberships = active_memberships(user).filter(role=Role.BASE_MANAGER)
    return Organisation.objects.filter(
        kind=OrganisationKind.BASE, pk__in=memberships.values("organisation_id")
    )


def staffed_bodies(user: Person) -> QuerySet[Organisation]:
    """Return the bodies whose members the person may add and end."""
    return Organisation.objects.all() if oversees(user) else managed_bases(user)


def assignable_roles(user: Person, organisation: Organisation) -> tuple[str, ...]:
    """Return the roles the person may give and end in a body.

    An administrator gives every role the kind of body knows, an officer every one but officer, a
    base's manager makes staff of the own base.
    """
    known = KIND_ROLES[organisation.kind]
    if is_administrator(user):
        return known
    if is_officer(user):
        return tuple(role for role in known if role != Role.OFFICER)
    own = Role.BASE_MANAGER in body_roles(user).get(organisation.pk, set())
    return (Role.BASE_STAFF,) if own and organisation.kind == OrganisationKind.BASE else ()


def can_end(user: Person, membership: Membership) -> bool:
    """Say whether the person may end a membership: the own one, or one they could have given."""
    if membership.user_id == user.pk:
        return True
    if membership.organisation is None:
        return oversees(user)
    return membership.role in assignable_roles(user, membership.organisation)
