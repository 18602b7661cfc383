"""Events are sealed when they are settled, in order, once, by whichever process comes first."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.audit import sealing
from portal.audit.digests import digest_of_actor, digest_of_personal
from portal.audit.models import AuditEvent, AuditSeal
from portal.audit.sealing import open_writers, seal_next, seal_settled_events
from portal.audit.services import record_event
from portal.jobs import periodic
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def soon(seconds: float):
    return timezone.now() + timedelta(seconds=seconds)


def test_an_event_is_sealed_after_a_minute_and_not_before(write):
    event = write()
    assert seal_settled_events(soon(50)) == 0
    assert seal_settled_events(soon(61)) == 1
    assert seal_settled_events(soon(120)) == 0
    seal = AuditSeal.objects.get()
    assert (seal.number, seal.first_id, seal.last_id, seal.count) == (1, event.pk, event.pk, 1)
    assert (seal.previous_digest, seal.purged_at) == ("", None)


def test_seals_follow_one_another_and_hold_so_many_events(write, monkeypatch):
    monkeypatch.setattr(sealing, "EVENTS_A_SEAL", 2)
    ids = [write().pk for _ in range(5)]
    assert seal_settled_events(soon(61)) == 5
    seals = list(AuditSeal.objects.all())
    assert [seal.first_id for seal in seals] == [ids[0], ids[2], ids[4]]
    assert [seal.last_id for seal in seals] == [ids[1], ids[3], ids[4]]
    assert [seal.previous_digest for seal in seals] == ["", seals[0].digest, seals[1].digest]


def test_a_clock_that_was_ahead_does_not_hold_the_chain_up(write):
    """An event of tomorrow is sealed with the settled one after it."""
    write(days=-1)
    write(days=1)
    assert seal_settled_events() == 2


def test_of_two_processes_one_writes_the_seal(write, monkeypatch):
    """Who read the same last seal and comes second writes nothing and fails nothing."""
    write()
    before = soon(1)
    assert seal_next(before) == 1
    write()
    stale = sealing.seal_of(list(AuditEvent.objects.order_by("id")), None)
    monkeypatch.setattr(sealing, "seal_of", lambda events, last: stale)
    assert seal_next(soon(1)) == 0
    assert AuditSeal.objects.get().count == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite commits numbers in order")
def test_an_open_transaction_that_wrote_an_event_holds_the_sealing_up(write, monkeypatch):
    """It may still commit an event below the newest number."""
    wrote, done = threading.Event(), threading.Event()

    def linger():
        try:
            with transaction.atomic():
                AuditEvent.objects.create(action="test.slow", object_type="x", object_id="1")
                wrote.set()
                done.wait(30)
                transaction.set_rollback(True)
        finally:
            connection.close()

    write()
    slow = threading.Thread(target=linger)
    slow.start()
    try:
        assert wrote.wait(30)
        assert open_writers(timedelta(0)) == 1
        assert open_writers(timedelta(hours=1)) == 0
        monkeypatch.setattr(sealing, "LONGEST_WRITER", timedelta(0))
        assert seal_settled_events(soon(61)) == 0
    finally:
        done.set()
        slow.join(30)
    assert seal_settled_events(soon(61)) == 1


def test_personal_values_are_kept_as_field_name_and_keyed_digest(settings):
    user = UserFactory()
    event = record_event(
        action="test.done",
        target=user,
        actor=user,
        personal={"contact_phone": " 13800000000", "note": "", "contact_name": "诸葛静"},
        people=42,
    )
    assert event.data["people"] == 42
    assert set(event.data["personal"]) == {"contact_phone", "note", "contact_name"}
    assert event.data["personal"]["note"] == ""
    assert event.data["personal"]["contact_phone"] == digest_of_personal("１３８００００００００ ")
    assert "1380" not in str(event.data) and "诸葛" not in str(event.data)
    assert event.actor_digest == digest_of_actor(user.pk) != digest_of_actor(user.pk + 1)
    settings.PORTAL_AUDIT_KEY = "another key"
    assert event.data["personal"]["contact_phone"] != digest_of_personal("13800000000")
    settings.PORTAL_AUDIT_KEY, settings.SECRET_KEY = "", "another secret " * 4
    assert event.data["personal"]["contact_phone"] != digest_of_personal("13800000000")


def test_the_worker_seals_every_minute():
    work = periodic._register["audit-seal"]
    assert (work.seconds, work.run) == (60, seal_settled_events)
