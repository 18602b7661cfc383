"""Clocks a test sets: a wall clock that may jump and a monotonic one that only goes on."""

from datetime import timedelta

from django.utils import timezone


class Clock:
    """Both clocks of one machine."""

    def __init__(self) -> None:
        self.wall = timezone.now()
        self.seconds = 1000.0

    def now(self):
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def pass_seconds(self, seconds: float) -> None:
        """Time goes by: both clocks go on."""
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)

    def jump(self, **amount: float) -> None:
        """The wall clock is set; no time goes by."""
        self.wall += timedelta(**amount)
