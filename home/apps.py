"""App configuration of the top app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Front page, plain pages, public search, starter content."""

    name = "home"
    label = "home"
    verbose_name = "首页与栏目"
