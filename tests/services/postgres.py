"""A PostgreSQL of the test run's own: private folder, private port, gone afterwards.

initdb refuses root, so as root everything runs as the user ``postgres``. Where the binaries are not
found, tests that need them are skipped with one line, or fail when REQUIRE_SERVICES=1.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
NEEDED = ("initdb", "pg_ctl")
RUNNER = "postgres"


def missing(reason: str) -> None:
    """Skip the test, or fail it where services are required."""
    line = f"PostgreSQL not found: {reason}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(line, pytrace=False)
    pytest.skip(line)


def binaries() -> Path | None:
    """Return the folder of the newest server, on PATH or where distributions put it."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    for pattern in PLACES:
        root, _, rest = pattern.partition("*")
        folders += sorted(Path(root).parent.glob(f"{Path(root).name}*{rest}"), reverse=True)
    for folder in folders:
        if all((folder / name).is_file() for name in NEEDED):
            return folder
    return None


def runner() -> str | None:
    """Return the user the server must run as, None for the present one."""
    return RUNNER if os.geteuid() == 0 else None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(folder: Path, *command: str | Path) -> None:
    """Run one tool as the server's user inside ``folder``; its output is shown when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        user=runner(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Start a cluster and yield ``postgresql://user:password@127.0.0.1:port/``; stop it at the end."""
    tools = binaries()
    if tools is None:
        missing("no initdb on PATH or in the usual folders")
        return
    user = runner()
    if user and not any(entry.pw_name == user for entry in pwd.getpwall()):
        missing(f"running as root and there is no user {user}")
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    password, port = secrets.token_urlsafe(16), free_port()
    secret = folder / "password"
    secret.write_text(password)
    if user:
        shutil.chown(folder, user)
        shutil.chown(secret, user)
    data = folder / "data"
    try:
        run(folder, tools / "initdb", "-D", data, "-U", "portal", "--pwfile", secret, "-A", "scram-sha-256",
            "-E", "UTF8", "--no-sync")  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c max_connections=60"
        run(folder, tools / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
        yield f"postgresql://portal:{password}@127.0.0.1:{port}/"
    finally:
        if (data / "postmaster.pid").exists():
            run(folder, tools / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
