"""The clock of waiting: offers that lapse, reserves that open, queues that move up."""

from django.utils import timezone

from portal.jobs.periodic import register_periodic

from .offers import lapse_offers, promote_all
from .reserves import release_reserves
from .trips import close_choices
from .waitlist import end_waiting

TICK_SECONDS = 10


def register() -> None:
    """Have the tick move the queues."""
    register_periodic("bookings.waiting", TICK_SECONDS, run_waiting)


def run_waiting() -> dict[str, int]:
    """Free what is over first, then offer what is free; return how many of each.

    Idempotent and safe in several processes: every step is a compare-and-swap of its own.
    """
    now = timezone.now()
    return {
        "lapsed": lapse_offers(now),
        "reserves_opened": release_reserves(now),
        "waiting_ended": end_waiting(now),
        "choices_closed": close_choices(now),
        "offered": promote_all(now),
    }
