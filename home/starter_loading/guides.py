"""Family guides."""

from courses.models import GuideIndexPage, GuidePage
from portal.organisations.models import Audience
from portal.taxonomy.models import (
    AgeBand,
    FamilySituation,
    FamilyTopic,
    Hotline,
    LawContent,
    LawMethod,
    Topic,
    Unit,
)

from .publishing import add_record, fill_common, publish_under, terms
from .sources import Source, rich_text

RICH = ("situation", "why", "father_task", "grandparents", "when_to_seek_help", "law")
LISTS = {
    "hotlines": Hotline,
    "bands": AgeBand,
    "family_topics": FamilyTopic,
    "situations": FamilySituation,
    "law_contents": LawContent,
    "law_methods": LawMethod,
    "topics": Topic,
    "units": Unit,
}


def load_guide(source: Source) -> None:
    """Make and publish one guide."""
    page = GuidePage()
    fill_common(page, source)
    page.point = source.plain("point")
    for name in RICH:
        setattr(page, name, source.html(name))
    for name, model in LISTS.items():
        setattr(page, name, terms(model, source.codes(name)))
    page.tonight = [("step", {"text": rich_text(text)}) for text in source.codes("tonight")]
    page.sayings = [
        ("saying", {"say": say, "dont_say": dont})
        for say, dont in zip(source.codes("say"), source.codes("dont_say"), strict=True)
    ]
    page.talk_questions = [("question", text) for text in source.codes("talk_questions")]
    add_record(page, source, Audience.PARENT)
    publish_under(GuideIndexPage.objects.get(), page)
