"""App configuration of background work."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The worker, its heartbeat and the register of periodic work."""

    name = "portal.jobs"
    label = "jobs"
    verbose_name = "后台任务"
