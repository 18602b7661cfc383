"""App configuration of background work."""

from django.apps import AppConfig

from .periodic import register_periodic

CARE_SECONDS = 10
FORGET_SECONDS = 6 * 3600


class JobsConfig(AppConfig):
    """The tick, the workers and the register of periodic work."""

    name = "portal.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Have failed and lost tasks cared for, and old ones forgotten."""
        from . import reaper

        register_periodic("tasks", CARE_SECONDS, reaper.care_for_tasks)
        register_periodic("forget-tasks", FORGET_SECONDS, reaper.forget_old_tasks)
