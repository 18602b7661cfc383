"""App configuration of lessons and guides."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Lesson and guide pages."""

    name = "courses"
    label = "courses"
    verbose_name = "课程与指南"
