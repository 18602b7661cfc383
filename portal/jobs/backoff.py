"""How long to wait after a failure: 10 s, 20 s, 40 s ... ten minutes at most."""

from datetime import timedelta

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(minutes=10)
MOST_DOUBLINGS = 6


def wait_after(failures: int) -> timedelta:
    """Return the wait after so many failures in a row (at least one)."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, MOST_DOUBLINGS), LONGEST_WAIT)


def error_line(error: BaseException) -> str:
    """Return an error as one line that fits its column."""
    return f"{type(error).__name__}: {error}"[:500]
