"""One short transaction for a manager's change; what passes by itself is tried again, then told honestly.

A change that names who presses and under which key is done once: a repeat gets the first answer. Bookings
have a door of their own (transactions.run_once), with the same records.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from portal.accounts.models import User

from ..exceptions import BookingRefused
from ..models import IdempotencyRecord
from .kept_answers import as_text, from_text
from .transactions import (
    FIRST_PAUSE,
    FOREIGN_KEY_VIOLATION,
    TRIES,
    digest_of,
    is_contention,
    limit_waiting,
)
from .writer_queue import writers_turn

BUSY = "现在办理的人较多，系统没能完成，没有保存任何改动。请稍等片刻再试一次。"
REUSED = "这张表已经提交过，这次的内容与上次不同，没有保存。请重新打开这一页，看过最新的内容再改。"
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Press:
    """Who asks for what under which key; ``part`` is the dataclass the answer is made of, if of any."""

    actor: User
    action: str
    key: str
    digest: str
    part: Any


def write(
    work: Callable[[], Answer],
    *,
    actor: User | None = None,
    action: str = "",
    key: str = "",
    body: Mapping[str, Any] | None = None,
    part: Any = None,
) -> Answer:
    """Run ``work`` in one durable transaction and return its answer.

    The same actor, key and ``body`` get the first answer again, before any rule of ``work`` is asked;
    another body under the key is refused (``key_reused``). An empty key is never remembered, a refusal
    leaves the key usable. Locks that cannot be had, and rows a rival began to use while they were being
    removed, are tried again twice; then BookingRefused ``busy``. Every other error passes through.
    """
    press = None
    if actor is not None and key:
        press = Press(actor, action, key, digest_of(action, body or {}), part)
    for number in range(TRIES):
        record = record_of(press)
        if press is not None and record is not None:
            return answer_of(press, record)
        try:
            return commit(press, work)
        except (OperationalError, IntegrityError) as error:
            if record_of(press) is None and not passes(error):
                raise
            time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE * 2**number)  # noqa: S311
    record = record_of(press)
    if press is not None and record is not None:
        return answer_of(press, record)
    raise BookingRefused("busy", BUSY)


def commit(press: Press | None, work: Callable[[], Answer]) -> Answer:
    """Write the record first, so that a twin waits for it; then do the work and keep its answer."""
    with writers_turn(), transaction.atomic(durable=True):
        limit_waiting()
        if press is None:
            return work()
        record = IdempotencyRecord.objects.create(
            actor=press.actor, key=press.key, action=press.action, body_hash=press.digest
        )
        answer = work()
        IdempotencyRecord.objects.filter(pk=record.pk).update(answer=as_text(answer))
        return answer


def record_of(press: Press | None) -> IdempotencyRecord | None:
    """Return what was answered to this key before."""
    if press is None:
        return None
    return IdempotencyRecord.objects.filter(actor=press.actor, key=press.key).first()


def answer_of(press: Press, record: IdempotencyRecord) -> Any:
    """Return the first answer again; refuse ``key_reused`` for another body."""
    if record.body_hash != press.digest or record.answer is None:
        raise BookingRefused("key_reused", REUSED)
    return from_text(record.answer, press.part)


def was_answered(actor: User, key: str) -> bool:
    """Say whether a key has an answer, so that a page may hand on a repeat about what is gone. 1 query."""
    return bool(key) and IdempotencyRecord.objects.filter(actor=actor, key=key).exists()


def passes(error: OperationalError | IntegrityError) -> bool:
    """Say whether trying again may help: contention, or a row that came into use meanwhile."""
    if isinstance(error, OperationalError):
        return is_contention(error)
    state = getattr(error.__cause__, "sqlstate", None)
    return state == FOREIGN_KEY_VIOLATION or "FOREIGN KEY" in str(error)
