"""The clock of waiting: offers that lapse, reserves that open, choices that end, queues that move up."""

from django.utils import timezone

from portal.jobs.periodic import register_periodic

from .applications import end_applications
from .lone_work import Step, run_steps
from .offers import lapse_offers, promote_all
from .reserves import release_reserves
from .trips import close_choices
from .waitlist import end_waiting

TICK_SECONDS = 10
# What frees places comes before what gives them away.
STEPS: tuple[Step, ...] = (
    ("lapsed", lapse_offers),
    ("reserves_opened", release_reserves),
    ("waiting_ended", end_waiting),
    ("applications_ended", end_applications),
    ("choices_closed", close_choices),
    ("offered", promote_all),
)


def register() -> None:
    """Have the tick move the queues."""
    register_periodic("bookings.waiting", TICK_SECONDS, run_waiting)


def run_waiting() -> dict[str, int]:
    """Free what is over first, then offer what is free; return how many of each.

    Idempotent and safe in several processes: every step is a compare-and-swap of its own. A step that
    fails does not keep the later ones from running; the first error is raised at the end.
    """
    return run_steps(STEPS, timezone.now())
