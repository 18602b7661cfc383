"""App configuration of search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Analysis, entries and engines."""

    name = "portal.search"
    label = "portal_search"
    verbose_name = "全站搜索"
