"""Asking for, giving and ending memberships.

Each change is one transaction: state moved by compare-and-swap (two deciders cannot both win),
groups synced, audit event, message. Texts of MembershipError are shown to people as they are.
"""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.messaging import tell
from portal.accounts.models import User
from portal.accounts.selectors import has_confirmed_email
from portal.audit.services import record_event

from ..models import Membership, MembershipState, Organisation, Role, School
from ..policies import assignable_roles, can_approve_coordinator, can_end
from ..selectors import coordinators_of, officers
from .groups import sync_groups

LIVE = (MembershipState.PENDING, MembershipState.ACTIVE)
MAX_PENDING = 3
TAKEN = "这条申请刚刚已经处理过了，没有重复处理。请刷新页面看结果。"
NOT_YOURS = "您没有权限处理这条申请，没有改动任何内容。"


def sign_in_line() -> str:
    """Return where the person sees it, with the address of this site."""
    return f"登录后打开“我的账号”可以看到：{settings.PORTAL_BASE_URL}/account/"


class MembershipError(Exception):
    """A rule refuses the change; the text is plain Chinese."""


def request_membership(user: User, school: School) -> Membership:
    """Ask to become coordinator of a school; returns the pending membership.

    The e-mail address need not be confirmed yet (approval needs it). Raises MembershipError when
    the person already is or asked to be coordinator there, or has three requests waiting.
    """
    mine = Membership.objects.filter(user=user, role=Role.COORDINATOR, state__in=LIVE)
    try:
        with transaction.atomic():
            if not lock_person(user.pk).is_active:
                raise MembershipError("账号已停用，不能申请。")
            refuse_duplicate(mine.filter(school=school).first())
            if mine.filter(state=MembershipState.PENDING).count() >= MAX_PENDING:
                raise MembershipError(f"您已有 {MAX_PENDING} 条申请在等审批，先等结果，或者撤回一条。")
            membership = Membership.objects.create(user=user, role=Role.COORDINATOR, school=school)
            record_event(action="membership.requested", target=membership, actor=user)
            tell_deciders(school)
    except IntegrityError as error:
        raise MembershipError("您已经申请过这所学校，不用重复提交。") from error
    return membership


def tell_deciders(school: School) -> None:
    """Tell who may decide a request: the officers, and the school's own coordinators when it has some."""
    people = {user.pk: user for user in (*officers(), *coordinators_of(school.pk))}
    for user in people.values():
        tell(
            user,
            kind="membership.requested",
            subject=f"有新的联络员申请：{school}",
            body=(
                f"有人申请做{school}的联络员，正等您审批。请核对姓名、学校和电话后再批准。{sign_in_line()}"
            ),
        )


def refuse_duplicate(existing: Membership | None) -> None:
    """Raise MembershipError when the person already stands in the school's list."""
    if existing is None:
        return
    if existing.state == MembershipState.ACTIVE:
        raise MembershipError("您已经是这所学校的联络员，不用再申请。")
    raise MembershipError("您已经申请过这所学校，正在等审批，不用重复提交。")


def lock_person(user_id: int) -> User:
    """Return the person, locked until the end of the transaction.

    Every change of a membership and the closing of an account lock the person before the
    membership: the same order everywhere, so that no two of them wait for each other.
    """
    return User.objects.select_for_update().get(pk=user_id)


def move(membership: Membership, before: str, after: str, *, actor: User, reason: str = "") -> Membership:
    """Move a membership from one state to another inside the caller's transaction, or raise.

    The UPDATE names the state it starts from: of two people at once, one moves it and the other
    gets MembershipError.
    """
    lock_person(membership.user_id)
    now = timezone.now()
    moved = Membership.objects.filter(pk=membership.pk, state=before).update(
        state=after, decided_at=now, decided_by=actor, reason=reason[:200]
    )
    if not moved:
        raise MembershipError(TAKEN)
    fresh = Membership.objects.select_related("user", "school", "organisation").get(pk=membership.pk)
    sync_groups(fresh.user)
    return fresh


