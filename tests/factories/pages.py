"""Study-base and programme pages, built in code below a home page."""

from wagtail.models import Page, Site

from home.models import HomePage
from portal.organisations.models import EditorialRecord, Organisation
from studysites.models import ProgrammePage, StudySiteIndexPage, StudySitePage

from .people import OrganisationFactory


def make_home() -> HomePage:
    """Return the home page, made once, as the root of the default site."""
    home = HomePage.objects.first()
    if home is not None:
        return home
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="首页", slug="portal-home"))
    site = Site.objects.filter(is_default_site=True).first() or Site(
        is_default_site=True, hostname="localhost"
    )
    site.root_page = home
    site.save()
    return home


def make_site(organisation: Organisation | None = None, *, slug: str = "hanhuaguan") -> StudySitePage:
    """Return a base page that belongs to ``organisation`` (a new one by default)."""
    home = make_home()
    index = StudySiteIndexPage.objects.first() or home.add_child(
        instance=StudySiteIndexPage(title="研学基地", slug="sites")
    )
    organisation = organisation or OrganisationFactory()
    site = index.add_child(
        instance=StudySitePage(title=organisation.name, slug=f"{slug}-{StudySitePage.objects.count()}")
    )
    EditorialRecord.objects.create(page=site.page_ptr, organisation=organisation)
    return site


def make_programme(site: StudySitePage | None = None, **fields) -> ProgrammePage:
    """Return a live programme of 10 to 120 people, 45 a group, below ``site`` (a new base by default)."""
    site = site or make_site()
    values = {"title": "车马出行", "slug": f"programme-{ProgrammePage.objects.count() + 1}", "minutes": 90}
    return site.add_child(instance=ProgrammePage(**{**values, **fields}))
