"""The launcher's modules, which run outside the environment and are no package."""

import sys
from pathlib import Path

import psycopg
import pytest

from tests.services.postgres import postgres_server

EMBEDDED = Path(__file__).resolve().parent.parent.parent / "deploy" / "embedded"


@pytest.fixture
def launcher(monkeypatch):
    """Import a module of deploy/embedded by name."""
    monkeypatch.syspath_prepend(str(EMBEDDED))

    def load(name):
        return __import__(name)

    yield load
    for name in ("environment", "site_process", "site_state"):
        sys.modules.pop(name, None)


@pytest.fixture
def postgres_database():
    """Return a maker of empty databases on a PostgreSQL of the run's own."""
    with postgres_server() as server:

        def make(name):
            with psycopg.connect(f"{server}postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return f"{server}{name}"

        yield make
