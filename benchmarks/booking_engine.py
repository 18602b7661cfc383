"""Fills one database, measures it and writes its cells as JSON; run by booking.py.

``python -m benchmarks.booking_engine OPTIONS FILE`` with settings and database in the environment.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import django


def measure(options: dict[str, Any], target: Path) -> None:
    """Measure each way; Django must be set up."""
    from django.db import connection

    from benchmarks.booking_cells import Measurement, Options
    from benchmarks.booking_clients import Browser
    from benchmarks.booking_report import row_from
    from benchmarks.booking_server import web_server
    from benchmarks.booking_service import Caller
    from benchmarks.booking_setup import make_town

    chosen, town, cells = Options(**options), make_town(), []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if "service" in chosen.ways:
        cells += Measurement(town, Caller, chosen).cells("service")
    if "http" in chosen.ways:
        with web_server(connection.vendor) as port:
            cells += Measurement(town, partial(Browser, port), chosen).cells("http")
    target.write_text(json.dumps([row_from(cell) for cell in cells]))


if __name__ == "__main__":
    django.setup()
    measure(json.loads(sys.argv[1]), Path(sys.argv[2]))
