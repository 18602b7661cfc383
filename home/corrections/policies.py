"""Who reads and answers a report: officers and administrators all, a body's people those of its pages."""

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.organisations.models import EditorialRecord, Organisation, Role
from portal.organisations.policies import Person, body_roles
from portal.organisations.selectors import members_of, officers

from ..models import Correction

KEEPERS = (Role.EDITOR, Role.REVIEWER)


def answers_all(user: Person) -> bool:
    """Say whether the person answers reports of every page."""
    return user.has_perm("home.change_correction")


def kept_bodies(user: Person) -> list[int]:
    """Return the bodies whose pages the person writes or reviews."""
    return [body for body, roles in body_roles(user).items() if roles & set(KEEPERS)]


def answers_some(user: Person) -> bool:
    """Say whether the list of reports is open to the person at all."""
    return answers_all(user) or bool(kept_bodies(user))


def reports_for(user: Person) -> QuerySet[Correction]:
    """Return the reports the person may answer."""
    if answers_all(user):
        return Correction.objects.all()
    return Correction.objects.filter(page__editorial_records__organisation__in=kept_bodies(user))


def keepers_of(page_id: int | None) -> list[User]:
    """Return who is told of a report: editors and reviewers of the page's body, else the officers."""
    body = Organisation.objects.filter(
        pk__in=EditorialRecord.objects.filter(page=page_id).values("organisation")
    ).first()
    members = members_of(body, KEEPERS) if body is not None else []
    people = {row.user_id: row.user for row in members}
    return list(people.values()) or list(officers())
