"""One short transaction for a manager's change; what passes by itself is tried again, then told honestly.

Bookings have their own door (transactions.run_once), which also makes repeats harmless.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError, transaction

from ..exceptions import BookingRefused
from .transactions import FIRST_PAUSE, FOREIGN_KEY_VIOLATION, TRIES, is_contention, limit_waiting
from .writer_queue import writers_turn

BUSY = "现在办理的人较多，系统没能完成，没有保存任何改动。请稍等片刻再试一次。"
Answer = TypeVar("Answer")


def write(work: Callable[[], Answer]) -> Answer:
    """Run ``work`` in one durable transaction and return its answer.

    Locks that cannot be had, and rows a rival began to use while they were being removed, are tried
    again twice; then BookingRefused ``busy``. Every other error passes through.
    """
    for number in range(TRIES):
        try:
            with writers_turn(), transaction.atomic(durable=True):
                limit_waiting()
                return work()
        except (OperationalError, IntegrityError) as error:
            if not passes(error):
                raise
            time.sleep(random.uniform(0.5, 1.5) * FIRST_PAUSE * 2**number)  # noqa: S311
    raise BookingRefused("busy", BUSY)


def passes(error: OperationalError | IntegrityError) -> bool:
    """Say whether trying again may help: contention, or a row that came into use meanwhile."""
    if isinstance(error, OperationalError):
        return is_contention(error)
    state = getattr(error.__cause__, "sqlstate", None)
    return state == FOREIGN_KEY_VIOLATION or "FOREIGN KEY" in str(error)
