"""``audit_verify`` says OK of an untouched log and names what was planted in any other."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.audit import guards, verifying
from portal.audit.digests import digest_of_seal
from portal.audit.models import AuditEvent, AuditPurge, AuditSeal
from portal.audit.retention import forget_old_actors, purge_old_events
from portal.audit.sealing import seal_settled_events
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def checked(**options) -> str:
    out = StringIO()
    call_command("audit_verify", stdout=out, **options)
    return out.getvalue().strip()


def faults(**options) -> list[str]:
    """Return the faults the command names, without the triggers that are off to plant them."""
    with pytest.raises(CommandError) as refusal:
        checked(**options)
    lines = str(refusal.value).splitlines()
    assert lines[0].startswith("audit log is not as written")
    return [line for line in lines[1:] if not line.startswith("trigger ")]


def test_an_untouched_log_is_ok(sealed, write):
    write()
    last = AuditSeal.objects.get(number=3)
    assert checked() == (
        f"audit log OK: 6 events in 3 seals (0 purged), 1 not yet sealed; head 3:{last.digest}"
    )
    assert checked(expect=f"2:{AuditSeal.objects.get(number=2).digest}").startswith("audit log OK")


def test_an_empty_log_is_ok():
    assert checked() == "audit log OK: 0 events in 0 seals (0 purged), 0 not yet sealed; head none"


FIELDS = {
    "action": "test.forged",
    "data": {"step": 9},
    "object_id": "99",
    "object_label": "另一个",
    "created_at": timezone.now() - timedelta(days=2),
    "actor_digest": "",
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_changed_event_is_named(sealed, unguarded, name):
    AuditEvent.objects.filter(pk=sealed[2].pk).update(**{name: FIELDS[name]})
    assert faults() == [f"event {sealed[2].pk} was changed (seal 2)"]


def test_another_actor_is_named_and_so_is_one_taken_away(sealed, unguarded):
    """The actor's number is outside the chain, as it goes after a year; its digest is inside."""
    AuditEvent.objects.filter(pk=sealed[3].pk).update(actor_id=UserFactory().pk)
    AuditEvent.objects.filter(pk=sealed[4].pk).update(actor_id=None)
    words = "was changed: its actor does not fit its digest"
    assert faults() == [f"event {sealed[3].pk} {words} (seal 2)", f"event {sealed[4].pk} {words} (seal 3)"]


def test_a_deleted_event_is_named(sealed, unguarded):
    AuditEvent.objects.filter(pk=sealed[1].pk).delete()
    assert faults() == [f"event {sealed[1].pk} was deleted (seal 1)"]


def test_an_inserted_event_is_named(write, unguarded):
    """Within a seal, and between two: a number that was free is no way in."""
    events = [write(1) for _ in range(5)]
    within, between = events[1], events[3]
    AuditEvent.objects.filter(pk__in=[within.pk, between.pk, events[4].pk]).delete()
    assert seal_settled_events() == 2
    events[4].save(force_insert=True)
    AuditEvent.objects.filter(pk=events[4].pk).update(created_at=timezone.now() - timedelta(days=1))
    assert seal_settled_events() == 1
    within.save(force_insert=True)
    between.save(force_insert=True)
    assert faults() == [
        f"event {within.pk} was inserted after seal 1 was made",
        f"event {between.pk} was inserted after seal 2 was made",
    ]


def test_the_first_of_several_changes_comes_first(sealed, unguarded):
    AuditEvent.objects.filter(pk=sealed[5].pk).update(action="test.forged")
    AuditEvent.objects.filter(pk=sealed[0].pk).delete()
    assert faults()[0] == f"event {sealed[0].pk} was deleted (seal 1)"


CHANGED_SEALS = [
    {"count": 1},
    {"digest": "0" * 64},
    {"root": "0" * 64},
    {"leaves": []},
    {"leaves": [1, {"a": None}]},
    {"sealed_at": timezone.now()},
]


@pytest.mark.parametrize("values", CHANGED_SEALS)
def test_a_changed_seal_is_named(sealed, unguarded, values):
    AuditSeal.objects.filter(number=2).update(**values)
    assert faults()[0].startswith("seal 2 was changed")


def test_a_seal_made_to_fit_its_forged_events_is_named_by_the_next(sealed, unguarded):
    """Whoever changes event and seal alike breaks the link to the seal that follows."""
    AuditEvent.objects.filter(pk=sealed[0].pk).update(action="test.forged")
    forge(1)
    assert faults() == ["seal 1 was changed: seal 2 follows another digest"]


