"""The worker survives errors, beats, runs queued tasks and stops."""

import threading
import time

import pytest
from django.db import OperationalError
from django_tasks import task

from portal.jobs import lease, loops, worker
from portal.jobs.loops import SupervisedLoop
from portal.jobs.models import TickLease, WorkerBeat
from portal.jobs.periodic import register_periodic, run_due_locally

DONE: list[int] = []


@task()
def note(number: int) -> None:
    """A task of the test."""
    DONE.append(number)


def test_local_work_is_due_at_once_and_then_every_so_many_seconds():
    """The clock that counts is monotonic: a jump of the wall clock changes nothing."""
    runs = []
    register_periodic("a", 10, lambda: runs.append(1), each_process=True)
    register_periodic("shared", 10, lambda: runs.append("never here"))
    for now in (100.0, 105.0, 110.0):
        run_due_locally(now)
    assert runs == [1, 1]


def test_failing_local_work_waits_and_holds_up_no_other():
    runs = []
    register_periodic("bad", 5, lambda: runs.append("bad") or 1 / 0, each_process=True)
    register_periodic("good", 5, lambda: runs.append("good"), each_process=True)
    for second in range(0, 36, 5):
        run_due_locally(float(second))
    assert (runs.count("bad"), runs.count("good")) == (3, 8)


@pytest.mark.django_db
def test_a_step_runs_one_queued_task():
    DONE.clear()
    note.enqueue(7)
    note.enqueue(8)
    supervised = worker.SupervisedWorker()
    assert supervised.run_task() and DONE == [7]
    assert supervised.run_task() and DONE == [7, 8]
    assert not supervised.run_task()


@pytest.mark.django_db
def test_an_idle_worker_asks_for_no_write_lock(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not worker.run_one_task("idle")


@pytest.mark.django_db
def test_pulse_beats_and_keeps_the_lease_until_something_hangs(monkeypatch):
    supervised = worker.SupervisedWorker()
    supervised.tick.tick()
    supervised.pulse()
    supervised.pulse()
    assert WorkerBeat.objects.get().worker == supervised.name
    assert TickLease.objects.get().beats == 2
    WorkerBeat.objects.all().delete()
    monkeypatch.setattr(supervised.tasks, "busy_seconds", lambda: lease.LONGEST_WORK_SECONDS + 1)
    supervised.pulse()
    assert not WorkerBeat.objects.exists()


def test_no_two_starts_share_a_name():
    assert worker.unique_name() != worker.unique_name()
    assert len(worker.unique_name()) <= 64


def test_error_does_not_end_the_loop(monkeypatch):
    """A locked database is waited out; the loop goes on and stops when asked."""
    monkeypatch.setattr(loops, "PAUSE_SECONDS", 0.01)
    rounds, ended, stopping = [], [], threading.Event()

    def step():
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("database is locked")
        stopping.set()

    loop = SupervisedLoop("test", step, stopping, at_end=lambda: ended.append(1))
    thread = threading.Thread(target=loop.run)
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert (len(rounds), len(ended)) == (2, 1)
    assert "database is locked" in loop.last_error


def test_stop_ends_every_loop_within_its_pause(monkeypatch):
    """Stopping does not wait for a sleep to end; the lease is given back at the end of the tick's loop."""
    supervised = worker.SupervisedWorker()
    released = []
    for loop in supervised.loops:
        loop.step, loop.pause = lambda: None, 60.0
    supervised.loops[0].at_end = lambda: released.append(1)
    thread = threading.Thread(target=supervised.run)
    thread.start()
    time.sleep(0.05)
    worker.stop_and_wait(supervised, thread)
    assert not thread.is_alive()
    assert released == [1]
    assert worker.SupervisedWorker().loops[0].at_end.__name__ == "release"
