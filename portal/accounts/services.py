"""Changes of an account: consent, profile, closing. Each in one transaction with its audit event."""

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from portal.audit.services import record_event

from .closing import closing_reasons, run_closing_steps
from .messaging import tell
from .models import Consent, PrivacyNotice, User

CLOSED_PREFIX = "closed-"
CLOSED_BODY = (
    "您的账号已按您的要求注销：不能再登录，姓名、邮箱和电话已经清除。"
    "以学校名义办过的预约只留下人数和结果。\n\n如果不是您本人操作，请按网站页脚的联系方式告诉主办单位。"
)


class ClosingRefused(Exception):
    """The account cannot be closed yet; ``reasons`` says why, in Chinese."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("；".join(reasons))
        self.reasons = reasons


def ensure_notice(*, version: str, body: str, in_force_from: dt.date) -> PrivacyNotice:
    """Return the version of the privacy text, writing it the first time; never changes a written one."""
    notice, _ = PrivacyNotice.objects.get_or_create(
        version=version, defaults={"body": body, "in_force_from": in_force_from}
    )
    return notice


@transaction.atomic
def give_consent(user: User, notice: PrivacyNotice) -> Consent:
    """Record once that the person agreed to this version; a second time changes nothing."""
    consent, created = Consent.objects.get_or_create(user=user, notice=notice)
    if created:
        record_event(action="consent.given", target=notice, actor=user, version=notice.version)
    return consent


@transaction.atomic
def update_profile(user: User, *, full_name: str, phone: str) -> list[str]:
    """Change name and work phone; the whole name is kept in ``last_name``.

    Returns the names of the changed fields; the audit event holds those names and no values.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    wanted = {"last_name": full_name, "first_name": "", "phone": phone}
    before = {"last_name": person.get_full_name(), "first_name": "", "phone": person.phone}
    changed = sorted(name for name, value in wanted.items() if before[name] != value)
    if changed:
        for name, value in wanted.items():
            setattr(person, name, value)
        person.save(update_fields=list(wanted))
        record_event(action="account.changed", target=person, actor=user, fields=changed)
    return changed


def close_account(user: User, *, actor: User) -> None:
    """End an account for good: memberships and sign-in end, names and addresses are cleared.

    Consents stay. Closing a closed account changes nothing. Raises ClosingRefused with Chinese
    reasons while something is unfinished (checks registered in closing.py); nothing is changed then.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if person.closed_at is not None:
            return
        reasons = closing_reasons(person)
        if reasons:
            raise ClosingRefused(reasons)
        address = person.email
        run_closing_steps(person)
        forget_messages(person)
        anonymise(person)
        record_event(action="account.closed", target=person, actor=actor)
        if address:
            tell(None, kind="account.closed", subject="您的账号已注销", body=CLOSED_BODY, to_address=address)


def forget_messages(user: User) -> None:
    """Delete what was written to the person; their copies went out by mail."""
    user.messages_received.all().delete()


def anonymise(user: User) -> None:
    """Clear every personal field and every way to sign in; open sessions end with the password hash."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    profile = getattr(user, "wagtail_userprofile", None)
    if profile is not None:
        profile.delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.username = f"{CLOSED_PREFIX}{user.pk}"
    user.first_name = user.last_name = user.email = user.phone = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.closed_at = timezone.now()
    user.save()
