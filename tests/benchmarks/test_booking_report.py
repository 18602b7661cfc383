"""Medians, percentiles, ratios and targets of the booking benchmark."""

import pytest

from benchmarks.booking_report import Cell, Figures, Pair, cell_from, figures, percentile, report, row_from

SUBMIT, BARE = Figures(40, 8, 9), Figures(400, 2, 3)


def pair(hold: tuple[float, float], reference: tuple[float, float]) -> Pair:
    """Return a pair from (rate, p95) of both."""
    return Pair(Figures(hold[0], 1, hold[1]), Figures(reference[0], 1, reference[1]), SUBMIT, BARE)


def cell(*pairs: Pair, engine: str = "postgresql", way: str = "http") -> Cell:
    return Cell(engine, way, 4, 1, pairs)


def test_percentile_is_a_measured_value():
    values = [float(number) for number in range(100, 0, -1)]
    assert percentile(values, 50) == 50
    assert percentile(values, 95) == 95
    assert percentile([7.0], 95) == 7
    assert percentile([1.0, 2.0], 50) == 1


def test_figures_count_requests_by_wall_time_and_latencies_in_milliseconds():
    assert figures([0.010, 0.020, 0.030, 0.040], 2.0) == Figures(2.0, 20.0, 40.0)


@pytest.mark.parametrize(("latencies", "seconds"), [([], 1.0), ([0.1], 0.0)])
def test_a_run_without_requests_is_no_figure(latencies, seconds):
    with pytest.raises(ValueError, match="without a single request"):
        figures(latencies, seconds)


def test_ratios_are_medians_of_the_pairs_not_ratios_of_medians():
    found = cell(pair((50, 30), (100, 10)), pair((90, 12), (100, 12)), pair((10, 20), (10, 10)))
    assert found.rate_ratio == 0.9
    assert found.p95_ratio == 2.0
    assert found.typical("hold") == Figures(50, 1, 20)


def test_targets_of_each_engine():
    slow = pair((40, 25), (100, 10))
    assert [line.split(": ")[1].split(" ")[0] for line in cell(slow).missed] == ["0.40", "p95"]
    fair = pair((60, 15), (100, 10))
    assert cell(fair).missed == []
    assert len(cell(fair, engine="sqlite").missed) == 1


def test_writes_without_a_view_have_no_target():
    assert cell(pair((1, 99), (100, 1)), way="service").missed == []


def test_cells_survive_being_written_down():
    found = cell(pair((60, 15), (100, 10)))
    assert cell_from(row_from(found)) == found


def test_report_names_ratios_and_targets():
    heads = {"postgresql": "PostgreSQL 15"}
    text = report([cell(pair((60, 15), (100, 10)))], heads)
    row = next(line for line in text.splitlines() if line.startswith("| 4 |"))
    assert "### PostgreSQL 15, through HTTP" in text and "**0.60** | **1.50**" in row
    assert row.count("|") == text.splitlines()[2].count("|") == text.splitlines()[3].count("|")
    assert text.endswith("All targets met.")
    assert "- postgresql, 4 clients" in report([cell(pair((40, 15), (100, 10)))], heads)
