"""Periodic work runs when due, once after a stop, and waits alone when it fails."""

from datetime import timedelta
from itertools import pairwise

import pytest

from portal.jobs.models import PeriodicRun, TickLease
from portal.jobs.periodic import register_periodic
from portal.jobs.runs import INTERRUPTED
from portal.jobs.tick import TICK_SECONDS, Tick

from .clocks import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tick(clock):
    return Tick("one", now=clock.now, monotonic=clock.monotonic)


@pytest.fixture
def done():
    return []


def note(done, name, seconds=60.0):
    register_periodic(name, seconds, lambda: done.append(name))


def ticks(tick, clock, count):
    """Let so many ticks go by as the worker's loop does, a look every second."""
    for _ in range(count * int(TICK_SECONDS)):
        tick.step()
        clock.pass_seconds(1)


def test_first_run_at_once_then_every_so_many_seconds(tick, clock, done):
    note(done, "minute")
    note(done, "tick", 10)
    note(done, "oftener", 5)
    ticks(tick, clock, 12)
    assert {name: done.count(name) for name in done} == {"minute": 2, "tick": 12, "oftener": 12}
    row = PeriodicRun.objects.get(name="minute")
    assert (row.starts, row.running, row.failures) == (2, False, 0)
    assert row.finished_at and TickLease.objects.get().ticked_at


def test_work_of_each_process_is_not_the_ticks(tick, done):
    register_periodic("index", 1, lambda: done.append("index"), each_process=True)
    tick.tick()
    assert not done and not PeriodicRun.objects.exists()


def test_after_a_stop_each_work_runs_once(tick, clock, done):
    note(done, "a")
    tick.tick()
    clock.pass_seconds(7 * 24 * 3600)
    ticks(tick, clock, 2)
    assert done == ["a", "a"]


def test_another_process_goes_on_where_the_first_stopped(tick, clock, done):
    """When a work is due stands in the database, not in a process."""
    note(done, "daily", 24 * 3600)
    tick.tick()
    tick.lease.release()
    clock.pass_seconds(3600)
    assert Tick("two", now=clock.now, monotonic=clock.monotonic).tick()
    assert done == ["daily"]


def test_no_tick_without_the_lease(tick, clock, done):
    note(done, "a")
    TickLease.objects.create(pk=1, holder="other")
    assert not tick.tick()
    assert not done


def test_failing_work_waits_longer_each_time_and_holds_up_no_other(tick, clock, done):
    failed = []

    def fail():
        failed.append(round(clock.seconds - 1000))
        raise ValueError("the printer is out of paper")

    register_periodic("bad", 10, fail)
    note(done, "good", 10)
    ticks(tick, clock, 260)
    waits = [later - earlier for earlier, later in pairwise(failed)]
    assert waits == [10, 20, 40, 80, 160, 320, 600, 600, 600]
    assert done.count("good") == 260
    row = PeriodicRun.objects.get(name="bad")
    assert (row.failures, row.last_error) == (10, "ValueError: the printer is out of paper")


def test_a_success_forgets_the_failures(tick, clock):
    register_periodic("a", 10, lambda: 1 / 0)
    ticks(tick, clock, 4)
    register_periodic("a", 10, lambda: None)
    ticks(tick, clock, 10)
    row = PeriodicRun.objects.get()
    assert (row.failures, row.last_error, row.running) == (0, "", False)


@pytest.mark.parametrize("hours", [1, 24 * 400])
def test_a_clock_put_back_does_not_stop_the_tick(tick, clock, done, hours):
    """Every due time lies in the future now; it runs in the next tick all the same."""
    note(done, "minute")
    register_periodic("bad", 60, lambda: 1 / 0)
    ticks(tick, clock, 12)
    done.clear()
    clock.jump(hours=-hours)
    ticks(tick, clock, 12)
    assert done == ["minute", "minute"]
    assert PeriodicRun.objects.get(name="bad").starts > 2


def test_a_clock_put_forward_runs_each_work_once(tick, clock, done):
    note(done, "minute")
    tick.tick()
    clock.jump(days=400)
    ticks(tick, clock, 6)
    assert done == ["minute", "minute"]


def test_work_left_by_a_killed_process_is_begun_again_after_a_wait(tick, clock, done):
    """It counts as a failure: a work that kills its process must not kill one after another at once."""
    note(done, "long", 6 * 3600)
    PeriodicRun.objects.create(
        name="long", due_at=clock.now() + timedelta(hours=6), starts=3, running=True, failures=1
    )
    tick.tick()
    row = PeriodicRun.objects.get()
    assert (done, row.running, row.failures, row.last_error) == ([], False, 2, INTERRUPTED)
    ticks(tick, clock, 3)
    assert done == ["long"]


def test_the_end_of_an_outlived_begin_counts_for_nothing(tick, clock):
    """Who was halted in a work that another began again must not mark the other's as done."""

    def halted():
        PeriodicRun.objects.update(starts=7, running=True)

    register_periodic("a", 60, halted)
    tick.tick()
    assert PeriodicRun.objects.get().running


def test_a_lease_lost_in_a_long_work_ends_the_tick(tick, clock, done):
    def long():
        TickLease.objects.update(holder="other", term=9)

    register_periodic("a-long", 60, long)
    note(done, "b-next")
    assert not tick.tick()
    assert not done


def test_a_stop_ends_the_tick_after_the_work_in_hand(clock, done):
    tick = Tick("one", now=clock.now, monotonic=clock.monotonic, stopping=lambda: bool(done))
    note(done, "a")
    note(done, "b")
    assert not tick.tick()
    assert len(done) == 1
