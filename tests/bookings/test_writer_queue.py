"""Writers of a SQLite file take turns; one that dies or fails gives its turn free."""

import threading

import pytest
from django.db import OperationalError

from studysites.bookings.services import writer_queue
from studysites.bookings.services.writer_queue import writers_turn


@pytest.fixture
def queue_file(tmp_path, monkeypatch):
    path = tmp_path / "portal.sqlite3"
    monkeypatch.setattr(writer_queue, "database_file", lambda: str(path))
    return path


def test_two_writers_never_write_at_once(queue_file):
    inside, most, order = 0, 0, []

    def write(number: int) -> None:
        nonlocal inside, most
        with writers_turn():
            inside += 1
            most = max(most, inside)
            order.append(number)
            inside -= 1

    writers = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (most, sorted(order)) == (1, list(range(12)))


def test_failed_writer_gives_its_turn_free(queue_file):
    with pytest.raises(ValueError, match="broken"), writers_turn():
        raise ValueError("broken")
    with writers_turn():
        pass


def test_writer_that_waits_too_long_is_told_as_sqlite_would(queue_file, monkeypatch):
    monkeypatch.setattr(writer_queue, "LONGEST_WAIT_SECONDS", 0.05)
    failures = []

    def wait() -> None:
        try:
            with writers_turn():
                pass
        except OperationalError as error:
            failures.append(str(error))

    with writers_turn():
        rival = threading.Thread(target=wait)
        rival.start()
        rival.join()
    assert failures == ["database is locked: the queue of writers is too long"]


def test_no_queue_without_a_file(monkeypatch):
    monkeypatch.setattr(writer_queue, "database_file", lambda: None)
    with writers_turn(), writers_turn():
        pass
