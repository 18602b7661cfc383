"""One portal for all browser tests: private folder and port, starter content, the server of ``make run``."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STEPS = (("migrate", "--no-input", "-v", "0"), ("setup_portal",), ("load_starter",))
START_SECONDS = 60
STOP_SECONDS = 10
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Portal:
    """Address of the running site, its folder, and the passwords of the demonstration accounts."""

    url: str
    var: Path
    passwords: dict[str, str]


@contextlib.contextmanager
def running_portal(var: Path) -> Iterator[Portal]:
    """Fill ``var`` with a new site, serve it, yield it, stop it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "PORTAL_VAR_DIR": str(var),
        "PORTAL_BASE_URL": url,
    }
    for step in STEPS:
        manage(step, environment)
    with (var / "server.log").open("wb") as log, served(port, environment, log) as process:
        wait_for_health(process, url, var / "server.log")
        yield Portal(url, var, read_passwords(var / "demo-accounts.txt"))


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(words: tuple[str, ...], environment: dict[str, str]) -> None:
    """Run one management command; what it said is shown when it fails."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def served(port: int, environment: dict[str, str], log) -> Iterator[subprocess.Popen]:
    """Run the server of ``make run``; end it, and its whole group when it lingers."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        "portal.wsgi:application",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_health(process: subprocess.Popen, url: str, log: Path) -> None:
    """Wait until the health page answers 200; raise with the server's log when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            DIRECT.open(f"{url}/healthz", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"the portal did not become healthy:\n{log.read_text(errors='replace')[-4000:]}")


def read_passwords(path: Path) -> dict[str, str]:
    """Return user name -> password of the demonstration accounts."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {row[0]: row[1] for row in rows}
