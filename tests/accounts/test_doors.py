"""One way in: the old doors lead to it, limits hold on each, and nobody is sent in circles."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

DOORS = ["/account/login/", "/admin/login/", "/_util/login/"]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("door", DOORS)
def test_five_wrong_passwords_lock_every_door(client, door):
    user = UserFactory()
    for _ in range(5):
        client.post(door, {"login": user.username, "password": "wrong"})
    for other in DOORS:
        response = client.post(other, {"login": user.username, "password": PASSWORD})
        assert "登录失败次数过多" in response.content.decode()
        assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("door", DOORS[1:])
def test_old_doors_send_a_visitor_to_the_sign_in_page(client, door):
    assert client.get(door, {"next": "/admin/pages/"}).url == "/account/login/?next=%2Fadmin%2Fpages%2F"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_never_leads_off_the_site(client, door, bad):
    user = UserFactory()
    response = client.get(door, {"next": bad})
    assert "evil" not in response.headers.get("Location", "")
    data = {"login": user.username, "password": PASSWORD, "next": bad}
    assert client.post(door, data).url == "/account/"


def test_a_reader_is_refused_the_admin_not_sent_in_circles(client):
    client.force_login(UserFactory())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403


def test_a_visitor_of_the_admin_ends_at_the_sign_in_page(client):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/account/login/?next=%2Fadmin%2F"
    assert response.status_code == 200


def test_signing_out_of_the_admin_is_signing_out(client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get("/admin/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_wagtail_resets_no_password(client):
    assert client.get("/admin/password_reset/").url == reverse("account_reset_password")
    assert client.get("/admin/password_reset/confirm/MQ/abc-123/").status_code == 404


def test_the_admin_account_page_asks_for_no_first_name(client):
    client.force_login(UserFactory(is_superuser=True, last_name="欧阳晓明", first_name=""))
    page = client.get("/admin/account/").content.decode()
    assert "first_name" not in page
