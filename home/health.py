"""The health page for machines that watch: a word for each part, numbers only for administrators."""

import shutil
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.jobs.selectors import failed_tasks, last_beat, tick_state
from portal.search.engines import current_engine, embedded_engine
from portal.search.engines.base import Engine, EngineUnavailable
from portal.search.syncing import highest_number

BEAT_SECONDS = 60
TICK_SECONDS = 120
WORRYING_FAILURES = 3
LOW_DISK_BYTES = 500 * 1024 * 1024
State = tuple[str, dict[str, Any]]


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with ``ok`` or ``warning``, 503 when the database fails; never kept by a cache.

    Each part says ok, warning, absent or failed. Ages, positions and free space go to administrators only;
    no path and no address to anybody.
    """
    states = {name: state_of(check) for name, check in CHECKS.items()}
    failed = states["database"][0] == "failed"
    healthy = all(state == "ok" for state, _ in states.values())
    answer: dict[str, Any] = {
        "status": "failed" if failed else "ok" if healthy else "warning",
        "checks": {name: state for name, (state, _) in states.items()},
    }
    if not failed and is_administrator(request):
        answer["version"] = version()
        answer["details"] = {name: details for name, (_, details) in states.items() if details}
    response = JsonResponse(answer, status=503 if failed else 200)
    response["Cache-Control"] = "no-store"
    return response


def state_of(check: Callable[[], State]) -> State:
    """Return the state of one part; a part that cannot be asked has failed, the page has not."""
    try:
        return check()
    except Exception:  # noqa: BLE001 - whatever a part raises, it does not work
        return "failed", {}


def database() -> State:
    """Ask the database one question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return "ok", {}


def worker() -> State:
    """Look at the age of the newest sign of life."""
    beat = last_beat()
    if beat is None:
        return "absent", {}
    age = int((timezone.now() - beat).total_seconds())
    return ("ok" if age < BEAT_SECONDS else "warning"), {"age_seconds": age}


def tick() -> State:
    """Look at the age of the last whole tick, at works that fail and at tasks that were given up.

    One or two failures of a work are tried again within half a minute; from the third on it is a warning.
    """
    state, tasks = tick_state(), failed_tasks()
    if state.ticked_at is None:
        return "absent", {}
    age = int((timezone.now() - state.ticked_at).total_seconds())
    worrying = tasks or any(count >= WORRYING_FAILURES for count in state.failing.values())
    healthy = abs(age) < TICK_SECONDS and not worrying
    details = {
        "last_tick": timezone.localtime(state.ticked_at).isoformat(timespec="seconds"),
        "age_seconds": age,
        "failing_works": state.failing,
        "failed_tasks": tasks,
    }
    return ("ok" if healthy else "warning"), details


def search() -> State:
    """Compare the position of the chosen index with the last change; ``answers`` is the engine that is asked.

    A server known to be in trouble is not asked again here. The embedded index stands in for it.
    """
    chosen, embedded = current_engine(), embedded_engine()
    word, details = index_state(chosen)
    if word in {"ok", "warning"} or chosen is embedded:
        return word, {"answers": chosen.name, **details}
    spare_word, spare = index_state(embedded)
    word = "absent" if spare_word == "absent" else "warning"
    return word, {"answers": embedded.name, **spare, chosen.name: details.get("trouble", "no index yet")}


def index_state(engine: Engine) -> State:
    """Position of one index and how many changes it lacks."""
    breaker = engine.breaker
    try:
        state = None if breaker and breaker.is_open else engine.state()
    except EngineUnavailable:
        state = None
    if breaker and breaker.is_open:
        return "failed", {"trouble": breaker.reason}
    if state is None:
        return "absent", {}
    behind = highest_number() - state.position
    return ("ok" if behind <= 0 else "warning"), {"position": state.position, "behind": behind}


def disk() -> State:
    """Look at the space left where uploads, database and indexes grow."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    return ("ok" if free >= LOW_DISK_BYTES else "warning"), {"free_megabytes": free // 1024 // 1024}


def is_administrator(request: HttpRequest) -> bool:
    """Say whether the reader is an administrator; without a session cookie nobody is asked."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return bool(request.user.is_active and request.user.is_superuser)  # type: ignore[union-attr]
    except DatabaseError:
        return False


@lru_cache(maxsize=1)
def version() -> str:
    """Return the version of pyproject.toml, or an empty string where that file was left out."""
    file = Path(settings.BASE_DIR) / "pyproject.toml"
    return str(tomllib.loads(file.read_text())["project"]["version"]) if file.exists() else ""


CHECKS: dict[str, Callable[[], State]] = {
    "database": database,
    "worker": worker,
    "tick": tick,
    "search": search,
    "disk": disk,
}
