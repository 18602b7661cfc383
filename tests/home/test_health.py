"""The health page says what works, and to strangers no more than that."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home import health
from portal.jobs.models import PeriodicRun, TickLease, WorkerBeat
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def beat(seconds: int) -> None:
    moment = timezone.now() - timedelta(seconds=seconds)
    WorkerBeat.objects.create(worker=f"w{seconds}", started_at=moment, beat_at=moment)


def asked(client):
    response = client.get("/healthz")
    return response, response.json()


def test_strangers_see_words_only(client):
    beat(5)
    response, answer = asked(client)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert set(answer) == {"status", "checks"}
    assert set(answer["checks"]) == {"database", "worker", "tick", "search", "disk"}
    assert answer["checks"]["database"] == "ok" and answer["checks"]["worker"] == "ok"
    assert "/" not in response.content.decode()


def test_administrators_see_numbers(client):
    beat(5)
    client.force_login(UserFactory(is_superuser=True))
    _, answer = asked(client)
    assert answer["version"]
    assert 5 <= answer["details"]["worker"]["age_seconds"] < 60
    assert answer["details"]["disk"]["free_megabytes"] > 0


def test_signed_in_readers_are_strangers_here(client):
    client.force_login(UserFactory())
    assert "details" not in asked(client)[1]


def test_a_worker_that_stopped_is_a_warning_not_a_failure(client):
    assert asked(client)[1]["checks"]["worker"] == "absent"
    beat(61)
    response, answer = asked(client)
    assert (response.status_code, answer["status"], answer["checks"]["worker"]) == (200, "warning", "warning")


def ticked(seconds: int, **failures: int) -> None:
    """A tick so many seconds ago, and works with so many failures in a row."""
    moment = timezone.now() - timedelta(seconds=seconds)
    TickLease.objects.create(pk=TickLease.ONLY, ticked_at=moment)
    for name, count in failures.items():
        PeriodicRun.objects.create(name=name, due_at=moment, failures=count, last_error="smtp of a@b.example")


@pytest.mark.parametrize(
    ("seconds", "failures", "word"),
    [
        (5, {}, "ok"),
        (119, {"mail": 2}, "ok"),
        (121, {}, "warning"),
        (-3600, {}, "warning"),
        (5, {"mail": 3}, "warning"),
        (5, {"work-of-an-earlier-release": 9}, "ok"),
    ],
)
def test_the_tick_says_whether_it_goes_and_what_fails(client, seconds, failures, word):
    assert asked(client)[1]["checks"]["tick"] == "absent"
    ticked(seconds, **failures)
    assert asked(client)[1]["checks"]["tick"] == word


def test_administrators_see_last_tick_and_failing_works_but_no_error(client, django_assert_max_num_queries):
    ticked(5, mail=1, purge=4)
    with django_assert_max_num_queries(10):
        client.get("/healthz")
    client.force_login(UserFactory(is_superuser=True))
    response, answer = asked(client)
    tick = answer["details"]["tick"]
    assert tick["failing_works"] == {"mail": 1, "purge": 4}
    assert 5 <= tick["age_seconds"] < 60
    assert tick["last_tick"][:10] == timezone.localdate().isoformat()
    assert "a@b.example" not in response.content.decode()


def test_a_task_given_up_within_a_day_is_a_warning(client):
    ticked(5)
    row = DBTaskResult.objects.create(
        task_path="portal.gone.task", backend_name="default", args_kwargs={}, worker_ids=["w"],
        status="FAILED", finished_at=timezone.now() - timedelta(hours=23),
    )  # fmt: skip
    assert asked(client)[1]["checks"]["tick"] == "warning"
    row.finished_at -= timedelta(hours=2)
    row.save()
    assert asked(client)[1]["checks"]["tick"] == "ok"


def test_little_space_is_a_warning(client, monkeypatch):
    class Usage:
        free = 499 * 1024 * 1024

    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: Usage)
    response, answer = asked(client)
    assert (response.status_code, answer["checks"]["disk"]) == (200, "warning")


def test_a_failed_database_is_503(client, monkeypatch):
    def broken():
        raise OperationalError("unable to open /secret/place.sqlite3")

    monkeypatch.setitem(health.CHECKS, "database", broken)
    response, answer = asked(client)
    assert (response.status_code, answer["status"]) == (503, "failed")
    assert "secret" not in response.content.decode()


def test_a_search_that_cannot_be_asked_does_not_fail_the_page(client, monkeypatch):
    def broken():
        raise OSError("damaged")

    monkeypatch.setitem(health.CHECKS, "search", broken)
    response, answer = asked(client)
    assert (response.status_code, answer["checks"]["search"], answer["status"]) == (200, "failed", "warning")
