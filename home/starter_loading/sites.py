"""Bases and their programmes."""

from wagtail.models import Page

from portal.organisations.models import Audience
from portal.taxonomy.models import BaseTheme, Grade, LocalTheme, Stage, Topic, Unit
from studysites.models import ProgrammePage, StudySiteIndexPage, StudySitePage

from .pictures import picture_of
from .publishing import add_record, fill_common, publish_under, term, terms
from .sources import Source, rich_text

SITE_RICH = (
    "suits", "see_and_do", "facilities", "rules", "safety", "getting_there", "before_visit", "during_visit",
    "after_visit",
)  # fmt: skip
PROGRAMME_NUMBERS = ("minutes", "min_party", "max_party", "capacity_people", "capacity_groups")


def load_site(source: Source) -> None:
    """Make and publish one base."""
    page = StudySitePage()
    fill_common(page, source)
    page.theme = term(BaseTheme, source.plain("theme"))
    page.introduction = rich_text(source.body)
    page.address_note = source.plain("address_note")
    for name in SITE_RICH:
        setattr(page, name, source.html(name))
    page.grades = terms(Grade, source.codes("grades"))
    page.units = terms(Unit, source.codes("units"))
    page.topics = terms(Topic, source.codes("topics"))
    page.local_themes = terms(LocalTheme, source.codes("local_themes"))
    add_record(page, source, Audience.SCHOOL)
    publish_under(StudySiteIndexPage.objects.get(), page)


def load_programme(source: Source) -> None:
    """Make and publish one programme under its base."""
    site = StudySitePage.objects.get(slug=source.plain("site"))
    page = ProgrammePage()
    fill_common(page, source)
    page.picture = picture_of(f"{source.slug}.webp") or site.picture
    for name in PROGRAMME_NUMBERS:
        setattr(page, name, int(source.data[name]))
    for name in ("goals", "bring", "worksheet_tasks"):
        setattr(page, name, source.html(name))
    page.price_note = source.plain("price_note")
    page.outline = [
        ("step", {"title": row["title"], "minutes": int(row["minutes"]), "text": rich_text(row["text"])})
        for row in source.rows("outline")
    ]
    page.stages = terms(Stage, source.codes("stages"))
    page.grades = terms(Grade, source.codes("grades"))
    page.units = terms(Unit, source.codes("units"))
    page.topics = terms(Topic, source.codes("topics"))
    source.data.setdefault("organisation", site.slug)
    add_record(page, source, Audience.SCHOOL)
    publish_under(Page.objects.get(pk=site.pk).specific, page)
