"""`make test`: lint, types, tests on SQLite, PostgreSQL, Elasticsearch and in a browser where they are found.

One line per part; the first failure decides the exit status but every part runs. With
REQUIRE_SERVICES=1 a missing service is a failure.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services.elasticsearch import elasticsearch_server, fetched_archive, missing_parts  # noqa: E402
from tests.services.postgres import binaries, postgres_server  # noqa: E402

BIN = ROOT / ".venv" / "bin"
PYTEST = (str(BIN / "pytest"), "-q")
NO_SERVICES = "not browser and not races and not elasticsearch"
TYPED = [
    "portal/shared", "portal/audit", "portal/jobs", "portal/accounts", "portal/taxonomy",
    "portal/organisations", "portal/notifications", "portal/search", "portal/files",
    "studysites", "courses", "home", "media",
]  # fmt: skip
# What touches the database; the rest says nothing new on a second engine.
BEHAVIOUR = [
    "tests/accounts", "tests/audit", "tests/bookings", "tests/courses", "tests/home", "tests/jobs",
    "tests/media", "tests/notifications", "tests/organisations", "tests/search", "tests/studysites",
    "tests/taxonomy",
]  # fmt: skip


def run(title: str, *command: str, **variables: str) -> bool:
    """Run one part, print its outcome and seconds, and return whether it passed."""
    print(f"== {title}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables})
    word = "ok" if done.returncode == 0 else f"FAILED (status {done.returncode})"
    print(f"== {title}: {word}, {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def static_checks() -> list[bool]:
    """Lint and types."""
    return [
        run("lint", str(BIN / "ruff"), "check", "."),
        run("format", str(BIN / "ruff"), "format", "--check", "."),
        run("types", str(BIN / "mypy"), *TYPED),
        run("deploy check", str(BIN / "python"), "manage.py", "check", "--deploy", "--fail-level", "WARNING",
            DJANGO_SETTINGS_MODULE="portal.settings.production", PORTAL_BASE_URL="https://portal.example.org",
            PORTAL_SECRET_KEY="check-only-" + "aB3$xY9!" * 8),
    ]  # fmt: skip


def postgres_tests() -> bool:
    """The behaviour suite once more on a PostgreSQL of our own; the races ran on both already."""
    if binaries() is None:
        print("== tests on PostgreSQL: not run, PostgreSQL was not found", flush=True)
        return os.environ.get("REQUIRE_SERVICES") != "1"
    with postgres_server() as server:
        return run(
            "tests on PostgreSQL", *PYTEST, "-n", "2", "-m", NO_SERVICES, *BEHAVIOUR,
            PORTAL_DATABASE_URL=f"{server}postgres",
        )  # fmt: skip


def elasticsearch_tests() -> bool:
    """The suite of the search once more with Elasticsearch as its engine, and the tests of that server."""
    lacking = missing_parts() or ("" if fetched_archive() else "the distribution (Maven could not fetch it)")
    if lacking:
        print(f"== search on Elasticsearch: not run, not found: {lacking}", flush=True)
        return os.environ.get("REQUIRE_SERVICES") != "1"
    with elasticsearch_server() as server:
        return run(
            "search on Elasticsearch", *PYTEST, "-m", "not browser and not races", "tests/search",
            **server.variables(),
        )  # fmt: skip


def main() -> int:
    """Run everything and return 0 only when every part passed."""
    passed = static_checks()
    passed.append(run("tests on SQLite", *PYTEST, "-n", "2", "-m", NO_SERVICES))
    passed.append(run("races on SQLite and PostgreSQL", *PYTEST, "-m", "races"))
    passed.append(postgres_tests())
    passed.append(elasticsearch_tests())
    passed.append(run("tests in a browser", *PYTEST, "-m", "browser", "tests/e2e"))
    print("== all passed" if all(passed) else "== FAILED", flush=True)
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
