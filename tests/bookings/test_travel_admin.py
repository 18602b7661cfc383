"""Minutes between bases in the admin: officers and administrators type them, nobody else."""

import pytest
from django.urls import reverse

from portal.organisations.models import Role
from portal.organisations.services import sync_groups
from portal.organisations.services.grants import grant_officer_rights
from studysites.bookings.models import TravelTime
from tests.factories.people import OrganisationFactory, UserFactory
from tests.factories.trips import make_day
from tests.factories.visits import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """An administrator's browser."""
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def test_a_way_is_listed_added_and_changed(office):
    morning, afternoon = make_day()
    way = TravelTime.objects.get()
    assert "30" in office.get(reverse("traveltime:index")).content.decode()
    back = {"origin": afternoon.organisation_id, "destination": morning.organisation_id, "minutes": 35}
    office.post(reverse("traveltime:add"), back)
    assert TravelTime.objects.get(origin=afternoon.organisation).minutes == 35
    changed = {"origin": way.origin_id, "destination": way.destination_id, "minutes": 50}
    office.post(reverse("traveltime:edit", args=[way.pk]), changed)
    way.refresh_from_db()
    assert way.minutes == 50


def test_only_bases_are_offered(office):
    base, bureau = OrganisationFactory(), OrganisationFactory(kind="bureau")
    page = office.get(reverse("traveltime:add")).content.decode()
    assert f'<option value="{base.pk}">' in page
    assert f'<option value="{bureau.pk}">' not in page


@pytest.mark.parametrize("minutes", ["0", "-5", ""])
def test_no_way_takes_no_time(office, minutes):
    bodies = OrganisationFactory(), OrganisationFactory()
    typed = {"origin": bodies[0].pk, "destination": bodies[1].pk, "minutes": minutes}
    assert office.post(reverse("traveltime:add"), typed).status_code == 200
    assert not TravelTime.objects.exists()


def test_a_way_from_a_base_to_itself_or_typed_twice_is_refused_in_chinese(office):
    make_day()
    way = TravelTime.objects.get()
    for destination in (way.origin_id, way.destination_id):
        typed = {"origin": way.origin_id, "destination": destination, "minutes": 20}
        answer = office.post(reverse("traveltime:add"), typed)
        assert answer.status_code == 200
        assert "Constraint" not in answer.content.decode()
    assert TravelTime.objects.count() == 1


def test_doors(client):
    officer = make_member(Role.OFFICER, OrganisationFactory())
    grant_officer_rights()
    sync_groups(officer)
    client.force_login(officer)
    assert client.get(reverse("traveltime:index")).status_code == 200
    for role in (Role.BASE_MANAGER, Role.EDITOR):
        client.force_login(make_member(role, OrganisationFactory()))
        assert client.get(reverse("traveltime:add")).status_code == 302
