"""One function makes a person's groups equal to the memberships in force."""

from django.contrib.auth.models import Group
from django.db import transaction

from portal.accounts.models import User

from ..models import Organisation, Role
from ..policies import active_memberships
from ..roles import ROLE_GROUPS


@transaction.atomic
def sync_groups(user: User) -> None:
    """Make role groups and body groups of ``user`` follow the active memberships; leave all others alone.

    The user row is locked first, so that two changes at once end in the groups of both.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    managed = managed_groups()
    wanted = wanted_groups(person)
    present = set(person.groups.values_list("pk", flat=True)) & managed
    person.groups.remove(*(present - wanted))
    person.groups.add(*(wanted - present))


def managed_groups() -> set[int]:
    """Return ids of the groups that follow memberships: roles, and each body's two groups."""
    found = set(Group.objects.filter(name__in=ROLE_GROUPS.values()).values_list("pk", flat=True))
    for pair in Organisation.objects.values_list("editors_id", "reviewers_id"):
        found.update(pk for pk in pair if pk is not None)
    return found


def wanted_groups(user: User) -> set[int]:
    """Return ids of the groups the person's memberships call for."""
    memberships = list(active_memberships(user).select_related("organisation"))
    names = {ROLE_GROUPS[membership.role] for membership in memberships}
    wanted = set(Group.objects.filter(name__in=names).values_list("pk", flat=True))
    for membership in memberships:
        if membership.organisation is None:
            continue
        if membership.role == Role.EDITOR and membership.organisation.editors_id:
            wanted.add(membership.organisation.editors_id)
        if membership.role == Role.REVIEWER and membership.organisation.reviewers_id:
            wanted.add(membership.organisation.reviewers_id)
    return wanted
