"""What the health page asks about the worker."""

from datetime import datetime

from .models import WorkerBeat


def last_beat() -> datetime | None:
    """Return when any worker last gave a sign of life, or None if none ever did."""
    newest = WorkerBeat.objects.order_by("-beat_at").first()
    return newest.beat_at if newest else None
