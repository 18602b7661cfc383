"""Making bodies and their groups; every function may be called again and changes nothing then."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Task, Workflow

from ..models import Organisation
from ..roles import ADMIN_ROLES, ADMINISTRATORS, ROLE_GROUPS, editors_name, reviewers_name

STOCK_GROUPS = ("Editors", "Moderators")
STOCK_WORKFLOW = "Moderators approval"
RETIRED = "原有审核流程（停用）"


@transaction.atomic
def ensure_roles() -> dict[str, Group]:
    """Make one group a role and the administrators' group; return them by role code.

    Editors, reviewers, officers and administrators get Wagtail's ``access_admin``.
    """
    door = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    groups = {role: Group.objects.get_or_create(name=name)[0] for role, name in ROLE_GROUPS.items()}
    groups["administrator"] = Group.objects.get_or_create(name=ADMINISTRATORS)[0]
    for role in (*ADMIN_ROLES, "administrator"):
        groups[role].permissions.add(door)
    return groups


def ensure_organisation(code: str, name: str, short_name: str, kind: str, sort: int = 0) -> Organisation:
    """Return the body with this code, making it the first time; a body changed by hand stays changed.

    ``kind`` is one of OrganisationKind; ``sort`` orders the lists, small first.
    """
    values = {"name": name, "short_name": short_name, "kind": kind, "sort": sort}
    organisation, _ = Organisation.objects.get_or_create(code=code, defaults=values)
    return organisation


@transaction.atomic
def ensure_body_groups(organisation: Organisation) -> tuple[Group, Group]:
    """Return the body's editors and reviewers groups, making and storing them the first time.

    The groups are known by the stored links, so renaming a body renames its groups.
    """
    body = Organisation.objects.select_for_update().get(pk=organisation.pk)
    body.editors = named_group(body.editors, editors_name(body))
    body.reviewers = named_group(body.reviewers, reviewers_name(body))
    body.save(update_fields=["editors", "reviewers"])
    organisation.editors, organisation.reviewers = body.editors, body.reviewers
    return body.editors, body.reviewers


def named_group(group: Group | None, name: str) -> Group:
    """Return ``group`` under ``name``, or the group of that name."""
    if group is None:
        return Group.objects.get_or_create(name=name)[0]
    if group.name != name and not Group.objects.filter(name=name).exists():
        group.name = name
        group.save(update_fields=["name"])
    return group


@transaction.atomic
def remove_stock_groups() -> None:
    """Remove the groups, the workflow and the task Wagtail's migrations make; ours stand in their place.

    Groups somebody was put in are left alone. A workflow or task some page went through stays for its
    history: out of use, under RETIRED, because its stock name is English.
    """
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()
    for workflow in Workflow.objects.filter(name=STOCK_WORKFLOW):
        retire(workflow, workflow.workflow_states.exists())
    for task in Task.objects.filter(name=STOCK_WORKFLOW):
        retire(task, task.task_states.exists())


def retire(stock: Workflow | Task, used: bool) -> None:
    """Delete an unused workflow or task; switch a used one off and rename it."""
    if not used:
        stock.delete()
        return
    stock.deactivate()
    stock.name = RETIRED
    stock.save(update_fields=["name"])
