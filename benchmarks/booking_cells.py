"""Measures the cells of one database and one way to it.

Each pair is hold, submit, reference, bare, with the order of hold and reference changing from pair to
pair; every run starts from the same tables.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection, connections

from benchmarks.booking_clients import Doer, HoldJob, Run, run_clients
from benchmarks.booking_report import Cell, Figures, Pair, figures
from benchmarks.booking_setup import SCHOOLS, Town, reset

HOLDS_A_SCHOOL = 3
WARM_SECONDS, WARM_CLIENTS = 1.0, 8


@dataclass(frozen=True)
class Options:
    """How much is measured: seconds of one run, pairs a cell, clients and ways."""

    seconds: float
    pairs: int
    clients: tuple[int, ...]
    ways: tuple[str, ...]


def jobs_of(town: Town, sessions: int) -> list[HoldJob]:
    """Return every hold the town may place at once, spread over the first ``sessions`` sessions."""
    return [
        HoldJob(school, user, cookie, town.sessions[number % sessions], town.grade, f"{number // SCHOOLS}班")
        for number in range(SCHOOLS * HOLDS_A_SCHOOL)
        for school, user, cookie in [town.people[number % SCHOOLS]]
    ]


class Measurement:
    """One database and one way to it; ``make`` builds what a client process works with."""

    def __init__(self, town: Town, make: Callable[[], Any], options: Options) -> None:
        self.town, self.make, self.options = town, make, options

    def doer(self, name: str) -> Doer:
        """Return one request of a fresh client."""
        return getattr(self.make(), name)

    def run(self, name: str, jobs: list[Any], clients: int, seconds: float) -> Run:
        """Run one kind of request; a single failure ends the benchmark."""
        connections.close_all()
        run = run_clients(partial(self.doer, name), jobs, clients, seconds)
        if run.failures:
            raise SystemExit(f"{name}, {clients} clients: {len(run.failures)} failed: {run.failures[0]}")
        return run

    def warm_up(self) -> None:
        """Load what the first requests load: here, for the forks to inherit, and in the server."""
        jobs = jobs_of(self.town, len(self.town.sessions))
        reset()
        client = self.make()
        client.submit(client.hold(jobs[0]))
        client.reference(jobs[0])
        client.bare(jobs[0])
        reset()
        held = self.run("hold", jobs, WARM_CLIENTS, WARM_SECONDS)
        self.run("submit", held.answers, WARM_CLIENTS, WARM_SECONDS)
        for name in ("reference", "bare"):
            self.run(name, jobs, WARM_CLIENTS, WARM_SECONDS)

    def pair(self, number: int, clients: int, sessions: int) -> Pair:
        """Measure all four kinds; hold comes first in even pairs, the reference in odd ones."""
        jobs, found = jobs_of(self.town, sessions), {}
        for name in ("hold", "reference") if number % 2 == 0 else ("reference", "hold"):
            found.update(self.measure(name, jobs, clients))
        found.update(self.measure("bare", jobs, clients))
        return Pair(**found)

    def measure(self, name: str, jobs: list[HoldJob], clients: int) -> dict[str, Figures]:
        """Measure one kind from empty tables; holds are then submitted."""
        reset()
        run = self.run(name, jobs, clients, self.options.seconds)
        found = {name: figures(run.latencies, run.seconds)}
        if name == "hold":
            later = self.run("submit", run.answers, clients, self.options.seconds)
            found["submit"] = figures(later.latencies, later.seconds)
        return found

    def cells(self, way: str) -> list[Cell]:
        """Measure every number of clients on one hot session and on all."""
        self.warm_up()
        shapes = [
            (clients, sessions)
            for sessions in (1, len(self.town.sessions))
            for clients in self.options.clients
        ]
        return [self.cell(way, clients, sessions) for clients, sessions in shapes]

    def cell(self, way: str, clients: int, sessions: int) -> Cell:
        """Measure all pairs of one cell and say so."""
        pairs = tuple(self.pair(number, clients, sessions) for number in range(self.options.pairs))
        cell = Cell(connection.vendor, way, clients, sessions, pairs)
        print(
            f"{cell.engine} {way}: {clients} clients on {sessions} sessions: "
            f"{cell.rate_ratio:.2f} of the reference, p95 {cell.p95_ratio:.2f}",
            file=sys.stderr,
        )
        return cell
