"""Sign-in, passwords, addresses, second factor and their mails speak the Chinese of this site."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils.html import strip_tags

from portal.accounts.services import give_consent
from tests.factories.people import PASSWORD, PrivacyNoticeFactory, UserFactory

pytestmark = pytest.mark.django_db
# Words of machine translation, or of other sites for what is called otherwise here.
ODD = re.compile(
    r"代码|登出|账户|帐号|帐户|令牌|无效密码|错误代码|主要电子邮件|电子邮件|已验证|双因素|认证器|认证APP|你的|重置|未激活"
    r"|\b(?:Email|email|token|Hello|Passkey|passkey|password|code)\b"
)
NEW = "a-quite-new-secret-77"


def words_of(response) -> str:
    """What a reader sees of the main part of a page."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return strip_tags(re.sub(r"<(script|svg)\b.*?</\1>", "", main, flags=re.DOTALL))


def odd_words(*texts: str) -> list[str]:
    """Words that should not stand there, addresses and test data left out."""
    bare = (re.sub(r"https?://\S+|[\w.]+@[\w.]+|/\S+", "", text) for text in texts)
    return [word for text in bare for word in ODD.findall(text)]


@pytest.fixture
def teacher(client):
    """A signed-in person with one confirmed address."""
    user = UserFactory(username="wang", email="wang@example.org")
    user.set_password(PASSWORD)
    user.save()
    give_consent(user, PrivacyNoticeFactory())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": "wang", "password": PASSWORD})
    return user


def visit(client, name: str, *args, **posted) -> str:
    """The words of a page, or of the page an answer leads to."""
    address = reverse(name, args=args)
    return words_of(client.post(address, posted, follow=True) if posted else client.get(address, follow=True))


@pytest.mark.parametrize(
    ("name", "posted", "said"),
    [
        ("account_login", {}, "用户名或电子邮箱"),
        ("account_login", {"login": "wang", "password": "no"}, "用户名或密码不对，请核对后再试。"),
        ("account_login", {"login": "a@b.cn", "password": "no"}, "邮箱或密码不对，请核对后再试。"),
        ("account_signup", {}, "再次输入密码"),
        ("account_signup", {"username": "wang", "password1": "1", "password2": "2"}, "请换一个"),
        ("account_reset_password", {}, "电子邮箱"),
        ("account_reset_password", {"email": "nobody"}, "请填写有效的电子邮箱。"),
        ("account_reset_password", {"email": "nobody@example.org"}, "邮件已发送"),
    ],
)
def test_doors_before_signing_in(client, name, posted, said):
    PrivacyNoticeFactory()
    UserFactory(username="wang")
    words = visit(client, name, **posted)
    assert said in words
    assert odd_words(words) == []


def test_resetting_a_password_from_the_mail_to_the_end(client, mailoutbox):
    user = UserFactory(username="wang", email="wang@example.org")
    visit(client, "account_reset_password", email=user.email)
    (mail,) = mailoutbox
    assert mail.subject == "重设密码"
    assert "您好！" in mail.body and "您的用户名是 wang。" in mail.body and "德育与研学资源平台" in mail.body
    (link,) = re.findall(r"^(?:https?://[^/]+)(/\S*reset\S+)$", mail.body, re.MULTILINE)
    form = client.get(link, follow=True)
    refused = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": "other"}, follow=True)
    assert "两次输入的密码不一样" in words_of(refused)
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    spent = client.get(link, follow=True)
    texts = [words_of(page) for page in (form, refused, done, spent)]
    assert "链接已失效" in texts[3]
    assert odd_words(mail.subject, mail.body, *texts) == []


def test_an_unknown_address_is_told_so_by_mail_and_a_taken_one_in_the_form(client, teacher, mailoutbox):
    client.logout()
    visit(client, "account_reset_password", email="nobody@example.org")
    (mail,) = mailoutbox
    assert mail.subject == "这个邮箱没有注册过账号"
    form = visit(client, "account_signup", email=teacher.email)
    assert "这个邮箱已经注册过账号。" in form
    assert odd_words(mail.subject, mail.body, form) == []


