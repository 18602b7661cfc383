"""Failed tasks that ask for it are tried again; tasks of killed workers are begun again, then fail."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.jobs import reaper, worker
from portal.jobs.models import WorkerBeat
from portal.jobs.reaper import LOST_SECONDS, care_for_tasks, forget_old_tasks
from portal.jobs.selectors import failed_tasks
from portal.jobs.stillness import Stillness
from portal.jobs.tasks import retrying, tries_of

from .clocks import Clock

pytestmark = pytest.mark.django_db


@retrying(tries=3)
@task()
def stubborn() -> None:
    raise ConnectionError("not today")


@task()
def plain() -> None:
    raise ConnectionError("never")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(clock):
    return Stillness(clock.monotonic)


def row(**changes) -> DBTaskResult:
    DBTaskResult.objects.update(**changes)
    return DBTaskResult.objects.get()


def test_who_asks_is_tried_again_later_each_time_and_then_failed(watch):
    stubborn.enqueue()
    waits = []
    for _ in range(3):
        assert worker.run_one_task("w")
        before = timezone.now()
        if care_for_tasks(watch)["retried"]:
            waits.append(round((row().run_after - before).total_seconds()))
        assert not worker.run_one_task("w"), "it waits"
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    assert waits == [10, 20]
    last = row()
    assert (last.status, len(last.worker_ids)) == ("FAILED", 3)
    assert "not today" in last.traceback
    assert failed_tasks() == 1


def test_who_does_not_ask_fails_once(watch):
    plain.enqueue()
    worker.run_one_task("w")
    assert care_for_tasks(watch)["retried"] == 0
    assert row().status == "FAILED"
    assert tries_of("tests.jobs.no_such_module.task") == 1


def test_a_failure_of_long_ago_is_left_alone(watch):
    """A release that makes a task retrying must not repeat last month's failures."""
    stubborn.enqueue()
    row(status="FAILED", finished_at=timezone.now() - timedelta(days=2), worker_ids=["w"])
    assert care_for_tasks(watch)["retried"] == 0


def lose(watch, clock) -> None:
    """A worker begins the task and is never heard of again."""
    found = row()
    found.claim(f"dead-{len(found.worker_ids)}")
    care_for_tasks(watch)
    clock.pass_seconds(LOST_SECONDS)


def test_a_lost_task_is_begun_again_three_times_then_fails_visibly(watch, clock):
    plain.enqueue()
    for _ in range(3):
        lose(watch, clock)
        assert care_for_tasks(watch)["reaped"] == 1
        assert row().status == "READY"
        assert DBTaskResult.objects.ready().exists()
    lose(watch, clock)
    assert care_for_tasks(watch)["reaped"] == 1
    last = row()
    assert (last.status, last.exception_class_path) == ("FAILED", reaper.LOST)
    assert "dead-0, dead-1, dead-2, dead-3" in last.traceback
    assert care_for_tasks(watch) == {"retried": 0, "reaped": 0, "woken": 0}


@pytest.mark.parametrize("days", [0, -400, 400])
def test_a_worker_that_beats_keeps_its_task(watch, clock, days):
    """However long the task runs and wherever the wall clock jumps to."""
    plain.enqueue()
    row().claim("alive")
    moment = timezone.now() + timedelta(days=days)
    for number in range(20):
        WorkerBeat.objects.update_or_create(
            worker="alive",
            defaults={"started_at": moment, "beat_at": moment + timedelta(seconds=number)},
        )
        assert care_for_tasks(watch)["reaped"] == 0
        clock.pass_seconds(LOST_SECONDS - 1)


def test_a_task_that_ends_while_it_is_reaped_is_left_as_it_is(watch):
    plain.enqueue()
    row().claim("slow")
    seen = row()
    row(status="SUCCESSFUL", finished_at=timezone.now())
    assert reaper.reap(seen) == 0
    assert row().status == "SUCCESSFUL"


def test_a_retry_put_far_off_by_a_clock_put_back_is_woken(watch):
    now = timezone.now()
    stubborn.enqueue()
    row(run_after=now + timedelta(days=3), worker_ids=["w"])
    assert care_for_tasks(watch)["woken"] == 1
    assert DBTaskResult.objects.ready().exists()


@pytest.mark.parametrize("after", [timedelta(days=3), None])
def test_a_task_meant_for_later_sleeps_on(watch, after):
    stubborn.enqueue()
    row(run_after=timezone.now() + after if after else get_date_max())
    assert care_for_tasks(watch)["woken"] == 0


def test_old_tasks_are_forgotten():
    now = timezone.now()
    for status, days in [("SUCCESSFUL", 6), ("SUCCESSFUL", 8), ("FAILED", 29), ("FAILED", 31)]:
        plain.enqueue()
        DBTaskResult.objects.filter(status="READY").update(
            status=status, finished_at=now - timedelta(days=days)
        )
    assert forget_old_tasks() == 2
    assert forget_old_tasks() == 0
