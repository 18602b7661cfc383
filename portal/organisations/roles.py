"""Roles as Django groups: the names, and which grants open which door.

Groups follow memberships (services.groups.sync_groups); nobody edits them by hand. Administrators
are the one group given by hand, by a superuser.
"""

from .models import Organisation, OrganisationKind, Role

ROLE_GROUPS: dict[str, str] = {
    Role.COORDINATOR: "角色·学校联络员",
    Role.BASE_STAFF: "角色·基地工作人员",
    Role.BASE_MANAGER: "角色·基地负责人",
    Role.EDITOR: "角色·编辑",
    Role.REVIEWER: "角色·审核员",
    Role.OFFICER: "角色·教育局专员",
}
ADMINISTRATORS = "角色·平台管理员"
# Coordinators stay on the front-end desks, base people too; these three work in the admin.
ADMIN_ROLES = frozenset({Role.EDITOR, Role.REVIEWER, Role.OFFICER})
STAFF_ROLES = frozenset(Role.values) - {Role.COORDINATOR}

KIND_ROLES: dict[str, tuple[str, ...]] = {
    OrganisationKind.BUREAU: (Role.EDITOR, Role.REVIEWER, Role.OFFICER),
    OrganisationKind.FEDERATION: (Role.EDITOR, Role.REVIEWER),
    OrganisationKind.BASE: (Role.BASE_STAFF, Role.BASE_MANAGER, Role.EDITOR, Role.REVIEWER),
}


def editors_name(organisation: Organisation) -> str:
    """Return the name of the body's editors group, e.g. 编辑·教育局."""
    return f"编辑·{organisation.short_name}"


def reviewers_name(organisation: Organisation) -> str:
    """Return the name of the body's reviewers group, e.g. 审核·教育局."""
    return f"审核·{organisation.short_name}"
