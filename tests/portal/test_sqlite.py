"""A SQLite file is opened the way the portal promises."""

import sqlite3

from portal.settings.env import sqlite

FULL = 2


def test_what_was_committed_outlives_a_power_cut(tmp_path):
    settings = sqlite(tmp_path / "portal.sqlite3")
    connection = sqlite3.connect(settings["NAME"])
    connection.executescript(settings["OPTIONS"]["init_command"])
    assert connection.execute("PRAGMA synchronous").fetchone() == (FULL,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
