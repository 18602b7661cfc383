"""App configuration of the top app."""

from django.apps import AppConfig

from portal.jobs.periodic import register_periodic

PUBLISHING_SECONDS = 60
PURGE_SECONDS = 6 * 3600
SEALING_SECONDS = 60


class HomeConfig(AppConfig):
    """Front page, plain pages, public search, starter content."""

    name = "home"
    label = "home"
    verbose_name = "首页与栏目"

    def ready(self) -> None:
        """Keep the search index fresh, publish what is scheduled, delete what is due, chain the audit log."""
        from portal.audit.sealing import seal_settled_events

        from . import upkeep
        from .search import signals

        signals.connect()
        register_periodic("publish-scheduled", PUBLISHING_SECONDS, upkeep.publish_scheduled)
        register_periodic("purge", PURGE_SECONDS, upkeep.purge_expired)
        register_periodic("audit-seal", SEALING_SECONDS, seal_settled_events)
