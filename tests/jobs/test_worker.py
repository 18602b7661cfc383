"""The worker survives errors, beats and stops."""

import threading
import time

import pytest
from django.db import OperationalError
from django_tasks import task

from portal.jobs import periodic, worker
from portal.jobs.models import WorkerBeat
from portal.jobs.periodic import register_periodic, take_due

DONE: list[int] = []


@task()
def note(number: int) -> None:
    """A task of the test."""
    DONE.append(number)


@pytest.fixture(autouse=True)
def own_register(monkeypatch):
    """Give each test an empty register of periodic work."""
    monkeypatch.setattr(periodic, "_register", {})


def test_work_is_due_at_once_and_then_every_so_many_seconds():
    """The clock that counts is monotonic: a jump of the wall clock changes nothing."""
    register_periodic("a", 10, lambda: None)
    assert [[work.name for work in take_due(now)] for now in (100.0, 105.0, 110.0)] == [["a"], [], ["a"]]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_round_beats_and_runs_queued_tasks():
    """A round leaves a heartbeat and an empty queue."""
    DONE.clear()
    note.enqueue(7)
    worker.SupervisedWorker().run_once()
    assert DONE == [7]
    assert WorkerBeat.objects.count() == 1


def test_error_does_not_end_the_loop(monkeypatch):
    """A locked database is waited out; the loop goes on and stops when asked."""
    rounds = []
    supervised = worker.SupervisedWorker()
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.01)

    def run_once():
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("database is locked")
        supervised.stop()

    monkeypatch.setattr(supervised, "run_once", run_once)
    thread = threading.Thread(target=supervised.run)
    thread.start()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert len(rounds) == 2
    assert "database is locked" in supervised.last_error


def test_stop_ends_the_loop_within_the_pause(monkeypatch):
    """Stopping does not wait for a sleep to end."""
    supervised = worker.SupervisedWorker()
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 60)
    monkeypatch.setattr(supervised, "run_once", lambda: None)
    thread = threading.Thread(target=supervised.run)
    thread.start()
    time.sleep(0.05)
    supervised.stop()
    thread.join(timeout=10)
    assert not thread.is_alive()
