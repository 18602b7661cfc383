"""An empty register of periodic work, and one connection, for every test of the jobs."""

import pytest
from django_tasks_db.management.commands import db_worker

from portal.jobs import periodic, tick


@pytest.fixture(autouse=True)
def own_register(monkeypatch):
    monkeypatch.setattr(periodic, "_register", {})


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch):
    """Keep the connection whose transaction the test rolls back."""
    for module in (tick, db_worker):
        monkeypatch.setattr(module, "close_old_connections", lambda: None)
