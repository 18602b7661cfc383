"""One base with a programme and a session, one school with a coordinator."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from portal.organisations.models import Role
from tests.factories.pages import make_programme, make_site
from tests.factories.people import OrganisationFactory
from tests.factories.visits import make_coordinator, make_member, make_session


@pytest.fixture(autouse=True)
def static_folder(settings):
    """WhiteNoise warns about a folder that is not there, and a warning is an error here."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def town(db):
    """A base (staff, manager, programme, session) and a school's coordinator."""
    base = OrganisationFactory()
    programme = make_programme(make_site(base))
    coordinator = make_coordinator()
    return SimpleNamespace(
        base=base,
        programme=programme,
        session=make_session(programme),
        coordinator=coordinator,
        school=coordinator.school,
        user=coordinator.user,
        staff=make_member(Role.BASE_STAFF, base),
        manager=make_member(Role.BASE_MANAGER, base),
    )