def test_addresses_from_adding_to_removing(client, teacher, mailoutbox):
    said = [visit(client, "account_email")]
    for posted in (
        {"action_add": "", "email": teacher.email},
        {"action_add": "", "email": "wang.new@example.org"},
        {"action_send": "", "email": "wang.new@example.org"},
        {"action_primary": "", "email": "wang.new@example.org"},
        {"action_remove": "", "email": teacher.email},
    ):
        said.append(visit(client, "account_email", **posted))
    mail = mailoutbox[-1]
    assert mail.subject == "请确认您的邮箱"
    (link,) = re.findall(r"^(?:https?://[^/]+)(/\S*confirm-email\S+)$", mail.body, re.MULTILINE)
    said += [words_of(client.get(link, follow=True)), words_of(client.post(link, follow=True))]
    said.append(visit(client, "account_email", action_primary="", email="wang.new@example.org"))
    said.append(visit(client, "account_email", action_remove="", email=teacher.email))
    said.append(words_of(client.get("/account/confirm-email/none/", follow=True)))
    everything = "\n".join(said)
    for sentence in (
        "这个邮箱已经在您的账号里了。",
        "确认邮件已发送到 wang.new@example.org。",
        "请先确认这个邮箱，再设为首选。",
        "wang@example.org 是首选邮箱，不能移除。",
        "邮箱 wang.new@example.org 已确认。",
        "首选邮箱已更换。",
        "邮箱 wang@example.org 已移除。",
        "确认链接已失效或不正确",
    ):
        assert sentence in everything, sentence
    assert odd_words(mail.subject, mail.body, *said) == []


def test_changing_the_password_and_leaving(client, teacher):
    said = [visit(client, "account_change_password")]
    said.append(visit(client, "account_change_password", oldpassword="no", password1=NEW, password2=NEW))
    assert "现在的密码不对" in said[-1]
    said.append(visit(client, "account_change_password", oldpassword=PASSWORD, password1="1", password2="1"))
    said.append(visit(client, "account_change_password", oldpassword=PASSWORD, password1=NEW, password2=NEW))
    assert "密码已修改。" in said[-1]
    said += [visit(client, "account_logout"), visit(client, "account_logout", next="/account/login/")]
    assert "您已退出登录。" in said[-1]
    assert odd_words(*said) == []


def test_the_second_factor_from_setting_up_to_signing_in(client, teacher):
    said = [visit(client, "mfa_index"), visit(client, "mfa_activate_totp")]
    assert "再次确认身份" in said[-1]
    said.append(visit(client, "account_reauthenticate", password="no"))
    assert "密码不对，请重新输入。" in said[-1]
    said.append(visit(client, "account_reauthenticate", password=PASSWORD))
    said.append(visit(client, "mfa_activate_totp"))
    said.append(visit(client, "mfa_activate_totp", code="000000"))
    assert "验证码不对" in said[-1]
    TOTP.activate(teacher, generate_totp_secret())
    RecoveryCodes.activate(teacher)
    for name in ("index", "view_recovery_codes", "generate_recovery_codes", "deactivate_totp"):
        said.append(visit(client, f"mfa_{name}"))
    said.append(visit(client, "mfa_generate_recovery_codes", sure="on"))
    assert "还有 10 个可用，共 10 个。" in said[-1]
    client.logout()
    said.append(visit(client, "account_login", login="wang", password=PASSWORD))
    assert "两步验证" in said[-1]
    said.append(visit(client, "mfa_authenticate", code="000000"))
    assert "验证码不对" in said[-1]
    unused = Authenticator.objects.get(user=teacher, type="recovery_codes").wrap().get_unused_codes()[0]
    said.append(visit(client, "mfa_authenticate", code=unused))
    said.append(visit(client, "account_reauthenticate"))
    assert [str(text) for text in get_adapter().error_messages.values() if ODD.search(str(text))] == []
    assert odd_words(*said) == []
