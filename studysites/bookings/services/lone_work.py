"""Work nobody asked for: the clock's changes, each in its own short transaction."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import OperationalError, transaction

from ..exceptions import BookingRefused
from ..models import Booking
from . import ledger
from .transactions import Change, is_contention, limit_waiting
from .writer_queue import writers_turn

logger = logging.getLogger("studysites.bookings")

Step = tuple[str, Callable[[datetime], int]]


def run_steps(steps: Iterable[Step], now: datetime) -> dict[str, int]:
    """Run the clock's steps in order and return step -> how many it touched.

    A step that fails does not keep the later ones from running; the first error is raised at the end.
    """
    done: dict[str, int] = {}
    failed: Exception | None = None
    for name, step in steps:
        try:
            done[name] = step(now)
        except Exception as error:
            logger.exception("step %s of the clock failed", name)
            failed = failed or error
    if failed is not None:
        raise failed
    return done


def run_alone(work: Callable[[], Change]) -> Booking | None:
    """Run ``work`` in one durable transaction and return its booking.

    None when somebody else was faster (any refusal) or the database was busy: nothing is then written,
    and the next tick looks again. A drift of the ledger is logged and passed over too: one wrong counter
    must not keep the clock from every other booking.
    """
    try:
        with writers_turn(), transaction.atomic(durable=True):
            limit_waiting()
            change = work()
            ledger.apply_moves(change.moves)
    except (BookingRefused, ledger.ReserveTaken):
        return None
    except ledger.LedgerDrift:
        logger.exception("work of the clock left undone; see reconcile_bookings")
        return None
    except OperationalError as error:
        if not is_contention(error):
            raise
        logger.info("work of the clock left to the next tick: %s", error)
        return None
    return change.booking
