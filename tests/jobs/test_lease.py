"""One holder at a time, whatever the wall clocks say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.jobs import lease as lease_module
from portal.jobs.lease import LEASE_SECONDS, LONGEST_WORK_SECONDS, Lease
from portal.jobs.models import TickLease

from .clocks import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def rivals(clock):
    return Lease("first", clock.monotonic), Lease("second", clock.monotonic)


def test_one_of_two_holds(rivals):
    first, second = rivals
    assert [first.hold(), second.hold(), first.hold(), second.hold()] == [True, False, True, False]
    assert TickLease.objects.get().holder == "first"


def test_a_holder_that_renews_is_never_robbed(rivals, clock):
    first, second = rivals
    first.hold()
    for _ in range(30):
        assert not second.hold()
        clock.pass_seconds(LEASE_SECONDS - 1)
        assert first.hold()


def test_a_dead_holders_lease_runs_out(rivals, clock):
    first, second = rivals
    first.hold()
    assert not second.hold()
    clock.pass_seconds(LEASE_SECONDS - 1)
    assert not second.hold()
    clock.pass_seconds(1)
    assert second.hold()


def test_who_comes_later_watches_first(rivals, clock):
    """A process that was not there cannot know whether the holder still moves, however old the times."""
    first, second = rivals
    first.hold()
    clock.pass_seconds(7 * 24 * 3600)
    assert not second.hold()
    clock.pass_seconds(LEASE_SECONDS)
    assert second.hold()


def test_a_robbed_holder_notices_and_keeps_its_hands_off(rivals, clock):
    """Halted for minutes (SIGSTOP, a sleeping machine), it may not renew, note a tick or release."""
    first, second = rivals
    first.hold()
    second.hold()
    clock.pass_seconds(LEASE_SECONDS)
    assert second.hold()
    assert not first.keep()
    first.note_tick()
    first.release()
    row = TickLease.objects.get()
    assert (row.holder, row.ticked_at) == ("second", None)
    assert not first.hold()
    assert second.hold()


def test_a_released_lease_is_free_at_once(rivals):
    first, second = rivals
    first.hold()
    first.release()
    assert not first.keep()
    assert second.hold()


@pytest.mark.parametrize("days", [-400, 400])
def test_wall_clock_has_no_say(rivals, clock, monkeypatch, days):
    """A jump neither robs a live holder nor keeps a dead one's lease alive."""
    first, second = rivals
    first.hold()
    second.hold()
    jumped = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(lease_module.timezone, "now", lambda: jumped)
    assert [first.hold(), second.hold()] == [True, False]
    clock.pass_seconds(LEASE_SECONDS)
    assert second.hold()


def test_the_pulse_lets_a_hanging_work_go(rivals, clock):
    """The lease of a process whose work never ends goes to another."""
    first, second = rivals
    first.hold()
    clock.pass_seconds(LONGEST_WORK_SECONDS)
    assert first.keep()
    clock.pass_seconds(1)
    assert not first.keep()
    second.hold()
    clock.pass_seconds(LEASE_SECONDS)
    assert second.hold()


def test_of_two_that_take_at_once_one_wins(rivals, clock, monkeypatch):
    """Both read the same dead row; the compare-and-swap lets one through."""
    first, second = rivals
    TickLease.objects.create(pk=1, holder="dead", term=4)
    first.hold(), second.hold()
    clock.pass_seconds(LEASE_SECONDS)
    row = TickLease.objects.get()
    monkeypatch.setattr(TickLease.objects, "get_or_create", lambda **lookup: (row, False))
    assert sorted([first.hold(), second.hold()]) == [False, True]
    assert TickLease.objects.get().term == 5