def approve_membership(membership: Membership, *, actor: User) -> Membership:
    """Make an applicant coordinator.

    Raises MembershipError when ``actor`` may not decide, the applicant's address is not confirmed,
    the account was closed, or somebody else decided first.
    """
    with transaction.atomic():
        if not can_approve_coordinator(actor, membership):
            raise MembershipError(NOT_YOURS)
        applicant = lock_person(membership.user_id)
        if not applicant.is_active:
            raise MembershipError("申请人的账号已停用，不能批准。")
        if not has_confirmed_email(applicant):
            raise MembershipError("申请人还没有确认邮箱，暂时不能批准。申请仍然保留。")
        fresh = move(membership, MembershipState.PENDING, MembershipState.ACTIVE, actor=actor)
        record_event(action="membership.approved", target=fresh, actor=actor, school=fresh.school_id)
        body = f"您已成为{fresh.school}的联络员，可以为学校预约研学。{sign_in_line()}"
        tell(fresh.user, kind="membership.approved", subject="联络员申请已通过", body=body)
    return fresh


def refuse_membership(membership: Membership, *, actor: User, reason: str) -> Membership:
    """Turn an applicant down; the reason is required and sent to the applicant.

    Raises MembershipError as approve_membership does, and for an empty reason.
    """
    reason = reason.strip()
    if not reason:
        raise MembershipError("请写明不通过的原因，申请人会看到。")
    with transaction.atomic():
        if not can_approve_coordinator(actor, membership):
            raise MembershipError(NOT_YOURS)
        fresh = move(membership, MembershipState.PENDING, MembershipState.REFUSED, actor=actor, reason=reason)
        record_event(action="membership.refused", target=fresh, actor=actor, school=fresh.school_id)
        body = f"您申请做{fresh.school}的联络员，没有通过。\n\n原因：{fresh.reason}\n\n改正后可以再次申请。"
        tell(fresh.user, kind="membership.refused", subject="联络员申请没有通过", body=body)
    return fresh


def withdraw_request(membership: Membership, *, actor: User) -> Membership:
    """Take back the own request while nobody has decided it; raises MembershipError otherwise."""
    if membership.user_id != actor.pk:
        raise MembershipError(NOT_YOURS)
    with transaction.atomic():
        fresh = move(
            membership, MembershipState.PENDING, MembershipState.ENDED, actor=actor, reason="申请人撤回"
        )
        record_event(action="membership.withdrawn", target=fresh, actor=actor)
    return fresh


def end_membership(membership: Membership, *, actor: User, reason: str = "") -> Membership:
    """End a membership in force; its rights end with it.

    A person may end the own one; for anybody else's a reason is required and sent. Raises
    MembershipError when the actor may not, the reason is missing, or it has already ended.
    """
    own = membership.user_id == actor.pk
    reason = reason.strip()
    if not can_end(actor, membership):
        raise MembershipError("您没有权限结束这个身份，没有改动任何内容。")
    if not own and not reason:
        raise MembershipError("请写明原因，对方会看到。")
    with transaction.atomic():
        fresh = move(membership, MembershipState.ACTIVE, MembershipState.ENDED, actor=actor, reason=reason)
        record_event(action="membership.ended", target=fresh, actor=actor, role=fresh.role)
        if not own:
            body = f"您在{fresh.body}的“{fresh.get_role_display()}”身份已结束。\n\n原因：{fresh.reason}"
            tell(fresh.user, kind="membership.ended", subject="您的身份已结束", body=body)
    return fresh


def add_member(user: User, organisation: Organisation, role: str, *, actor: User) -> Membership:
    """Give a person a role in a body at once; returns the active membership.

    Raises MembershipError when ``actor`` may not give the role there (policies.assignable_roles),
    gives it to themselves, the account is closed, or the person has the role already.
    """
    if role not in assignable_roles(actor, organisation):
        raise MembershipError("您没有权限在这个机构添加这种身份，没有改动任何内容。")
    if user.pk == actor.pk and not actor.is_superuser:
        raise MembershipError("不能给自己添加身份，请让其他管理人员来办。")
    try:
        with transaction.atomic():
            if not lock_person(user.pk).is_active:
                raise MembershipError("对方的账号已停用，不能添加。")
            membership = Membership.objects.create(
                user=user, organisation=organisation, role=role, state=MembershipState.ACTIVE,
                decided_at=timezone.now(), decided_by=actor,
            )  # fmt: skip
            sync_groups(user)
            record_event(action="membership.added", target=membership, actor=actor, role=role)
            body = f"您已成为{organisation.name}的“{membership.get_role_display()}”。{sign_in_line()}"
            tell(user, kind="membership.added", subject="您有了新的身份", body=body)
    except IntegrityError as error:
        raise MembershipError("对方已经有这个身份，不用重复添加。") from error
    return membership
