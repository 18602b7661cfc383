"""App configuration of notifications."""

from django.apps import AppConfig

from portal.jobs.periodic import register_periodic

DELIVERY_SECONDS = 5


class NotificationsConfig(AppConfig):
    """The outbox and its delivery."""

    name = "portal.notifications"
    label = "notifications"
    verbose_name = "通知"

    def ready(self) -> None:
        """Let the worker send what is due."""
        from .services import deliver_due_messages

        register_periodic("mail", DELIVERY_SECONDS, deliver_due_messages)
