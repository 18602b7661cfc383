"""The web server of the measurement: granian as the portal ships it for each engine, on loopback."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from typing import IO

START_SECONDS, STOP_SECONDS = 60, 15
# deploy/systemd runs two processes on PostgreSQL, the embedded default one on SQLite.
WORKERS = {"sqlite": 1, "postgresql": 2}
THREADS = 4


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def web_server(
    engine: str, environment: Mapping[str, str] | None = None, log: IO[bytes] | None = None
) -> Iterator[int]:
    """Start the server and yield its port; stop it at the end.

    ``environment`` replaces this process's own; what the portal logs goes to ``log``, else beside ours.
    """
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WORKERS[engine]), "--blocking-threads", str(THREADS)),
        *("--no-ws", "--log-level", "error", "benchmarks.booking_wsgi:application"),
    ]
    process = subprocess.Popen(
        command, env=os.environ if environment is None else environment, stdout=subprocess.DEVNULL, stderr=log
    )
    try:
        wait_until_up(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_up(process: subprocess.Popen, port: int) -> None:
    """Wait for the first answer; raise when there is none."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        time.sleep(0.2)
    raise RuntimeError("the web server did not answer")
