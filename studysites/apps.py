"""App configuration of study-tour bases."""

from django.apps import AppConfig


class StudySitesConfig(AppConfig):
    """Base and programme pages."""

    name = "studysites"
    label = "studysites"
    verbose_name = "研学基地"
