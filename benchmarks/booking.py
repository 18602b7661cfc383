"""How fast places are held and requests submitted, beside two reference views.

``python -m benchmarks.booking`` measures SQLite and a private PostgreSQL, with 1, 4 and 16 clients,
on one hot session and on 100 sessions, through the service and through HTTP, and prints one report.
``--quick`` takes a few minutes, the whole run about fifteen. Read the ratios: reference (a) has the
same middleware, sign-in and form and does two guarded UPDATEs and one INSERT; (b) is a bare view with
one of each (booking_reference.py). Through the service both are called without their views.
"""

import argparse
import contextlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.booking_report import Cell, cell_from, report
from benchmarks.booking_server import THREADS, WORKERS
from tests.services.postgres import binaries, postgres_server

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = [1, 4, 16]
ENGINE_SECONDS = 1200


@dataclass(frozen=True)
class Extent:
    """Seconds of one run, and pairs a cell."""

    seconds: float
    pairs: int


FULL, QUICK = Extent(1.2, 5), Extent(0.4, 3)


@contextlib.contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database."""
    if engine == "sqlite":
        yield f"sqlite://{folder / 'portal.sqlite3'}"
        return
    with postgres_server() as server:
        yield f"{server}postgres"


def measure(engine: str, extent: Extent, clients: list[int], ways: list[str]) -> list[Cell]:
    """Set one database up and measure it in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name, database(engine, Path(name)) as url:
        target = Path(name) / "cells.json"
        options = json.dumps({**asdict(extent), "clients": clients, "ways": ways})
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.booking_settings",
            "PORTAL_DATABASE_URL": url,
            "PORTAL_VAR_DIR": name,
            "PORTAL_BASE_URL": "http://127.0.0.1",
        }
        for words in (
            ["manage.py", "migrate", "--verbosity", "0"],
            ["manage.py", "setup_portal"],
            ["-m", "benchmarks.booking_engine", options, str(target)],
        ):
            run([sys.executable, *words], environment)
        return [cell_from(row) for row in json.loads(target.read_text())]


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run one step; what it prints goes beside the report."""
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr, timeout=ENGINE_SECONDS)


def head_of(engine: str) -> str:
    """Name database and server with their versions."""
    served = f"granian {version('granian')}, {WORKERS[engine]} x {THREADS} threads"
    django = f"Django {version('django')}, Python {platform.python_version()}"
    return f"{database_version(engine)} ({served}, {django})"


def database_version(engine: str) -> str:
    """Return name and version of the database."""
    if engine == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, WAL"
    folder = binaries()
    if folder is None:
        return "PostgreSQL"
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    return f"PostgreSQL {said.stdout.split()[2]}, fsync off"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="short runs: the figures are rough")
    parser.add_argument("--engines", nargs="+", choices=list(WORKERS), default=list(WORKERS))
    parser.add_argument("--ways", nargs="+", choices=["service", "http"], default=["service", "http"])
    parser.add_argument("--clients", nargs="+", type=int, choices=CLIENTS, default=CLIENTS)
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    chosen = arguments()
    extent = QUICK if chosen.quick else FULL
    cells = [
        cell for engine in chosen.engines for cell in measure(engine, extent, chosen.clients, chosen.ways)
    ]
    load = f"load average {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    print(
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}; {load}. Runs of "
        f"{extent.seconds:g} s, medians of {extent.pairs} interleaved pairs; times in ms.\n"
    )
    print(report(cells, {engine: head_of(engine) for engine in chosen.engines}))


if __name__ == "__main__":
    main()
