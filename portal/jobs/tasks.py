"""How a queued task asks to be tried again; ``portal.jobs.reaper`` does it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.module_loading import import_string
from django_tasks.base import Task

AnyTask = TypeVar("AnyTask", bound="Task[Any, Any]")
TRIES = "portal_tries"


def retrying(tries: int) -> Callable[[AnyTask], AnyTask]:
    """Have a task that fails tried again, ``tries`` times in all, 10 s, 20 s ... 10 min apart.

    Stands above ``@task()``. The task must be idempotent, as every task must: one whose worker was
    killed is begun again in any case.
    """

    def mark(task: AnyTask) -> AnyTask:
        setattr(task.func, TRIES, tries)
        return task

    return mark


def tries_of(path: str) -> int:
    """Return how many tries the task at a dotted path asks for; 1 when it asks for none or is gone."""
    try:
        return int(getattr(import_string(path).func, TRIES, 1))
    except (ImportError, AttributeError):
        return 1
