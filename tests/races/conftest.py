"""A SQLite file in WAL mode and a PostgreSQL, each migrated once for all races."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.postgres import postgres_server

from .processes import RaceDatabase

ROOT = Path(__file__).resolve().parent.parent.parent


def migrate(url: str, folder: Path) -> None:
    """Run every migration on a fresh database, in a process of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_DATABASE_URL": url,
        "PORTAL_VAR_DIR": str(folder),
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@pytest.fixture(scope="session")
def sqlite_races(tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("races-sqlite")
    url = f"sqlite://{folder / 'races.sqlite3'}"
    migrate(url, folder)
    return RaceDatabase(url, django_db_blocker)


@pytest.fixture(scope="session")
def postgres_races(tmp_path_factory, django_db_blocker):
    with postgres_server() as server:
        url = f"{server}postgres"
        migrate(url, tmp_path_factory.mktemp("races-postgres"))
        yield RaceDatabase(url, django_db_blocker)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request):
    """Each engine in turn."""
    return request.getfixturevalue(f"{request.param}_races")