def forge(number: int) -> None:
    """Make a seal fit the events as they are now."""
    from portal.audit.sealing import seal_of

    old = AuditSeal.objects.get(number=number)
    events = AuditEvent.objects.filter(id__range=(old.first_id, old.last_id)).order_by("id")
    last = AuditSeal.objects.filter(number=number - 1).first()
    new = seal_of(list(events), last)
    new.sealed_at = old.sealed_at
    new.digest = digest_of_seal(new)
    new.save(force_update=True)


def test_a_chain_rewritten_or_cut_off_is_shown_by_a_head_kept_elsewhere(sealed, unguarded):
    head = f"3:{AuditSeal.objects.get(number=3).digest}"
    AuditEvent.objects.filter(pk=sealed[0].pk).update(action="test.forged")
    for number in (1, 2, 3):
        forge(number)
    guards.install(connection)
    assert checked().startswith("audit log OK"), "the database alone cannot know"
    assert faults(expect=head) == ["seal 3 has another digest than the one noted: the chain was rewritten"]
    guards.remove(connection)
    AuditSeal.objects.filter(number=3).delete()
    AuditEvent.objects.filter(pk__in=[sealed[4].pk, sealed[5].pk]).delete()
    assert faults(expect=head) == ["seal 3 is gone: the chain was cut off"]


def test_a_deleted_seal_is_named_and_its_events_are_not_taken_for_inserted(sealed, unguarded):
    AuditSeal.objects.filter(number=2).delete()
    assert faults() == ["seal 2 was deleted"]
    AuditSeal.objects.filter(number=1).delete()
    assert faults() == ["seal 1 was deleted", "seal 2 was deleted"]


def test_stretches_are_checked_alike_wherever_they_are_cut(sealed, unguarded, monkeypatch):
    monkeypatch.setattr(verifying, "SEALS_AT_ONCE", 1)
    guards.install(connection)
    assert checked().startswith("audit log OK: 6 events in 3 seals")
    guards.remove(connection)
    AuditSeal.objects.filter(number=2).delete()
    assert faults() == ["seal 2 was deleted"]


def test_events_nobody_seals_are_named(write):
    event = write(days=1)
    assert faults() == [
        f"events from {event.pk} on are unsealed for more than 10 minutes: is the worker running?"
    ]


def test_missing_triggers_and_an_open_switch_are_named(sealed, unguarded):
    AuditPurge.objects.update_or_create(pk=1, defaults={"allowed": True})
    with pytest.raises(CommandError) as refusal:
        checked()
    assert "trigger audit_auditevent_no_" in str(refusal.value)
    assert "the purge switch is on" in str(refusal.value)


def test_an_expectation_must_be_one():
    with pytest.raises(CommandError, match="NUMBER:DIGEST"):
        checked(expect="3:abc")


def test_the_chain_survives_pseudonyms_and_the_purge(write, sealed):
    """After one year the actor goes, after three the events of whole seals; the rest still fits."""
    now = timezone.now()
    assert forget_old_actors(now - timedelta(days=1)) == 0
    assert purge_old_events(now - timedelta(days=1)) == 0
    later = now + timedelta(days=400)
    assert forget_old_actors(later - verifying.ACTOR_TERM) == 6
    assert forget_old_actors(later - verifying.ACTOR_TERM) == 0
    assert AuditEvent.objects.get(pk=sealed[0].pk).actor_label == "（已按期不再记名）"
    assert verifying.verify(later).faults == []
    much_later = now + timedelta(days=1200)
    assert purge_old_events(much_later - verifying.AUDIT_TERM) == 6
    assert purge_old_events(much_later - verifying.AUDIT_TERM) == 0
    assert all(seal.purged_at and seal.leaves == [] for seal in AuditSeal.objects.all())
    report = verifying.verify(much_later)
    assert (report.faults, report.seals, report.purged, report.events) == ([], 3, 3, 0)


def test_only_whole_seals_are_purged(write):
    """A young event in a seal keeps its older neighbours; an unsealed one is never deleted."""
    now = timezone.now()
    write(days=1200)
    write(days=1000)
    seal_settled_events()
    write(days=1200)
    assert purge_old_events(now - verifying.AUDIT_TERM) == 0
    assert AuditEvent.objects.count() == 3


def test_a_purge_out_of_time_is_named(sealed, unguarded):
    """Marking a seal as purged is no way to make its events disappear."""
    AuditEvent.objects.filter(pk__in=[sealed[2].pk, sealed[3].pk]).delete()
    AuditSeal.objects.filter(number=2).update(purged_at=timezone.now(), leaves=[])
    assert faults() == ["seal 2 was marked as purged before its time"]


def test_an_earlier_key_is_known_as_such(sealed, settings):
    """After a change of the key the actors of older events cannot be compared; nothing is claimed of them."""
    settings.PORTAL_AUDIT_KEY = "another key"
    assert checked().startswith("audit log OK: 6 events")
