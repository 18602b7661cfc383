"""Lessons below a lesson list, with the vocabulary rows they need."""

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.models import LessonFile, LessonGoal, LessonIndexPage, LessonKeyword, LessonPage
from media.models import PortalDocument
from portal.organisations.models import EditorialRecord
from portal.taxonomy.models import (
    Competency,
    Course,
    Grade,
    LessonType,
    Licence,
    ResourceType,
    Stage,
    Theme,
    Unit,
    Volume,
)

from .pages import make_home
from .people import OrganisationFactory

STAGES = {"p1": ("小学低年级", 20), "j": ("初中", 50), "s": ("普通高中", 60)}
RICH = (
    "situation", "standard", "textbook_analysis", "learner_analysis", "key_points", "hard_points",
    "preparation", "board_plan", "homework", "assessment", "guidance", "extension", "reflection",
    "father_task", "parent_avoid",
)  # fmt: skip


def term(model, code: str, zh: str = "", **fields):
    """Return one vocabulary row, made once."""
    return model.objects.get_or_create(
        code=code, defaults={"zh": zh or f"{model.__name__} {code}", **fields}
    )[0]


def stage(code: str = "j") -> Stage:
    """Return a stage in school order."""
    name, sort = STAGES.get(code, (code, 99))
    return term(Stage, code, name, sort=sort)


def unit(code: str = "book-u1", number: int = 1, note: str = "") -> Unit:
    """Return a unit of a junior book; the code before ``-u`` is the book's."""
    course = term(Course, "ddyfz", "道德与法治")
    book = term(
        Volume,
        code.rsplit("-u", 1)[0],
        "七年级上册",
        course=course,
        stage=stage("j"),
        grade=grade("g07", "j"),
        note=note,
    )
    return term(Unit, code, f"单元 {code}", volume=book, number=number, note=note)


def grade(code: str = "g07", stage_code: str = "j") -> Grade:
    """Return a grade of a stage."""
    return term(Grade, code, f"年级 {code}", stage=stage(stage_code))


def make_lesson_index() -> LessonIndexPage:
    """Return the lesson list, made once."""
    return LessonIndexPage.objects.first() or make_home().add_child(
        instance=LessonIndexPage(title="思政示范课", slug="lessons")
    )


def make_lesson(title: str = "宪法是根本法", **fields) -> LessonPage:
    """Return a live lesson; ``grades`` and ``themes`` are lists of terms, ``unit`` brings its volume."""
    many = {
        name: fields.pop(name)
        for name in ("grades", "themes", "topics", "sites", "guides", "related")
        if name in fields
    }
    own_unit = fields.get("unit")
    values = {
        "title": title,
        "slug": f"lesson-{LessonPage.objects.count() + 1}",
        "stage": stage("j"),
        "course": term(Course, "ddyfz", "道德与法治"),
        "lesson_type": term(LessonType, "xs", "新授课"),
        "volume": own_unit.volume if own_unit else None,
        "first_published_at": timezone.now(),
        "last_published_at": timezone.now(),
    }
    page = make_lesson_index().add_child(instance=LessonPage(**{**values, **fields}))
    for name, terms in many.items():
        setattr(page, name, terms)
    page.save()
    return page


def make_full_lesson(title: str = "宪法是根本法", **fields) -> LessonPage:
    """Return a lesson with something in every field, one file with a Chinese name included."""
    page = make_lesson(title, summary="从一条班规问起。", issue="班规要不要先问宪法？", unit=unit(), **fields)
    for name in RICH:
        setattr(page, name, f"<p>{name} 的内容</p>")
    step = {"title": "导入", "minutes": 5, "teacher": "<p>提问</p>", "pupils": "<p>回答</p>", "intent": ""}
    page.steps = [("step", step), ("step", {**step, "title": "探究", "minutes": 35})]
    page.misconceptions = [("misconception", {"wrong": "跟我没关系", "response": "<p>反问</p>"})]
    page.parent_questions = [("question", "今天改了哪条班规？")]
    page.goals = [LessonGoal(competency=term(Competency, "fzgn", "法治观念"), text="能说出三方面")]
    page.keywords = [LessonKeyword(term="根本法", meaning="一切法的依据")]
    page.files = [make_lesson_file(page)]
    page.save()
    EditorialRecord.objects.create(
        page=page.page_ptr, organisation=OrganisationFactory(code="jyj", name="市教育局")
    )
    return page


def make_lesson_file(page: LessonPage) -> LessonFile:
    """Return a file with a Chinese name that belongs to a lesson."""
    document = PortalDocument(
        title="宪法是根本法（课件）", file=ContentFile(b"x" * 2048, name="宪法是根本法.pptx")
    )
    document.file_size = 2048
    document.save()
    return LessonFile(
        document=document,
        resource_type=term(ResourceType, "kj", "课件"),
        licence=term(Licence, "portal", "本平台教学使用许可"),
    )


def theme(code: str = "fazhi") -> Theme:
    """Return a theme."""
    return term(Theme, code, f"主题 {code}")
