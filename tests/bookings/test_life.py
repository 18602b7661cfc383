"""The whole life of bookings, walked at random: the ledger agrees after every step."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .life_machine import LifeMachine

pytestmark = pytest.mark.django_db
# A walk that never gets there proves nothing.
USUAL = {
    "held",
    "pending",
    "confirmed",
    "rejected",
    "cancelled",
    "expired",
    "waitlisted",
    "offered",
    "moved_offer",
}


def test_ledger_agrees_after_every_step_of_any_life():
    LifeMachine.reached.clear()
    walk = settings(
        max_examples=14,
        stateful_step_count=50,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        # Shrinking takes minutes; the walk that failed is printed as it is.
        phases=[Phase.generate],
    )
    run_state_machine_as_test(LifeMachine, settings=walk)
    assert USUAL - LifeMachine.reached == set()
