"""What every installation needs, made idempotently: site, tree, bodies, rights, plain pages."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, Page, Site

from courses.models import GuideIndexPage, LessonIndexPage
from portal.accounts.models import PrivacyNotice
from portal.organisations import services
from portal.organisations.models import Audience, EditorialRecord, Organisation, OrganisationKind
from portal.shared.models import BasePage
from studysites.models import StudySiteIndexPage

from .defaults import default_body
from .models import AlertBanner, FooterSettings, HomePage
from .starter_loading.sources import STARTER_DIR, read_source
from .starter_loading.standard_pages import load_standard_pages

BODIES = (
    ("jyj", "市教育局", "教育局", OrganisationKind.BUREAU, 10),
    ("fulian", "市妇女联合会", "妇联", OrganisationKind.FEDERATION, 20),
)
# Page type, slug, title, summary, owner.
Section = tuple[type[BasePage], str, str, str, str, str]
SECTIONS: tuple[Section, ...] = (
    (
        LessonIndexPage,
        "lessons",
        "思政示范课",
        "从小学到大学的思政示范课：目标、环节、板书、作业、课件和学习单都齐备，不用登录就能下载。",
        "jyj",
        Audience.TEACHER,
    ),
    (
        GuideIndexPage,
        "guides",
        "家庭教育指南",
        "三分钟读完一篇：今晚可以做什么、可以怎样说、什么时候该找人帮忙。",
        "fulian",
        Audience.PARENT,
    ),
    (
        StudySiteIndexPage,
        "sites",
        "研学基地",
        "看清基地适合谁、课怎么上、还有多少名额，选好场次就能预约。",
        "jyj",
        Audience.SCHOOL,
    ),
)
NOTICE_VERSION = "1.0"
STOCK_ROOT = "Root"


def set_up() -> Iterator[str]:
    """Make what is missing and yield one line of progress per part."""
    with transaction.atomic():
        services.ensure_roles()
        services.remove_stock_groups()
        for code, name, short_name, kind, sort in BODIES:
            services.ensure_organisation(code=code, name=name, short_name=short_name, kind=kind, sort=sort)
    yield "roles and publishing bodies: ready"
    with transaction.atomic():
        name_roots()
        home = ensure_home()
        ensure_site(home)
        for section in SECTIONS:
            ensure_section(home, section)
    yield "page tree and site address: ready"
    with transaction.atomic():
        grant_rights()
    yield "rights and review workflows: ready"
    yield f"plain pages: {load_standard_pages()} new"
    ensure_privacy_notice()
    yield "privacy notice: ready"


def name_roots() -> None:
    """Name the roots of pages and of files in Chinese, unless somebody has named them already."""
    Page.objects.filter(depth=1, title=STOCK_ROOT).update(title="根页面", draft_title="根页面")
    Collection.objects.filter(depth=1, name=STOCK_ROOT).update(name="根集合")


def ensure_home() -> HomePage:
    """Return the home page, replacing Wagtail's welcome page on a fresh database."""
    home = HomePage.objects.first()
    if home is not None:
        return home
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(slug="home").first()
    home = HomePage(
        title=settings.WAGTAIL_SITE_NAME,
        slug="portal",
        lead="思政课、家庭教育、研学实践，在一处找到，拿来就能用。",
        summary="面向本市学校和家庭的德育与研学资源平台：思政示范课、家庭教育指南、研学基地预约。",
        example_queries="汉画、珍爱生命、宪法、防溺水、诸葛亮",
        body=default_body(),
    )
    root.add_child(instance=home)
    home.editorial_records = [EditorialRecord(organisation=Organisation.objects.get(code="jyj"))]
    home.save_revision().publish()
    if welcome is not None and not welcome.get_children().exists():
        Site.objects.filter(root_page=welcome).update(root_page=home)
        # The history of the site keeps the title a page had when it was deleted.
        welcome.title = welcome.draft_title = "欢迎页"
        welcome.delete()
    return home


def ensure_site(home: HomePage) -> None:
    """Point the default site at the home page under the address of PORTAL_BASE_URL.

    The migrated site says port 80: links in feeds, the site map and mails would be dead.
    """
    address = urlsplit(settings.PORTAL_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, root_page=home)
    site.hostname = address.hostname or "localhost"
    site.port = port
    site.root_page = site.root_page if site.pk else home
    site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
    site.save()
    for model in (AlertBanner, FooterSettings):
        model.for_site(site)


def ensure_section(home: HomePage, section: Section) -> None:
    """Make one of the three doors unless it is there, wherever and however named."""
    model, slug, title, summary, owner, audience = section
    if model.objects.exists():
        return
    page = model(title=title, slug=slug, summary=summary, show_in_menus=True)
    home.add_child(instance=page)
    page.editorial_records = [
        EditorialRecord(organisation=Organisation.objects.get(code=owner), audience=audience)
    ]
    page.save_revision().publish()


def grant_rights() -> None:
    """Give each body its section and the bureau's officers and administrators theirs.

    The list of bases is nobody's section: each base page is granted to its own base.
    """
    sections = {LessonIndexPage: "jyj", GuideIndexPage: "fulian"}
    for model, owner in sections.items():
        page = model.objects.first()
        if page is not None:
            services.grant_section(Organisation.objects.get(code=owner), page)
    services.grant_officer_rights()
    services.grant_administrator_rights()


def ensure_privacy_notice() -> None:
    """Make the first version of the privacy text people agree to, from the privacy page's source."""
    source = read_source(STARTER_DIR / "pages" / "yinsi.md")
    PrivacyNotice.objects.get_or_create(
        version=NOTICE_VERSION, defaults={"body": source.body, "in_force_from": timezone.localdate()}
    )
