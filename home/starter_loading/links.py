"""Links between pages, set once all of them are there."""

from courses.models import GuidePage, LessonPage
from studysites.models import StudySitePage

from .sources import Source


def link_lesson(source: Source) -> None:
    """Join a lesson with its bases, guides and the lessons of other stages."""
    page = LessonPage.objects.get(slug=source.slug)
    page.sites = list(StudySitePage.objects.filter(slug__in=source.codes("sites")))
    page.guides = list(GuidePage.objects.filter(slug__in=source.codes("guides")))
    page.related = list(LessonPage.objects.filter(slug__in=source.codes("related")))
    page.save_revision(log_action=False).publish()


def link_guide(source: Source) -> None:
    """Join a guide with its bases."""
    page = GuidePage.objects.get(slug=source.slug)
    page.sites = list(StudySitePage.objects.filter(slug__in=source.codes("sites")))
    page.save_revision(log_action=False).publish()
