"""App configuration of search."""

from django.apps import AppConfig

from portal.jobs.periodic import register_periodic

SYNC_SECONDS = 5


class SearchConfig(AppConfig):
    """Analysis, entries and engines."""

    name = "portal.search"
    label = "portal_search"
    verbose_name = "全站搜索"

    def ready(self) -> None:
        """Let every worker keep the index of its machine up to date."""
        from .syncing import sync_index

        register_periodic("search-index", SYNC_SECONDS, sync_index, each_process=True)
