"""Closing an account: what goes, what stays, and what stands in the way."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from portal.accounts import closing
from portal.accounts.models import Consent, User
from portal.accounts.services import ClosingRefused, close_account, give_consent
from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.notifications.services import queue_message
from portal.organisations.models import Membership, MembershipState, Role
from tests.factories.people import PASSWORD, PrivacyNoticeFactory, UserFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def test_everything_personal_goes_and_consent_stays(client):
    user = member(Role.COORDINATOR, phone="13800000000")
    give_consent(user, PrivacyNoticeFactory())
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    queue_message(kind="t.t", subject="旧通知", body="x", recipient=user)
    address, name = user.email, user.get_full_name()
    elsewhere = Client()
    elsewhere.force_login(user)
    client.force_login(user)
    response = client.post("/account/close/", {"password": PASSWORD})
    assert "账号已注销" in response.content.decode()
    user.refresh_from_db()
    assert user.username == f"closed-{user.pk}"
    assert (user.first_name, user.last_name, user.email, user.phone) == ("", "", "", "")
    assert not user.is_active
    assert user.closed_at is not None
    assert not user.has_usable_password()
    assert not EmailAddress.objects.filter(user=user).exists()
    assert not Authenticator.objects.filter(user=user).exists()
    assert not user.groups.exists()
    assert Membership.objects.get(user=user).state == MembershipState.ENDED
    assert Consent.objects.filter(user=user).exists()
    assert list(OutgoingMessage.objects.values_list("to_address", "kind")) == [(address, "account.closed")]
    assert "_auth_user_id" not in client.session
    assert elsewhere.get("/account/").status_code == 302
    event = AuditEvent.objects.get(action="account.closed")
    assert name not in event.object_label
    assert name not in AuditEvent.objects.get(action="membership.ended").object_label


def test_a_wrong_password_closes_nothing(client):
    user = UserFactory()
    client.force_login(user)
    assert "密码不对" in client.post("/account/close/", {"password": "wrong"}).content.decode()
    user.refresh_from_db()
    assert user.is_active


def test_guessing_the_password_here_is_limited(client):
    client.force_login(UserFactory())
    codes = [client.post("/account/close/", {"password": "wrong"}).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]


def test_an_app_may_stand_in_the_way(client, monkeypatch):
    monkeypatch.setattr(closing, "_checks", [*closing._checks, lambda user: ["您有一场还没结束的预约。"]])
    user = UserFactory()
    client.force_login(user)
    assert "还没结束的预约" in client.get("/account/close/").content.decode()
    client.post("/account/close/", {"password": PASSWORD})
    with pytest.raises(ClosingRefused, match="还没结束的预约"):
        close_account(user, actor=user)
    user.refresh_from_db()
    assert user.is_active


def test_a_failing_step_leaves_the_account_whole(monkeypatch):
    def fail(user):
        raise OSError("broken step")

    monkeypatch.setattr(closing, "_steps", [*closing._steps, fail])
    user = member(Role.COORDINATOR)
    with pytest.raises(OSError, match="broken step"):
        close_account(user, actor=user)
    user.refresh_from_db()
    assert user.is_active
    assert Membership.objects.get(user=user).state == MembershipState.ACTIVE


def test_the_last_administrator_and_the_last_officer_stay():
    chief = UserFactory(is_superuser=True)
    officer = member(Role.OFFICER)
    for user, words in ((chief, "最后一位平台管理员"), (officer, "最后一位教育局专员")):
        with pytest.raises(ClosingRefused, match=words):
            close_account(user, actor=user)
    UserFactory(is_superuser=True)
    close_account(chief, actor=chief)
    assert not User.objects.get(pk=chief.pk).is_superuser


def test_closing_twice_changes_nothing():
    user = UserFactory()
    close_account(user, actor=user)
    first = User.objects.get(pk=user.pk).closed_at
    close_account(user, actor=user)
    assert User.objects.get(pk=user.pk).closed_at == first
    assert AuditEvent.objects.filter(action="account.closed").count() == 1
