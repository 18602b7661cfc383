"""Mixed load by real processes: hold, submit, change, cancel, wait, promote, accept. Nothing may be oversold.

``python -m benchmarks.race`` (or ``make race``) makes 50,000 attempts on a SQLite file and as many on a
private PostgreSQL and prints one table; exit status 1 when any promise is broken: a counter beyond its
bound or unlike what bookings hold, an error that is no refusal, ``busy`` more often than once in a
thousand attempts or with something written all the same, fewer than 30 of 100 attempts that wrote.
``--through http`` (``make race THROUGH=http``) sends the same load as forms of signed-in people to the
portal's own server and counts its answers; ``busy`` is then 503, and any other 5xx is an error.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.services.postgres import postgres_server

ROOT = Path(__file__).resolve().parent.parent
ATTEMPTS, PROCESSES = 50_000, 4
LEAST_WRITES, MOST_BUSY = 0.30, 0.001
PATIENCE_SECONDS = 6 * 3600
SERVICES, HTTP = "services", "http"


@dataclass
class Result:
    """What one engine did: attempts by outcome and by action, seconds, and what was broken."""

    engine: str
    attempts: int
    seconds: float
    outcomes: Counter = field(default_factory=Counter)
    won: Counter = field(default_factory=Counter)
    tried: Counter = field(default_factory=Counter)
    drift: list[str] = field(default_factory=list)
    written_though_busy: int = 0
    errors: list[str] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)

    @property
    def writes(self) -> float:
        """Share of attempts that wrote."""
        return self.outcomes["won"] / max(self.attempts, 1)

    @property
    def busy(self) -> float:
        """Share of attempts that ended in ``busy``."""
        return self.outcomes["busy"] / max(self.attempts, 1)

    def broken(self) -> list[str]:
        """Return the promises that did not hold."""
        told = {
            f"{len(self.drift)} drifts: {self.drift[:3]}": bool(self.drift),
            f"{len(self.errors)} errors: {self.errors[:3]}": bool(self.errors),
            f"{self.written_though_busy} were told busy and booked": self.written_though_busy > 0,
            f"busy {self.busy:.3%}": self.busy > MOST_BUSY,
            f"only {self.writes:.0%} wrote": self.writes < LEAST_WRITES,
        }
        return [f"{self.engine}: {words}" for words, wrong in told.items() if wrong]


class NoBlocker:
    """Outside a test run nothing blocks the database."""

    def unblock(self) -> nullcontext:
        """Let everything through."""
        return nullcontext()


@contextmanager
def migrated(engine: str) -> Iterator[str]:
    """Yield the address of a fresh migrated database, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-race-") as folder:
        if engine == "sqlite":
            url = f"sqlite://{folder}/race.sqlite3"
            migrate(url, folder)
            yield url
            return
        with postgres_server() as server:
            migrate(f"{server}postgres", folder)
            yield f"{server}postgres"


def migrate(url: str, folder: str) -> None:
    """Run every migration in a process of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_VAR_DIR": folder,
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def run(
    engine: str, database: Any, attempts: int, processes: int = PROCESSES, through: str = SERVICES
) -> Result:
    """Let ``processes`` rivals make ``attempts`` in all on a RaceDatabase and check the books afterwards.

    ``through`` is "services", or "http" for the portal's server with the same database.
    """
    from benchmarks import race_http, race_load

    over_http = through == HTTP
    town = database.call((race_http if over_http else race_load).set_up)
    shares = [attempts // processes + (number < attempts % processes) for number in range(processes)]
    with race_http.served(database) if over_http else nullcontext() as port:
        work, extra = (race_http.work, (port,)) if over_http else (race_load.work, ())
        rivals = [(work, town, share, number, *extra) for number, share in enumerate(shares)]
        started = time.monotonic()
        parts = database.race(rivals, seconds=PATIENCE_SECONDS)
        result = joined(engine, attempts, time.monotonic() - started, parts)
    result.drift = database.call(race_load.faults)
    if over_http:
        answered = result.outcomes["won"] - result.won["promote"]
        result.drift += database.call(race_http.unanswered, town, answered)
    return result


def joined(engine: str, attempts: int, seconds: float, parts: list[dict]) -> Result:
    """Return what the rivals reported as one result."""
    result = Result(engine, attempts, seconds)
    for part in parts:
        result.outcomes.update(part["outcomes"])
        result.won.update(part["won"])
        result.tried.update(part["tried"])
        result.statuses.update(part.get("statuses", {}))
        result.errors += part["errors"]
        result.written_though_busy += part["written_though_busy"]
    return result


def table(results: list[Result]) -> str:
    """Return the results as one Markdown table."""
    columns = [dict(lines_of(one)) for one in results]
    names = list(dict.fromkeys(name for column in columns for name in column))
    head = ["| |" + "|".join(f" {one.engine} " for one in results) + "|", "|---|" + "---:|" * len(results)]
    rows = ["| " + " | ".join([name, *(column.get(name, "") for column in columns)]) + " |" for name in names]
    return "\n".join(head + rows)


def lines_of(one: Result) -> Iterator[tuple[str, str]]:
    """Yield what is told of one engine: name and words."""
    codes = one.outcomes
    yield "attempts", f"{one.attempts:,}"
    yield "seconds", f"{one.seconds:.0f}"
    yield "attempts a second", f"{one.attempts / one.seconds:.0f}"
    yield "wrote", f"{codes['won']:,} ({one.writes:.0%})"
    yield "refused: full or queued", f"{codes['full'] + codes['queued']:,}"
    yield "refused: changed meanwhile", f"{codes['changed'] + codes['no_offer']:,}"
    yield "refused by other rules, or nothing to do", f"{others(one):,}"
    yield "told busy", f"{codes['busy']:,} ({one.busy:.3%})"
    yield "told busy and booked all the same", f"{one.written_though_busy:,}"
    yield "errors", f"{len(one.errors):,}"
    yield "oversold or drifted", f"{len(one.drift):,}"
    for status in sorted(one.statuses):
        yield f"answers {status}", f"{one.statuses[status]:,}"
    for action in sorted(one.tried):
        yield f"{action}: wrote of tried", f"{one.won[action]:,} of {one.tried[action]:,}"


def others(result: Result) -> int:
    """Return the refusals the table does not name."""
    named = {"won", "full", "queued", "changed", "no_offer", "busy", "error"}
    return sum(number for code, number in result.outcomes.items() if code not in named)


def main() -> int:
    """Race on both engines and print the table; 0 only when every promise held."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attempts", type=int, default=ATTEMPTS, help="on each engine")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--through", choices=[SERVICES, HTTP], default=SERVICES)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], action="append")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django

    django.setup()
    from tests.races.processes import RaceDatabase

    results = []
    for engine in options.engine or ["sqlite", "postgres"]:
        with migrated(engine) as url:
            database = RaceDatabase(url, NoBlocker())
            results.append(run(engine, database, options.attempts, options.processes, options.through))
    print(table(results))
    broken = [words for one in results for words in one.broken()]
    print("\n".join(broken) or "every promise held")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
