"""The account page, profile, messages and the consent asked for a new text."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import Consent
from portal.accounts.notice_text import notice_html
from portal.accounts.services import give_consent
from portal.audit.models import AuditEvent
from portal.organisations.models import Role
from tests.factories.people import PrivacyNoticeFactory, UserFactory, confirm_email, member

pytestmark = pytest.mark.django_db

PAGES = [
    "accounts:home",
    "accounts:profile",
    "accounts:messages",
    "accounts:close",
    "organisations:request_school",
]
GATE = "portal.accounts.consent_gate.ConsentMiddleware"


@pytest.fixture
def gate(settings):
    """The consent gate, whether the settings in use have it or not."""
    rest = [name for name in settings.MIDDLEWARE if name != GATE]
    settings.MIDDLEWARE = [*rest, GATE]


@pytest.mark.parametrize("name", PAGES)
def test_pages_need_a_sign_in_and_open_for_a_reader(client, name):
    assert client.get(reverse(name)).url.startswith("/account/login/")
    client.force_login(UserFactory())
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_the_page_names_what_the_role_opens(client):
    client.force_login(member(Role.OFFICER))
    page = client.get("/account/").content.decode()
    assert all(word in page for word in ("联络员审批", "机构成员", "内容管理后台"))
    client.force_login(UserFactory())
    page = client.get("/account/").content.decode()
    assert not any(word in page for word in ("联络员审批", "机构成员", "内容管理后台"))


def test_the_state_of_the_address_is_shown(client):
    user = UserFactory()
    client.force_login(user)
    assert "邮箱还没有确认" in client.get("/account/").content.decode()
    confirm_email(user)
    assert "邮箱还没有确认" not in client.get("/account/").content.decode()


def test_profile_keeps_the_whole_name_and_audits_no_value(client):
    user = UserFactory()
    client.force_login(user)
    client.post(reverse("accounts:profile"), {"full_name": "诸葛静", "phone": "0377-63123456"})
    user.refresh_from_db()
    assert (user.last_name, user.first_name, user.phone) == ("诸葛静", "", "0377-63123456")
    event = AuditEvent.objects.get(action="account.changed")
    assert event.data == {"fields": ["last_name", "phone"]}


def test_a_new_text_is_asked_for_once(client, gate):
    user = UserFactory()
    give_consent(user, PrivacyNoticeFactory())
    client.force_login(user)
    assert client.get("/account/").status_code == 200
    newer = PrivacyNoticeFactory(version="2.0", in_force_from=dt.date(2026, 2, 1))
    client.logout()
    client.force_login(user)
    asked = client.get("/account/profile/?x=1")
    assert asked.url == "/account/consent/?next=%2Faccount%2Fprofile%2F%3Fx%3D1"
    assert "2.0" in client.get(asked.url).content.decode()
    refused = client.post("/account/consent/", {"next": "/account/profile/"})
    assert "勾选同意后" in refused.content.decode()
    agreed = client.post("/account/consent/", {"agree": "on", "next": "/account/profile/"})
    assert agreed.url == "/account/profile/"
    assert Consent.objects.filter(user=user, notice=newer).exists()
    assert client.get("/account/").status_code == 200


def test_markup_in_the_text_is_shown_and_not_run():
    html = notice_html("## 标题\n\n- 一项 <script>alert(1)</script>")
    assert "<h2>标题</h2>" in html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_consent_leads_back_on_this_site_only(client):
    PrivacyNoticeFactory()
    client.force_login(UserFactory())
    response = client.post("/account/consent/", {"agree": "on", "next": "https://evil.example/"})
    assert response.url == "/account/"


def test_the_gate_lets_files_forms_and_leaving_through(client, gate):
    PrivacyNoticeFactory()
    client.force_login(UserFactory())
    assert client.get("/account/close/").status_code == 200
    assert client.get("/account/logout/").status_code == 200
    assert "consent" not in client.get("/static/x.css").headers.get("Location", "")
    assert client.get("/account/", headers={"sec-fetch-dest": "image"}).status_code == 200
    assert client.post(reverse("accounts:mark_read")).url == reverse("accounts:messages")


def test_the_gate_costs_nothing_after_the_first_page(client, gate):
    user = UserFactory()
    give_consent(user, PrivacyNoticeFactory())
    client.force_login(user)
    client.get("/account/logout/")
    with CaptureQueriesContext(connection) as capture:
        client.get("/account/logout/")
    assert not [query for query in capture.captured_queries if "accounts_consent" in query["sql"]]
