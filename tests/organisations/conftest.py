"""A small house: two publishing bodies with a section each, a base, all rights granted."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from wagtail.models import Page

from home.models import HomePage, StandardPage
from portal.organisations import services
from portal.organisations.models import OrganisationKind
from tests.races.conftest import database, postgres_races, sqlite_races  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def roles(db):
    """The role groups."""
    return services.ensure_roles()


@pytest.fixture
def house(roles):
    """Bodies jyj, fulian and a base, with sections, rights and workflows."""
    bureau = services.ensure_organisation("jyj", "市教育局", "教育局", OrganisationKind.BUREAU, 10)
    women = services.ensure_organisation("fulian", "市妇联", "妇联", OrganisationKind.FEDERATION, 20)
    base = services.ensure_organisation("han", "汉画馆", "汉画馆", OrganisationKind.BASE, 30)
    home = Page.get_first_root_node().add_child(instance=HomePage(title="首页", slug="front"))
    pages = {}
    for body in (bureau, women, base):
        section = home.add_child(instance=StandardPage(title=f"{body.short_name}栏目", slug=body.code))
        pages[body.code] = section.add_child(instance=StandardPage(title="一篇", slug="one"))
        services.grant_section(body, section)
    services.grant_officer_rights()
    services.grant_administrator_rights()
    return SimpleNamespace(bureau=bureau, women=women, base=base, home=home, pages=pages)
