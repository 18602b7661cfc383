"""Lists for the pages of organisations."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User

from .models import District, Membership, MembershipState, Organisation, Role, School
from .policies import coordinated_schools, oversees

SCHOOLS_SHOWN = 50


def find_schools(district_code: str = "", words: str = "") -> QuerySet[School]:
    """Return schools of a district whose name or short name holds every word; cut at 50 by the caller."""
    schools = School.objects.select_related("district")
    if district_code:
        schools = schools.filter(district__code=district_code)
    for word in words.split()[:5]:
        schools = schools.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code=word))
    return schools


def districts_with_schools() -> QuerySet[District]:
    """Return the districts that have a school."""
    return District.objects.filter(Exists(School.objects.filter(district=OuterRef("pk"))))


def own_coordinations(user: User) -> QuerySet[Membership]:
    """Return the person's requests and coordinations, newest first."""
    rows = Membership.objects.filter(user=user, role=Role.COORDINATOR)
    return rows.select_related("school__district")


def pending_for(user: User) -> QuerySet[Membership]:
    """Return the requests the person may decide, oldest first.

    An officer or administrator sees all; a coordinator those of the own schools, which have an
    approved coordinator already, so a school's first request never shows up there.
    """
    rows = Membership.objects.filter(role=Role.COORDINATOR, state=MembershipState.PENDING)
    return visible_to(user, rows).exclude(user_id=user.pk).order_by("requested_at", "id")


def decided_for(user: User) -> QuerySet[Membership]:
    """Return coordinators decided on before, newest decision first."""
    rows = Membership.objects.filter(role=Role.COORDINATOR).exclude(state=MembershipState.PENDING)
    return visible_to(user, rows).select_related("decided_by").order_by("-decided_at", "-id")


def visible_to(user: User, rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Cut coordinator rows down to the schools the person looks after."""
    if not oversees(user):
        rows = rows.filter(school__in=coordinated_schools(user))
    return rows.select_related("user", "school__district")


def school_rows(user: User, rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Cut rows down to the schools the person is coordinator of, whatever else the person may see."""
    return rows.filter(school__in=coordinated_schools(user))


def members_of(organisation: Organisation, roles: tuple[str, ...]) -> QuerySet[Membership]:
    """Return the active members of a body in the given roles, by name."""
    rows = Membership.objects.filter(
        organisation=organisation, state=MembershipState.ACTIVE, role__in=roles, user__is_active=True
    )
    return rows.select_related("user").order_by("role", "user__last_name", "id")


def officers() -> QuerySet[User]:
    """Return the bureau's officers."""
    return User.objects.filter(
        is_active=True, memberships__role=Role.OFFICER, memberships__state=MembershipState.ACTIVE
    ).distinct()


def coordinators_of(school_id: int) -> QuerySet[User]:
    """Return the approved coordinators of a school."""
    return User.objects.filter(
        is_active=True,
        memberships__role=Role.COORDINATOR,
        memberships__state=MembershipState.ACTIVE,
        memberships__school_id=school_id,
    ).order_by("id")
