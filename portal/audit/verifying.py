"""Finds what was changed behind the portal's back: in events, in seals, in the triggers themselves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from . import guards
from .digests import digest_of_actor, digest_of_seal, is_of_present_key, leaf_of, root_of
from .models import AuditEvent, AuditPurge, AuditSeal
from .retention import ACTOR_TERM, AUDIT_TERM

UNSEALED_TOO_LONG = timedelta(minutes=10)
SEALS_AT_ONCE = 20


@dataclass
class Report:
    """What a check saw: counts, the last link, and each fault as one English sentence, oldest first."""

    events: int = 0
    seals: int = 0
    purged: int = 0
    unsealed: int = 0
    head: str = ""
    faults: list[str] = field(default_factory=list)


def verify(now: datetime, expected: tuple[int, str] | None = None) -> Report:
    """Follow the whole chain and return what was seen; without ``faults`` nothing was changed.

    ``expected`` is (number, digest) of a seal noted earlier in another place: it shows a chain that was
    cut off or wholly rewritten, which the database alone cannot.
    """
    report = Report()
    previous: AuditSeal | None = None
    last_number = AuditSeal.objects.aggregate(Max("number"))["number__max"] or 0
    for start in range(1, last_number + 1, SEALS_AT_ONCE):
        stop = min(start + SEALS_AT_ONCE - 1, last_number)
        previous = check_stretch(start, stop, previous, now, report)
    check_tail(previous, now, report)
    if expected is not None:
        check_expected(*expected, report)
    check_protection(report)
    report.head = f"{previous.number}:{previous.digest}" if previous else ""
    return report


def check_stretch(
    start: int, stop: int, previous: AuditSeal | None, now: datetime, report: Report
) -> AuditSeal | None:
    """Check the seals ``start`` to ``stop`` with their events and return the last of them.

    A fault counts only when a second look finds it too: a purge may run between two questions.
    """
    for _ in range(2):
        seals = list(AuditSeal.objects.filter(number__range=(start, stop)).order_by("number"))
        faults = list(faults_of(seals, start, stop, previous, now))
        if not faults:
            break
    report.faults += faults
    report.seals += len(seals)
    report.purged += sum(seal.purged_at is not None for seal in seals)
    report.events += sum(seal.count for seal in seals if seal.purged_at is None)
    return seals[-1] if seals else previous


def faults_of(
    seals: list[AuditSeal], start: int, stop: int, previous: AuditSeal | None, now: datetime
) -> Iterator[str]:
    """Yield the faults of the seals ``start`` to ``stop`` in the order of the chain.

    A seal covers the events after the last one of the seal before it; where that one is gone, those from
    its own first event on.
    """
    rows = AuditEvent.objects.filter(id__lte=max((seal.last_id for seal in seals), default=0))
    events = {event.pk: event for event in rows.filter(id__gt=previous.last_id if previous else 0)}
    by_number = {seal.number: seal for seal in seals}
    for number in range(start, stop + 1):
        seal = by_number.get(number)
        if seal is None:
            yield f"seal {number} was deleted"
            continue
        yield from faults_of_seal(seal, previous, now)
        lowest = first_covered(seal, previous)
        mine = {pk: event for pk, event in events.items() if lowest <= pk <= seal.last_id}
        yield from faults_of_events(seal, mine, now)
        previous = seal


def first_covered(seal: AuditSeal, previous: AuditSeal | None) -> int:
    """Return the lowest event number a seal answers for."""
    if seal.number == 1:
        return 1
    if previous is not None and previous.number == seal.number - 1:
        return previous.last_id + 1
    return seal.first_id


def faults_of_seal(seal: AuditSeal, previous: AuditSeal | None, now: datetime) -> Iterator[str]:
    """Yield what is wrong with a seal itself and with what it follows."""
    if digest_of_seal(seal) != seal.digest:
        yield f"seal {seal.number} was changed"
    elif not has_its_leaves(seal):
        yield f"seal {seal.number} was changed: its list of events does not fit its digest"
    if seal.purged_at is not None and seal.newest_at >= now - AUDIT_TERM:
        yield f"seal {seal.number} was marked as purged before its time"
    if seal.number == 1 and seal.previous_digest:
        yield "seal 1 was changed: it follows another"
    follows = previous is not None and previous.number == seal.number - 1
    if previous is not None and follows and seal.previous_digest != previous.digest:
        yield f"seal {previous.number} was changed: seal {seal.number} follows another digest"


def has_its_leaves(seal: AuditSeal) -> bool:
    """Say whether the list of events is the one the seal was made of, or went with the purge."""
    if seal.purged_at is not None:
        return bool(seal.leaves == [])
    return isinstance(seal.leaves, list) and root_of(seal.leaves) == seal.root


def faults_of_events(seal: AuditSeal, events: dict[int, AuditEvent], now: datetime) -> Iterator[str]:
    """Yield changed, deleted and inserted events of one seal, in id order; none when its list is forged."""
    if not has_its_leaves(seal):
        return
    leaves = dict(seal.leaves)
    for pk in sorted(leaves.keys() | events.keys()):
        if pk not in events:
            yield f"event {pk} was deleted (seal {seal.number})"
        elif pk not in leaves:
            yield f"event {pk} was inserted after seal {seal.number} was made"
        elif leaf_of(events[pk]) != leaves[pk]:
            yield f"event {pk} was changed (seal {seal.number})"
        elif has_wrong_actor(events[pk], now):
            yield f"event {pk} was changed: its actor does not fit its digest (seal {seal.number})"


def has_wrong_actor(event: AuditEvent, now: datetime) -> bool:
    """Say whether the actor's number is another than the digest's, or went before its time.

    A digest made under an earlier key cannot be compared; the chain still covers the digest itself.
    """
    if event.actor_id is None:
        return bool(event.actor_digest) and event.created_at >= now - ACTOR_TERM
    if not event.actor_digest:
        return True
    return is_of_present_key(event.actor_digest) and digest_of_actor(event.actor_id) != event.actor_digest


def check_tail(last: AuditSeal | None, now: datetime, report: Report) -> None:
    """Count the events after the last seal and name those the worker should have sealed long ago."""
    tail = AuditEvent.objects.filter(id__gt=last.last_id if last else 0)
    report.unsealed = tail.count()
    late = tail.filter(created_at__lt=now - UNSEALED_TOO_LONG).order_by("id").first()
    if late is not None:
        report.faults.append(
            f"events from {late.pk} on are unsealed for more than 10 minutes: is the worker running?"
        )


def check_expected(number: int, digest: str, report: Report) -> None:
    """Compare one seal with what was noted of it elsewhere."""
    seal = AuditSeal.objects.filter(number=number).first()
    if seal is None:
        report.faults.append(f"seal {number} is gone: the chain was cut off")
    elif seal.digest != digest:
        report.faults.append(f"seal {number} has another digest than the one noted: the chain was rewritten")


def check_protection(report: Report) -> None:
    """Name missing triggers and a purge switch left on."""
    report.faults += [f"trigger {name} is missing; run migrate" for name in guards.missing(connection)]
    if AuditPurge.objects.filter(allowed=True).exists():
        report.faults.append("the purge switch is on: the triggers let everything pass")
