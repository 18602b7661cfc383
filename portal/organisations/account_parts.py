"""What organisations add to accounts: parts of 我的账号, and what closing an account ends."""

from django.urls import reverse

from portal.accounts.home_parts import HomeLink, HomePart
from portal.accounts.models import User
from portal.accounts.models.user import Purpose
from portal.audit.services import record_event

from .models import Membership, MembershipState, Role
from .policies import coordinated_schools, oversees, staffed_bodies, works_in_admin
from .selectors import pending_for, school_rows
from .services import sync_groups

LIVE = (MembershipState.PENDING, MembershipState.ACTIVE)


def account_links(user: User) -> list[HomeLink]:
    """Return what the person's roles open."""
    links = []
    if oversees(user):
        waiting = pending_for(user).count()
        links.append(HomeLink("联络员审批", reverse("organisations:approvals"), f"{waiting} 条在等审批"))
    if coordinated_schools(user).exists():
        waiting = school_rows(user, pending_for(user)).count()
        note = f"{waiting} 位同事在等您审批" if waiting else "查看本校联络员"
        links.append(HomeLink("本校联络员", reverse("organisations:school_approvals"), note))
    if staffed_bodies(user).exists():
        links.append(HomeLink("机构成员", reverse("organisations:base_staff"), "添加或结束工作人员的身份"))
    if works_in_admin(user):
        links.append(HomeLink("内容管理后台", reverse("wagtailadmin_home"), "编辑、审核和发布页面"))
    return links


def membership_part(user: User) -> HomePart:
    """Return the section with the person's roles and requests."""
    rows = Membership.objects.filter(user=user, state__in=LIVE).select_related("school", "organisation")
    wants_school = user.purpose in (Purpose.COORDINATOR, Purpose.TEACHER)
    return HomePart(
        "organisations/includes/account_memberships.html", {"rows": list(rows), "wants_school": wants_school}
    )


def last_officer(user: User) -> list[str]:
    """Keep the last officer: nobody could approve a school's first coordinator."""
    active = Membership.objects.filter(role=Role.OFFICER, state=MembershipState.ACTIVE, user__is_active=True)
    if active.filter(user=user).exists() and not active.exclude(user=user).exists():
        return ["您是最后一位教育局专员。请先让管理员把另一位同事设为专员。"]
    return []


def end_memberships(user: User) -> None:
    """End every live membership and request of a person whose account is being closed."""
    for membership in Membership.objects.select_for_update().filter(user=user, state__in=LIVE):
        membership.state = MembershipState.ENDED
        membership.reason = "账号已注销"
        membership.save(update_fields=["state", "reason"])
        record_event(action="membership.ended", target=membership, actor=user, role=membership.role)
    sync_groups(user)
