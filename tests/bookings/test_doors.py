"""Who may open which door: one table, every role against every page."""

import pytest
from django.urls import reverse

from portal.organisations.models import Role
from tests.factories.people import OrganisationFactory, UserFactory
from tests.factories.visits import make_booking, make_coordinator, make_member

ROLES = [
    "anonymous", "reader", "coordinator", "other_coordinator", "staff", "manager", "other_staff",
    "other_manager", "officer", "administrator",
]  # fmt: skip
LOGIN, OPEN, HIDDEN = 302, 200, 404
# Pages and the roles they open for; everyone signed in but not named gets 404.
DOORS = {
    "detail": {"coordinator", "staff", "manager", "officer", "administrator"},
    "withdraw": {"coordinator", "staff", "manager", "officer", "administrator"},
    "confirm": {"staff", "manager", "administrator"},
    "decline": {"staff", "manager", "administrator"},
    "base_desk": {"staff", "manager", "administrator"},
    "sessions": {"staff", "manager", "administrator"},
    "session_add": {"manager", "administrator"},
    "session_close": {"manager", "administrator"},
    "session_reopen": {"manager", "administrator"},
    "session_resize": {"manager", "administrator"},
    "session_delete": {"manager", "administrator"},
    "bureau_desk": {"officer", "administrator"},
}


@pytest.fixture
def doors(town):
    """Addresses of a booking, a base and a session of the town."""
    booking = make_booking(town.session, town.coordinator)
    arguments = {"bureau_desk": [], "base_desk": [town.base.code], "sessions": [town.base.code],
                 "session_add": [town.base.code]}  # fmt: skip
    addresses = {}
    for name in DOORS:
        one_session = name.startswith("session_") and name != "session_add"
        default = [town.base.code, town.session.pk] if one_session else [booking.reference]
        addresses[name] = reverse(f"bookings:{name}", args=arguments.get(name, default))
    return addresses


def person(town, role: str):
    other = OrganisationFactory()
    makers = {
        "reader": UserFactory,
        "coordinator": lambda: town.user,
        "other_coordinator": lambda: make_coordinator().user,
        "staff": lambda: town.staff,
        "manager": lambda: town.manager,
        "other_staff": lambda: make_member(Role.BASE_STAFF, other),
        "other_manager": lambda: make_member(Role.BASE_MANAGER, other),
        "officer": lambda: make_member(Role.OFFICER, OrganisationFactory(kind="bureau")),
        "administrator": lambda: UserFactory(is_superuser=True, is_staff=True),
    }
    return makers[role]()


@pytest.mark.parametrize("role", ROLES)
def test_doors(client, town, doors, role):
    if role != "anonymous":
        client.force_login(person(town, role))
    answers = {name: client.get(address).status_code for name, address in doors.items()}
    if role == "anonymous":
        assert set(answers.values()) == {LOGIN}
    else:
        assert answers == {name: OPEN if role in allowed else HIDDEN for name, allowed in DOORS.items()}


@pytest.mark.parametrize("role", ["anonymous", "reader", "other_coordinator", "other_staff", "other_manager"])
def test_strangers_change_nothing(client, town, doors, role):
    if role != "anonymous":
        client.force_login(person(town, role))
    for name, address in doors.items():
        answer = client.post(address, {"version": 1, "reason": "不行", "people": 500, "groups": 9})
        assert answer.status_code in {LOGIN, HIDDEN, 405}, name
    booking = town.school.bookings.get()
    town.session.refresh_from_db()
    assert (booking.status, town.session.status) == ("pending", "open")
