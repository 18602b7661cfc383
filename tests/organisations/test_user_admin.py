"""Users in the Wagtail admin: our fields, and no way up to full rights for a lesser administrator."""

import pytest

from portal.accounts.models import User
from portal.organisations.services import ensure_roles, grant_administrator_rights
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    ensure_roles()
    user = UserFactory()
    user.groups.add(grant_administrator_rights())
    return user


def answers(**changes):
    """A filled-in user form of the admin."""
    return {
        "username": "xinren", "last_name": "诸葛新", "email": "xinren@example.org", "phone": "",
        "purpose": "staff", "password1": PASSWORD, "password2": PASSWORD, "is_active": "on", **changes,
    }  # fmt: skip


def test_a_user_is_added_with_one_name(client, administrator):
    client.force_login(administrator)
    page = client.get("/admin/users/new/").content.decode()
    assert "工作电话" in page
    assert 'name="first_name"' not in page
    client.post("/admin/users/new/", answers(is_superuser="on"))
    user = User.objects.get(username="xinren")
    assert (user.last_name, user.first_name, user.purpose) == ("诸葛新", "", "staff")
    assert not user.is_superuser


def test_a_split_name_is_joined_by_editing(client):
    client.force_login(UserFactory(is_superuser=True))
    user = UserFactory(last_name="王", first_name="小明")
    page = client.get(f"/admin/users/edit/{user.pk}/").content.decode()
    assert 'value="王小明"' in page
    client.post(f"/admin/users/edit/{user.pk}/", answers(last_name="王小明"))
    user.refresh_from_db()
    assert (user.last_name, user.first_name) == ("王小明", "")


def test_a_lesser_administrator_does_not_touch_a_superuser(client, administrator):
    chief = UserFactory(is_superuser=True)
    client.force_login(administrator)
    assert client.get(f"/admin/users/edit/{chief.pk}/", follow=True).redirect_chain in (
        [],
        [("/admin/", 302)],
    )
    client.post(f"/admin/users/edit/{chief.pk}/", answers(username="taken-over"))
    chief.refresh_from_db()
    assert chief.username != "taken-over"
    client.post(f"/admin/users/edit/{administrator.pk}/", answers(is_superuser="on"))
    administrator.refresh_from_db()
    assert not administrator.is_superuser
    client.post(f"/admin/users/delete/{chief.pk}/")
    assert User.objects.filter(pk=chief.pk).exists()
