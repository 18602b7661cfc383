"""App configuration of the shared floor."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Template tags, the abstract page and site-wide middleware."""

    name = "portal.shared"
    label = "portal_shared"
    verbose_name = "公共部分"
