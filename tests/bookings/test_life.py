"""The whole life of bookings, walked at random: the ledger agrees after every step."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from studysites.bookings.enums import BookingStatus

from .life.machine import SCENES, LifeMachine

pytestmark = pytest.mark.django_db
# Services that must have been let through, not only refused, and steps of the clock that found work;
# without the rare ones, so that a new rule does not have to be tuned for them.
REACHED = {
    "accept_offer", "apply_for_ballot", "award_application", "book_on_behalf", "change_parties", "check_in",
    "close_day", "completed", "confirm_booking", "count_at_gate", "decline_booking", "decline_offer",
    "expire_holds", "give_back", "hold_places", "hold_trip", "join_waitlist", "mark_no_show",
    "no_shows", "offer_move", "offered", "plan_grade", "plan_grade_listed", "purged", "reminded",
    "reopen_day", "request_booking", "reserves_opened", "reverse_no_show", "save_details",
    "set_reserve", "submit_booking", "submit_trip", "transfer_bookings",
    "unnoted", "waitlist_application", "withdraw_booking",
}  # fmt: skip


def test_ledger_agrees_after_every_step_of_any_life():
    LifeMachine.reached.clear()
    LifeMachine.done.clear()
    walk = settings(
        max_examples=13,
        stateful_step_count=45,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        # Shrinking takes minutes; the walk that failed is printed as it is.
        phases=[Phase.generate],
    )
    LifeMachine.found()
    for LifeMachine.scene in SCENES:
        run_state_machine_as_test(LifeMachine, settings=walk)
    # A walk that never gets there proves nothing.
    assert set(BookingStatus.values) - LifeMachine.reached == set()
    assert {name for name in REACHED if not LifeMachine.done[name]} == set()
