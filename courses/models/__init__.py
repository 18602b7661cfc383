"""Page models of lessons and guides."""

from .guides import GuideIndexPage, GuidePage
from .lesson_parts import LessonFile, LessonGoal, LessonKeyword
from .lessons import LessonIndexPage, LessonPage

__all__ = [
    "GuideIndexPage", "GuidePage", "LessonFile", "LessonGoal", "LessonIndexPage", "LessonKeyword",
    "LessonPage",
]  # fmt: skip
