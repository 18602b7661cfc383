"""App configuration of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox and its delivery."""

    name = "portal.notifications"
    label = "notifications"
    verbose_name = "通知"
