"""Sign-up: who may, what is recorded, and that user and consent stand or fall together."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.accounts.models import Consent, PrivacyNotice, User
from portal.accounts.models.user import Purpose
from portal.audit.models import AuditEvent
from tests.factories.people import PASSWORD, PrivacyNoticeFactory, UserFactory

pytestmark = pytest.mark.django_db


def answers(**changes):
    """A filled-in sign-up form."""
    return {
        "purpose": "coordinator", "full_name": "欧阳晓明", "username": "ouyang",
        "email": "ouyang@example.org", "phone": "13800000000", "password1": PASSWORD,
        "password2": PASSWORD, "consent": "on", **changes,
    }  # fmt: skip


@pytest.fixture
def notice():
    return PrivacyNoticeFactory()


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), answers(**changes))


def test_user_and_consent_are_written_together(client, notice):
    response = sign_up(client)
    user = User.objects.get(username="ouyang")
    assert response.status_code == 302
    assert (user.last_name, user.first_name, user.get_full_name()) == ("欧阳晓明", "", "欧阳晓明")
    assert (user.phone, user.purpose, user.is_staff) == ("13800000000", Purpose.COORDINATOR, False)
    assert Consent.objects.get(user=user).notice == notice
    assert AuditEvent.objects.filter(action="consent.given", actor=user).exists()


def test_no_user_is_left_when_the_consent_cannot_be_written(client, notice, monkeypatch):
    def fail(user, notice):
        raise OSError("disk full")

    monkeypatch.setattr("portal.accounts.forms.give_consent", fail)
    with pytest.raises(OSError, match="disk full"):
        sign_up(client)
    assert not User.objects.filter(username="ouyang").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"consent": ""}, "请先阅读隐私政策"),
        ({"purpose": "staff"}, "staff"),
        ({"purpose": ""}, ""),
        ({"full_name": "13800000000"}, "请填写真实姓名"),
        ({"phone": "12345"}, "请填写 11 位手机号"),
        ({"password2": "another-password-9"}, ""),
        ({"username": "closed-7"}, ""),
        ({"username": "管理员"}, ""),
    ],
)
def test_wrong_answers_make_no_account(client, notice, changes, words):
    response = sign_up(client, **changes)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not User.objects.exists()


def test_staff_is_not_among_the_purposes(client, notice):
    page = client.get(reverse("account_signup")).content.decode()
    assert 'value="staff"' not in page
    assert "学校联络员" in page


def test_a_taken_address_makes_no_second_account(client, notice):
    UserFactory(email="ouyang@example.org")
    sign_up(client, email="Ouyang@Example.org")
    assert User.objects.count() == 1


def test_without_a_text_in_force_nobody_signs_up(client):
    PrivacyNoticeFactory(in_force_from=dt.date(2099, 1, 1))
    sign_up(client)
    assert not User.objects.exists()


def test_consent_names_the_newest_text_in_force(client, notice):
    newer = PrivacyNoticeFactory(version="1.1", in_force_from=dt.date(2026, 2, 1))
    PrivacyNoticeFactory(version="2.0", in_force_from=dt.date(2099, 1, 1))
    sign_up(client)
    assert Consent.objects.get().notice == newer


@pytest.mark.parametrize("name", ["ouyang", "ouyang@example.org"])
def test_sign_in_by_user_name_or_address(client, name):
    user = UserFactory(username="ouyang", email="ouyang@example.org")
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_text_somebody_agreed_to_cannot_be_changed(notice):
    Consent.objects.create(user=UserFactory(), notice=notice)
    notice.body = "改过的"
    with pytest.raises(Exception, match="不能再改"):
        notice.full_clean()
    PrivacyNotice(version="3", body="x", in_force_from=dt.date(2026, 3, 1)).full_clean()


def test_hint_and_refusal_of_a_user_name_agree(client, notice):
    html = sign_up(client, username="李 老师！").content.decode()
    assert html.count("可用中文、字母、数字和 @ . + - _") > 1
    assert "英文字母" not in html
    assert sign_up(client, username="李老师").status_code == 302
