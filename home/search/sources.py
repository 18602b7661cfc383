"""What each page type contributes to the search: text, hidden key words, facets, card.

A new page type is one function and one row of SOURCES.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from courses.models import GuidePage, LessonPage
from home.models import StandardPage
from portal.search.entries import EntryData
from portal.taxonomy.models import Grade, Term
from studysites.models import ProgrammePage, StudySitePage

from .grade_names import grade_label, grade_names, volume_names
from .plain_text import fields_text, joined


@dataclass(frozen=True)
class Contribution:
    """What one page adds to its entry beside title and address."""

    body: list[str]
    keywords: list[str]
    facets: dict[str, list[str]]
    card: dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One page type: its kind in the index, its label on the page, its door, how it is read.

    ``words`` are what people call the whole kind; a page is found by them too.
    """

    model: type[Page]
    kind: str
    label: str
    door: str
    read: Callable[[Any], Contribution]
    words: tuple[str, ...] = ()


LESSON_TEXTS = (
    "issue", "situation", "textbook_analysis", "learner_analysis", "key_points", "hard_points", "steps",
    "misconceptions", "homework", "assessment", "guidance", "extension", "preparation", "board_plan",
    "parent_questions", "father_task", "parent_avoid",
)  # fmt: skip
GUIDE_TEXTS = (
    "point", "situation", "why", "tonight", "sayings", "talk_questions", "father_task", "grandparents",
    "when_to_seek_help", "law",
)  # fmt: skip
SITE_TEXTS = (
    "introduction", "suits", "see_and_do", "before_visit", "during_visit", "after_visit", "rules",
    "facilities", "safety", "getting_there", "address_note",
)  # fmt: skip
PROGRAMME_TEXTS = ("goals", "outline", "worksheet_tasks", "bring", "price_note")

# Extension -> what people call such a file beside its extension.
FILE_WORDS = {"pptx": "PPT 课件", "docx": "Word 文档", "pdf": "PDF"}


def lesson(page: LessonPage) -> Contribution:
    """Goals, steps and key words; grade and volume under all their names."""
    grades = list(page.grades.select_related("stage"))
    goals = [goal.text for goal in page.goals.all()]
    keywords = [f"{row.term}：{row.meaning}" for row in page.keywords.all()]
    rows = page.files.select_related("document", "resource_type")
    files = [row.document.file_extension for row in rows]
    named = [page.stage, page.course, page.unit, page.lesson_type, *page.methods.all(), *page.themes.all()]
    label = page.volume.zh if page.volume else grade_label(grades) or page.stage.zh
    return Contribution(
        body=[*fields_text(page, LESSON_TEXTS[:2]), *goals, *fields_text(page, LESSON_TEXTS[2:]), *keywords],
        keywords=[
            *(volume_names(page.volume) if page.volume else []), *names_of(grades),
            *(term.zh for term in named if term), *(term.zh for term in page.topics.all()),
            *sorted({row.resource_type.zh for row in rows}), *file_words(files),
        ],
        facets={"stage": [page.stage.code], "grade": codes(grades), "topic": codes(page.topics.all())},
        card={
            "grade": label, "minutes": page.minutes, "files": sorted(set(files)), "type": page.lesson_type.zh
        },
    )  # fmt: skip


def file_words(extensions: Iterable[str]) -> list[str]:
    """What people type who look for files of these kinds."""
    return sorted({word for extension in extensions for word in (extension, FILE_WORDS.get(extension, ""))})


def guide(page: GuidePage) -> Contribution:
    """What parents ask: situation, tonight, what to say."""
    bands, topics = list(page.bands.all()), list(page.topics.all())
    named = [*bands, *page.family_topics.all(), *page.situations.all(), *topics]
    return Contribution(
        body=fields_text(page, GUIDE_TEXTS),
        keywords=[*(term.zh for term in named), *(term.zh for term in page.law_contents.all())],
        facets={"topic": codes(topics)},
        card={"grade": "、".join(band.zh for band in bands[:3])},
    )


def site(page: StudySitePage) -> Contribution:
    """A base with what there is to see and do."""
    grades = list(page.grades.select_related("stage"))
    named = [page.theme, *page.local_themes.all(), *page.units.all(), *page.topics.all()]
    return Contribution(
        body=fields_text(page, SITE_TEXTS),
        keywords=[*(term.zh for term in named if term), *names_of(grades)],
        facets={"stage": stages_of(grades), "grade": codes(grades), "topic": codes(page.topics.all())},
        card={"grade": grade_label(grades), "type": page.theme.zh if page.theme else ""},
    )


def programme(page: ProgrammePage) -> Contribution:
    """A programme with the name of its base."""
    grades = list(page.grades.select_related("stage"))
    base = page.get_parent().title
    named = [*page.stages.all(), *page.units.all(), *page.topics.all()]
    return Contribution(
        body=fields_text(page, PROGRAMME_TEXTS),
        keywords=[base, *(term.zh for term in named), *names_of(grades)],
        facets={
            "stage": sorted({*codes(page.stages.all()), *stages_of(grades)}),
            "grade": codes(grades),
            "topic": codes(page.topics.all()),
        },
        card={"grade": grade_label(grades), "minutes": page.minutes, "base": base},
    )


def standard_page(page: StandardPage) -> Contribution:
    """A plain page: its text."""
    return Contribution(body=fields_text(page, ("body",)), keywords=[], facets={}, card={})


SOURCES = (
    Source(LessonPage, "lesson", "思政课", "lessons", lesson, ("思政课", "示范课", "教案", "教学设计")),
    Source(GuidePage, "guide", "家庭指南", "guides", guide, ("家庭教育", "家教", "家长")),
    Source(StudySitePage, "site", "研学基地", "sites", site, ("研学基地", "预约", "参观")),
    Source(ProgrammePage, "programme", "研学课程", "sites", programme, ("研学课程", "预约", "研学活动")),
    Source(StandardPage, "page", "网站说明", "other", standard_page),
)
SOURCE_BY_KIND = {source.kind: source for source in SOURCES}


def entry_of(page: Page) -> EntryData | None:
    """The entry of a specific page; None for a type that is not searched."""
    source = next((source for source in SOURCES if type(page) is source.model), None)
    if source is None:
        return None
    parts = page.get_url_parts()
    found = source.read(page)
    return EntryData(
        key=f"{source.kind}:{page.pk}",
        kind=source.kind,
        object_id=page.pk,
        title=page.title,
        body=joined([page.summary, *found.body]),
        keywords=joined([*found.keywords, *source.words]),
        url=parts[2] if parts and parts[2] else "",
        facets=found.facets,
        card={"summary": page.summary, **{name: value for name, value in found.card.items() if value}},
    )


def codes(terms: Iterable[Term]) -> list[str]:
    """Codes of vocabulary rows, sorted and without repetition."""
    return sorted({term.code for term in terms})


def stages_of(grades: Iterable[Grade]) -> list[str]:
    """Codes of the stages of grades."""
    return sorted({grade.stage.code for grade in grades})


def names_of(grades: Iterable[Grade]) -> list[str]:
    """Every name of every grade."""
    return [name for grade in grades for name in grade_names(grade)]
