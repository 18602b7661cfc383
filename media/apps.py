"""App configuration of the media library."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Custom image, document and media models."""

    name = "media"
    label = "media"
    verbose_name = "媒体库"
