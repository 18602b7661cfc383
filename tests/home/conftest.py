"""The site as a visitor finds it, small enough to count its queries."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from courses.models import GuideIndexPage, GuidePage, LessonIndexPage, LessonPage
from portal.taxonomy.models import Course, LessonType, Stage, Topic
from tests.factories.pages import make_home


@pytest.fixture(autouse=True)
def static_folder(settings):
    """WhiteNoise warns about a static folder that is not there, and a warning fails a test."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def empty_cache():
    """No test sees what another one kept."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town(db):
    """Home page with the lists of lessons and guides, a topic and two stages."""
    home = make_home()
    return {
        "home": home,
        "lessons": home.add_child(instance=LessonIndexPage(title="思政示范课", slug="lessons")),
        "guides": home.add_child(instance=GuideIndexPage(title="家庭教育指南", slug="guides")),
        "topic": Topic.objects.create(code="xianfa", zh="宪法与法治"),
        "stages": [
            Stage.objects.create(code="p2", zh="小学中年级", sort=20),
            Stage.objects.create(code="j", zh="初中", sort=40),
        ],
    }


def add_lesson(town, title: str = "宪法是根本法", stage: int = 1, **fields) -> LessonPage:
    """Return a live lesson with the topic."""
    lesson = LessonPage(
        title=title,
        stage=town["stages"][stage],
        course=Course.objects.get_or_create(code="ddyfz", defaults={"zh": "道德与法治"})[0],
        lesson_type=LessonType.objects.get_or_create(code="xs", defaults={"zh": "新授课"})[0],
        first_published_at=timezone.now(),
        last_published_at=timezone.now(),
        **fields,
    )
    town["lessons"].add_child(instance=lesson)
    lesson.topics = [town["topic"]]
    lesson.save()
    return lesson


def add_guide(town, title: str = "手机一拿就放不下", **fields) -> GuidePage:
    """Return a live guide with the topic."""
    guide = GuidePage(
        title=title, first_published_at=timezone.now(), last_published_at=timezone.now(), **fields
    )
    town["guides"].add_child(instance=guide)
    guide.topics = [town["topic"]]
    guide.save()
    return guide
