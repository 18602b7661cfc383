"""The one transaction every change of a booking runs in, and what makes a repeat harmless.

Order in the transaction (design decision 23): idempotency row, inserts and change of status, bucket
UPDATEs in ascending id, COMMIT. Contention is tried again three times, then told honestly.
"""

import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.shared.prepared import PreparedRows

from ..exceptions import BookingRefused
from ..models import Booking, IdempotencyRecord
from . import ledger
from .writer_queue import writers_turn

TRIES = 3
FIRST_PAUSE = 0.05
# SQLite waits its whole busy timeout in one try; nobody is kept waiting for three of them.
PATIENCE_SECONDS = 15
LOCK_TIMEOUT = "3s"
# The first half of PostgreSQL's advisory locks that are schools' turns.
TURN_SPACE = 7_301
# Bookings share this advisory lock; the closing of a day has it alone, for a moment.
CLOSINGS = (7_302, 0)
FOREIGN_KEY_VIOLATION = "23503"
# serialization_failure, deadlock_detected, lock_not_available
CONTENTION_STATES = frozenset({"40001", "40P01", "55P03"})


@dataclass(frozen=True)
class Change:
    """What one piece of work wrote, and the bucket moves still to be applied."""

    booking: Booking
    moves: Mapping[int, int]


@dataclass(frozen=True)
class Attempt:
    """Who asks for what under which key; an empty key is never remembered.

    ``turn`` is a school whose writes of this kind follow one another, or None.
    """

    actor: User
    action: str
    key: str
    digest: str
    turn: int | None = None


def run_once(
    *,
    actor: User,
    action: str,
    key: str,
    body: Mapping[str, Any],
    work: Callable[[], Change],
    turn: int | None = None,
) -> Booking:
    """Run ``work`` in one durable transaction and return its booking.

    The same actor, key and body get the first answer again; another body is refused
    (``key_reused``). Any refusal rolls everything back and leaves the key usable. Locks that cannot
    be had in three tries, or within 15 s of waiting, end in ``busy``. Works of one school given as
    ``turn`` never overlap, so that they may count what the school has.
    """
    attempt = Attempt(actor, action, key, digest_of(action, body), turn)
    started = time.monotonic()
    for number in range(TRIES):
        # The first time the unique key itself tells a repeat, without a question before every write.
        answer = stored_answer(attempt) if number else None
        if answer is not None:
            return answer
        try:
            return commit(attempt, work)
        except ledger.ReserveTaken:
            continue
        except IntegrityError as error:
            explain_integrity(error, attempt)
        except OperationalError as error:
            if not is_contention(error):
                raise
            if time.monotonic() - started > PATIENCE_SECONDS:
                break
            time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE * 2**number)  # noqa: S311
    answer = stored_answer(attempt)
    if answer is None:
        raise BookingRefused("busy")
    return answer


def explain_integrity(error: IntegrityError, attempt: Attempt) -> None:
    """Refuse ``class_booked`` and ``closed``; pass over a key or number just taken; raise all else again."""
    if is_repeated_class(error):
        raise BookingRefused("class_booked") from error
    if is_missing_target(error):
        raise BookingRefused("closed") from error
    if stored_answer(attempt) is None and not is_taken_reference(error):
        raise error


def commit(attempt: Attempt, work: Callable[[], Change]) -> Booking:
    """Do the work in the fixed order; leaving this function is the COMMIT."""
    with writers_turn(), transaction.atomic(durable=True):
        enter_bookings(attempt.turn)
        record = None
        if attempt.key:
            record = IdempotencyRecord.objects.create(
                actor=attempt.actor, key=attempt.key, action=attempt.action, body_hash=attempt.digest
            )
        change = work()
        if record is not None:
            IdempotencyRecord.objects.filter(pk=record.pk).update(booking=change.booking)
        ledger.apply_moves(change.moves)
    return change.booking


def stored_answer(attempt: Attempt) -> Booking | None:
    """Return the answer already given to this key; refuse ``key_reused`` for another body."""
    if not attempt.key:
        return None
    found = ANSWER.rows(actor=attempt.actor.pk, key=attempt.key)
    if not found:
        return None
    body_hash, booking_id = found[0]
    if body_hash != attempt.digest or booking_id is None:
        raise BookingRefused("key_reused")
    return Booking.objects.get(pk=booking_id)


def rows_of_answer(actor: int, key: str) -> QuerySet:
    """Return the query behind ``stored_answer``, asked after a refusal and before a second try."""
    return IdempotencyRecord.objects.filter(actor_id=actor, key=key).values_list("body_hash", "booking_id")


ANSWER = PreparedRows(rows_of_answer, actor=999_000_001, key="a key nobody has")


def digest_of(action: str, body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an action and its body, independent of the order of keys."""
    text = json.dumps([action, body], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def enter_bookings(turn: int | None = None) -> None:
    """Begin a transaction about a booking: limit its waiting, and let no day be closed until it ends.

    With ``turn`` the school's turn is taken too. All in one statement of PostgreSQL; on SQLite there is one
    writer at a time anyway.
    """
    locks = ["pg_advisory_xact_lock_shared(%s, %s)"]
    values = [*CLOSINGS]
    if turn is not None:
        locks.append("pg_advisory_xact_lock(%s, %s)")
        values += [TURN_SPACE, turn]
    limit_waiting(locks, values)


def hold_bookings_back() -> None:
    """Wait for the bookings under way, and let new ones wait for the end of this transaction.

    Whatever a booking read before is then committed and seen; the next one sees what is written here.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", CLOSINGS)


def limit_waiting(locks: Sequence[str] = (), values: Sequence[int] = ()) -> None:
    """Wait 3 s at most for a lock of PostgreSQL, and take these with the same statement.

    SQLite has its busy timeout in the settings.
    """
    if connection.vendor == "postgresql":
        calls = ", ".join(["set_config('lock_timeout', %s, true)", *locks])
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {calls}", [LOCK_TIMEOUT, *values])


def is_contention(error: OperationalError) -> bool:
    """Say whether trying again may help: locked, deadlock, lock timeout, serialization failure."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in CONTENTION_STATES or "locked" in str(error).lower()


def is_repeated_class(error: IntegrityError) -> bool:
    """Say whether the index of one active booking a class refused."""
    return "one_active_party_per_class" in str(error) or "bookings_party.session_id" in str(error)


def is_missing_target(error: IntegrityError) -> bool:
    """Say whether a row named one that was removed meanwhile: the session, when a manager was faster."""
    return getattr(
        error.__cause__, "sqlstate", None
    ) == FOREIGN_KEY_VIOLATION or "FOREIGN KEY constraint failed" in str(error)


def is_taken_reference(error: IntegrityError) -> bool:
    """Say whether the random booking number was already used."""
    return "reference" in str(error)
