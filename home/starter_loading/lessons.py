"""Lessons: every field of the plan, goals, key words and files."""

from courses.models import LessonGoal, LessonIndexPage, LessonKeyword, LessonPage
from portal.organisations.models import Audience
from portal.taxonomy.models import (
    Competency,
    Course,
    Effort,
    Grade,
    LessonType,
    Method,
    Quality,
    Stage,
    Theme,
    Topic,
    Unit,
    Volume,
)

from .files import add_lesson_files
from .publishing import add_record, fill_common, publish_under, term, terms
from .sources import Source, rich_text

RICH = (
    "situation", "standard", "textbook_analysis", "learner_analysis", "key_points", "hard_points",
    "preparation", "board_plan", "homework", "assessment", "guidance", "extension", "reflection",
)  # fmt: skip
LISTS = {"methods": Method, "themes": Theme, "efforts": Effort, "qualities": Quality, "topics": Topic}


def load_lesson(source: Source) -> None:
    """Make and publish one lesson; links to pages are set when all pages are there."""
    page = LessonPage()
    fill_common(page, source)
    fill_place(page, source)
    for name in RICH:
        setattr(page, name, source.html(name))
    page.issue = source.plain("issue")
    fill_streams(page, source)
    fill_rows(page, source)
    add_record(page, source, Audience.TEACHER)
    publish_under(LessonIndexPage.objects.get(), page)


def fill_place(page: LessonPage, source: Source) -> None:
    """Set where the lesson stands in the curriculum and what kind it is."""
    page.stage = Stage.objects.get(code=source.plain("stage"))
    page.course = Course.objects.get(code=source.plain("course"))
    page.volume = term(Volume, source.plain("volume"))
    page.unit = term(Unit, source.plain("unit"))
    page.lesson_type = LessonType.objects.get(code=source.plain("lesson_type"))
    page.minutes = int(source.data["minutes"])
    page.periods = int(source.data.get("periods") or 1)
    page.grades = terms(Grade, source.codes("grades"))
    for name, model in LISTS.items():
        setattr(page, name, terms(model, source.codes(name)))


def fill_streams(page: LessonPage, source: Source) -> None:
    """Set steps, misconceptions and what parents get."""
    page.steps = [
        (
            "step",
            {
                "title": row["title"],
                "minutes": int(row["minutes"]),
                "teacher": rich_text(row["teacher"]),
                "pupils": rich_text(row["pupils"]),
                "intent": rich_text(row.get("intent")),
            },
        )
        for row in source.rows("steps")
    ]
    page.misconceptions = [
        ("misconception", {"wrong": row["wrong"], "response": rich_text(row["response"])})
        for row in source.rows("misconceptions")
    ]
    parents = source.data.get("for_parents") or {}
    page.parent_questions = [("question", text) for text in parents.get("questions") or []]
    page.father_task = rich_text(parents.get("father_task"))
    page.parent_avoid = rich_text(parents.get("avoid"))


def fill_rows(page: LessonPage, source: Source) -> None:
    """Set goals, key words and files."""
    page.goals = [
        LessonGoal(competency=Competency.objects.get(code=row["competency"]), text=row["text"].strip())
        for row in source.rows("goals")
    ]
    page.keywords = [
        LessonKeyword(term=row["term"], meaning=row["meaning"]) for row in source.rows("keywords")
    ]
    add_lesson_files(page, source)
