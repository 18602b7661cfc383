"""Real processes on a database of their own.

A worker is a fork of the test process that forgets every inherited connection, points ``default`` at
the race's database and starts when all its rivals are ready.
"""

import multiprocessing
import os
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections
from django.urls import get_resolver

from portal.settings import env

FORK = multiprocessing.get_context("fork")
READY_SECONDS = 30
RESULT_SECONDS = 60
# Kept from the garbage collector: closing a parent's connection in a fork would disturb the parent.
INHERITED: list[Any] = []


class Killed:
    """What a worker that was killed answered."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Killed)


class RaceDatabase:
    """One migrated database and the workers that fight on it."""

    def __init__(self, url: str, blocker: Any) -> None:
        self.url = url
        self.blocker = blocker
        # Read once here, or every fork reads all pages' code again before its first message.
        get_resolver()._populate()

    @property
    def is_postgres(self) -> bool:
        """Say whether this is PostgreSQL."""
        return self.url.startswith("postgresql")

    def call(self, task: Callable[..., Any], *args: Any) -> Any:
        """Run one task in a process of its own and return its answer."""
        return self.race([(task, *args)])[0]

    def race(self, tasks: Sequence[tuple], seconds: float = RESULT_SECONDS) -> list[Any]:
        """Run every (function, arguments ...) at once and return the answers in order.

        Each is waited for ``seconds`` at most.
        """
        barrier = FORK.Barrier(len(tasks))
        workers = []
        for task in tasks:
            receiver, sender = FORK.Pipe(duplex=False)
            worker = FORK.Process(target=self.work, args=(barrier, sender, task))
            worker.start()
            sender.close()
            workers.append((worker, receiver))
        return [answer_of(worker, receiver, seconds) for worker, receiver in workers]

    def work(self, barrier: Any, sender: Any, task: tuple) -> None:
        """Body of a worker; leaves without running the test process's exit handlers."""
        try:
            with self.blocker.unblock():
                self.connect()
                barrier.wait(READY_SECONDS)
                function, *args = task
                sender.send((True, function(*args)))
        except BaseException:  # noqa: BLE001 - everything is handed to the test
            sender.send((False, traceback.format_exc()))
        finally:
            sender.close()
            os._exit(0)

    def connect(self) -> None:
        """Forget inherited connections without closing them and use the race's database."""
        os.environ["PORTAL_RACE_DATABASE"] = self.url
        config = env.database("PORTAL_RACE_DATABASE", self.url)
        for alias in connections:
            if hasattr(connections._connections, alias):
                INHERITED.append(connections[alias])
                delattr(connections._connections, alias)
        connections.settings["default"].clear()
        connections.settings["default"].update(connections.configure_settings({"default": config})["default"])
        connections["default"].ensure_connection()


def answer_of(worker: Any, receiver: Any, seconds: float) -> Any:
    """Return what a worker sent; a fault in it is a fault of the test, a kill gives Killed."""
    try:
        if not receiver.poll(seconds):
            worker.kill()
            raise AssertionError("a worker never answered")
        fine, answer = receiver.recv()
    except EOFError:
        return Killed()
    finally:
        worker.join(READY_SECONDS)
    if not fine:
        raise AssertionError(f"a worker failed:\n{answer}")
    return answer
