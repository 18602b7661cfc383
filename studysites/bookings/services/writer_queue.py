"""Writers of a SQLite file wait in a queue before BEGIN IMMEDIATE.

SQLite's busy handler polls with growing pauses, so that a writer who has waited long loses to one
who just came: p95 suffers under load (docs/decisions/0004-booking-capacity.md). A lock of the
process and one on a file beside the database wake the next writer instead. Correctness never depends
on the queue: the database still refuses a second writer.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db import OperationalError, connection

LONGEST_WAIT_SECONDS = 10.0
FILE_PAUSE_SECONDS = 0.002
_turn = threading.Lock()


@contextmanager
def writers_turn() -> Iterator[None]:
    """Hold this writer's turn; nothing to wait for on PostgreSQL or a database in memory.

    Raises OperationalError ``database is locked`` after 10 s, as SQLite itself would.
    """
    path = database_file()
    if path is None:
        yield
        return
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    if not _turn.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise OperationalError("database is locked: the queue of writers is too long")
    try:
        with open(f"{path}-queue", "ab") as queue:
            wait_for_file(queue, deadline)
            yield
    finally:
        _turn.release()


def wait_for_file(queue: IO[bytes], deadline: float) -> None:
    """Lock the queue's file against other processes; closing it, or dying, gives it free."""
    while True:
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise OperationalError("database is locked: another process writes") from error
            time.sleep(FILE_PAUSE_SECONDS)
        else:
            return


def database_file() -> str | None:
    """Return the path of the SQLite file in use, or None."""
    if connection.vendor != "sqlite":
        return None
    name = str(connection.settings_dict["NAME"])
    in_memory = name == ":memory:" or "mode=memory" in name
    return None if in_memory or not os.path.isabs(name.removeprefix("file:")) else name.removeprefix("file:")
