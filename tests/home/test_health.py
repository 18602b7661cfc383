"""The health page says what works, and to strangers no more than that."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from home import health
from portal.jobs.models import WorkerBeat
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
    assert set(answer["checks"]) == {"database", "worker", "search", "disk"}
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
