"""Models of the vocabularies."""

from .calendar import CalendarDate, CalendarRule
from .curriculum import Course, Grade, Stage, Unit, Volume
from .family import AgeBand, FamilySituation, FamilyTopic, Hotline, LawContent, LawMethod
from .lessons import (
    Approach,
    Competency,
    Effort,
    LessonType,
    Licence,
    Method,
    MoralContent,
    Quality,
    ResourceType,
    TeacherQuality,
    Theme,
)
from .loading import LoadedTerm
from .places import BaseTheme, LocalTheme, Topic
from .term import Term

__all__ = [
    "AgeBand", "Approach", "BaseTheme", "CalendarDate", "CalendarRule", "Competency", "Course", "Effort",
    "FamilySituation", "FamilyTopic", "Grade", "Hotline", "LawContent", "LawMethod", "LessonType",
    "Licence", "LoadedTerm", "LocalTheme", "Method", "MoralContent", "Quality", "ResourceType",
    "Stage", "TeacherQuality", "Term", "Theme", "Topic", "Unit", "Volume",
]  # fmt: skip
