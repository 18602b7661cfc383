"""Everything the clock changes about bookings, in one call a minute; holds have a faster one of their own."""

from datetime import datetime

from django.utils import timezone

from portal.jobs.periodic import register_periodic

from .decision_reminders import remind_of_decisions
from .hold_expiry import expire_holds
from .lone_work import Step, run_steps
from .missing_clocks import give_clocks
from .unused_bookings import purge_unused
from .visit_clock import (
    ask_for_final_numbers,
    cancel_unanswered,
    complete_unnoted,
    complete_visits,
    note_no_shows,
)

HOLD_SECONDS = 10
CLOCK_SECONDS = 60
# Dates come first, for all that reads them. No-shows come before completions: who is there was noted
# before the limit.
STEPS: tuple[Step, ...] = (
    ("dated", give_clocks),
    ("reminded", remind_of_decisions),
    ("asked", ask_for_final_numbers),
    ("no_shows", note_no_shows),
    ("completed", complete_visits),
    ("unnoted", complete_unnoted),
    ("unanswered", cancel_unanswered),
    ("purged", purge_unused),
)


def run_clocks(now: datetime) -> dict[str, int]:
    """Run every step due at ``now`` and return step -> bookings touched, 200 a step at most.

    Missing dates, reminders of decisions, the question for final numbers, no-shows, completions, visits
    nobody noted anything of, requests never answered, drafts past their term. Each booking has its own
    short transaction, each step is a compare-and-swap: any number of processes may run it, a second run
    finds nothing. A step that fails does not keep the later ones from running; the first error is raised
    at the end.
    """
    return run_steps(STEPS, now)


def register() -> None:
    """Hang holds and clocks on the tick."""
    register_periodic("bookings.holds", HOLD_SECONDS, tick_holds)
    register_periodic("bookings.clocks", CLOCK_SECONDS, tick_clocks)


def tick_holds() -> None:
    """Give back the holds that have ended by now; called by the tick."""
    expire_holds(timezone.now())


def tick_clocks() -> None:
    """Run the clocks as of now; called by the tick."""
    run_clocks(timezone.now())
