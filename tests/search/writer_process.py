"""A process of its own that writes entries or builds; started by test_processes.py.

Usage: writer_process.py setup | write FIRST COUNT | build | check
"""

import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from portal.search import syncing  # noqa: E402
from portal.search.dictionary import VOCABULARIES  # noqa: E402
from portal.search.engines import current_engine  # noqa: E402
from portal.search.entries import EntryData, write_entry  # noqa: E402
from portal.search.models import EntryNumber, SearchEntry  # noqa: E402
from portal.search.selectors import strict_matches  # noqa: E402


def setup() -> None:
    """Only the tables search needs: the whole migration would take longer than the test."""
    with connection.schema_editor() as editor:
        for model in (SearchEntry, EntryNumber, *VOCABULARIES):
            editor.create_model(model)


def write(first: int, count: int) -> None:
    """Write entries one by one, each with its commit and its synchronisation."""
    for number in range(first, first + count):
        with transaction.atomic():
            write_entry(EntryData(f"page:{number}", "page", number, f"汉画馆第{number}号"))
        print(number, flush=True)


def build() -> None:
    """Build so slowly that the test can kill it half-way."""

    def slow(done: int, total: int) -> None:
        print(done, flush=True)
        time.sleep(0.2)

    syncing.BATCH = 1
    syncing.rebuild_index(slow)


def check() -> None:
    """Print what the table and the index hold after one more synchronisation."""
    report = syncing.sync_index()
    result = strict_matches("汉画馆", filters={}, facets=(), offset=0, limit=2000)
    keys = {hit.key for hit in result.hits}
    print(
        report.outcome, SearchEntry.objects.count(), current_engine().document_count(), len(keys), flush=True
    )


if __name__ == "__main__":
    {"setup": setup, "write": write, "build": build, "check": check}[sys.argv[1]](*map(int, sys.argv[2:]))
