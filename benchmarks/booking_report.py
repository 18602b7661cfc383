"""What the figures say: medians, ratios of pairs, a table, and which targets are met. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from statistics import median
from typing import Any

# A hold beside reference (a): at least half its bookings per second; its p95 at most so many times
# (docs/decisions/0004-booking-capacity.md).
LEAST_RATE = 0.5
MOST_P95 = {"postgresql": 2.0, "sqlite": 1.25}
HEADER = (
    "| clients | sessions | hold/s | p50 | p95 | (a)/s | p50 | p95 | **hold : (a) per s** | **p95** "
    "| submit/s | p50 | p95 | (b)/s | p50 | p95 |"
)


@dataclass(frozen=True)
class Figures:
    """One run: requests per second, p50 and p95 in milliseconds."""

    rate: float
    p50: float
    p95: float


@dataclass(frozen=True)
class Pair:
    """One hold run and one reference run next to each other in time, with what followed."""

    hold: Figures
    reference: Figures
    submit: Figures
    bare: Figures


@dataclass(frozen=True)
class Cell:
    """All pairs of one engine, way, number of clients and number of sessions."""

    engine: str
    way: str
    clients: int
    sessions: int
    pairs: tuple[Pair, ...]

    @property
    def rate_ratio(self) -> float:
        """Median over the pairs of hold / reference in requests per second."""
        return median(pair.hold.rate / pair.reference.rate for pair in self.pairs)

    @property
    def p95_ratio(self) -> float:
        """Median over the pairs of hold / reference in p95."""
        return median(pair.hold.p95 / pair.reference.p95 for pair in self.pairs)

    def typical(self, name: str) -> Figures:
        """Return the median of each figure of ``hold``, ``reference``, ``submit`` or ``bare``."""
        runs = [getattr(pair, name) for pair in self.pairs]
        return Figures(*(median(getattr(run, part) for run in runs) for part in ("rate", "p50", "p95")))

    @property
    def missed(self) -> list[str]:
        """Return the targets this cell misses, in words; only views are compared with views."""
        if self.way != "http":
            return []
        lines, bound = [], MOST_P95[self.engine]
        if self.rate_ratio < LEAST_RATE:
            lines.append(f"{self.rate_ratio:.2f} of the reference per second, wanted {LEAST_RATE}")
        if self.p95_ratio > bound:
            lines.append(f"p95 {self.p95_ratio:.2f} times the reference, wanted {bound:g} at most")
        return [f"{self.engine}, {self.clients} clients, {self.sessions} sessions: {line}" for line in lines]


def figures(latencies: Sequence[float], seconds: float) -> Figures:
    """Return the figures of one run from its latencies and its wall time, both in seconds."""
    if not latencies or seconds <= 0:
        raise ValueError("a run without a single request")
    return Figures(
        len(latencies) / seconds, percentile(latencies, 50) * 1000, percentile(latencies, 95) * 1000
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least ``percent`` of the values do not exceed."""
    return sorted(values)[max(ceil(len(values) * percent / 100), 1) - 1]


def cell_from(row: dict[str, Any]) -> Cell:
    """Return a cell as ``asdict`` wrote it."""
    pairs = [Pair(**{name: Figures(**run) for name, run in pair.items()}) for pair in row["pairs"]]
    return Cell(**{**row, "pairs": tuple(pairs)})


def row_from(cell: Cell) -> dict[str, Any]:
    """Return a cell as plain data."""
    return asdict(cell)


def table(cells: Iterable[Cell]) -> list[str]:
    """Return a Markdown table, one row a cell; times in milliseconds."""
    lines = [HEADER, "|" + " --: |" * HEADER.count(" |")]
    for cell in cells:
        hold, reference, submit, bare = map(cell.typical, ("hold", "reference", "submit", "bare"))
        ratios = f"**{cell.rate_ratio:.2f}** | **{cell.p95_ratio:.2f}**"
        lines.append(
            f"| {cell.clients} | {cell.sessions} | {three(hold)} | {three(reference)} | {ratios} "
            f"| {three(submit)} | {three(bare)} |"
        )
    return lines


def three(run: Figures) -> str:
    """Return the three columns of one kind of request."""
    return f"{run.rate:.0f} | {run.p50:.1f} | {run.p95:.1f}"


def report(cells: Sequence[Cell], heads: dict[str, str]) -> str:
    """Return the whole printed result; ``heads`` says per engine what was measured on."""
    lines: list[str] = []
    for engine, head in heads.items():
        for way, words in (("http", "through HTTP"), ("service", "through the service")):
            chosen = [cell for cell in cells if (cell.engine, cell.way) == (engine, way)]
            if chosen:
                lines += [f"### {head}, {words}", "", *table(chosen), ""]
    missed = [line for cell in cells for line in cell.missed]
    lines += ["Targets missed:", *(f"- {line}" for line in missed)] if missed else ["All targets met."]
    return "\n".join(lines)
