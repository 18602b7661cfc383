"""App configuration of the media library."""

from django.apps import AppConfig

from portal.jobs.periodic import register_periodic

UNREAD_SECONDS = 300


class MediaConfig(AppConfig):
    """Custom image, document and media models."""

    name = "media"
    label = "media"
    verbose_name = "媒体库"

    def ready(self) -> None:
        """Have files read after they change, and those no job has read now and then."""
        from . import text_signals
        from .file_texts import read_unread

        text_signals.connect()
        register_periodic("file-texts", UNREAD_SECONDS, read_unread)
