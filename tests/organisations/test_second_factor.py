"""Staff set up a second factor before they work; readers and coordinators are left in peace."""

import pytest
from allauth.mfa.models import Authenticator

from portal.organisations.models import Role
from portal.organisations.services import ensure_roles
from tests.factories.people import UserFactory, member

pytestmark = pytest.mark.django_db
MIDDLEWARE = "portal.organisations.second_factor.SecondFactorMiddleware"


@pytest.fixture(autouse=True)
def required(settings, roles):
    settings.PORTAL_SECOND_FACTOR_REQUIRED = True
    settings.MIDDLEWARE = [*(name for name in settings.MIDDLEWARE if name != MIDDLEWARE), MIDDLEWARE]


@pytest.mark.parametrize(
    "role", [Role.EDITOR, Role.REVIEWER, Role.OFFICER, Role.BASE_STAFF, Role.BASE_MANAGER]
)
@pytest.mark.parametrize("door", ["/admin/", "/desk/approvals/", "/desk/base-staff/"])
def test_staff_without_one_are_led_to_the_set_up(client, role, door):
    client.force_login(member(role))
    response = client.get(door)
    assert (response.status_code, response.headers["Location"]) == (302, "/account/2fa/")


def test_administrators_need_one_too(client):
    user = UserFactory()
    user.groups.add(ensure_roles()["administrator"])
    for person in (user, UserFactory(is_superuser=True)):
        client.force_login(person)
        assert client.get("/admin/").headers["Location"] == "/account/2fa/"


def test_the_explanation_is_shown_and_the_set_up_can_be_reached(client):
    client.force_login(member(Role.OFFICER))
    page = client.get("/desk/approvals/", follow=True)
    assert page.status_code == 200
    assert "需要先设置两步验证" in page.content.decode()
    assert client.get("/account/").status_code == 200


def test_with_one_the_doors_open(client):
    officer = member(Role.OFFICER)
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    client.force_login(officer)
    assert client.get("/desk/approvals/").status_code == 200


def test_coordinators_and_readers_need_none(client):
    client.force_login(member(Role.COORDINATOR))
    assert client.get("/desk/school-approvals/").status_code == 200
    client.force_login(UserFactory())
    assert client.get("/account/").status_code == 200


def test_the_setting_turns_it_off(client, settings):
    settings.PORTAL_SECOND_FACTOR_REQUIRED = False
    client.force_login(member(Role.OFFICER))
    assert client.get("/desk/approvals/").status_code == 200
