"""Serving: one site per folder and port, stopped cleanly by Ctrl-C."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from environment import PYTHON, ROOT, Refusal, check_disk, say
from site_state import DATA_MEGABYTES, prepare, settings_of, var_dir

START_SECONDS = 60
STOP_SECONDS = 10


def run_site(port: int) -> int:
    """Prepare the site and serve it until Ctrl-C; raise Refusal when port or folder are in use."""
    check_disk(var_dir(), DATA_MEGABYTES)
    with only_one(var_dir() / "run.lock"):
        check_port(port)
        prepare(port)
        check_port(port)
        return serve(port)


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock of this folder; a second ``make run`` is refused.

    The lock is the operating system's: it is free again after a kill, no stale file stays behind.
    """
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refusal("the portal already runs in this folder (another `make run`)") from error
        yield


def check_port(port: int) -> None:
    """Refuse a port somebody listens on.

    The server itself opens the port shared (SO_REUSEPORT), so a second start would succeed in
    silence; hence this try without it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except PermissionError as error:
            raise Refusal(f"no permission to listen on port {port}; try make run PORT=8080") from error
        except OSError as error:
            raise Refusal(f"port {port} is in use by another program; try make run PORT=8080") from error


def serve(port: int) -> int:
    """Start the server, wait for its first answer, print the addresses, stop it on a signal."""
    command = [str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port",
               str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
               "portal.wsgi:application"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=settings_of(port), start_new_session=True)
    for request in (signal.SIGTERM, signal.SIGINT):
        signal.signal(request, raise_interrupt)
    try:
        wait_for_answer(process, port)
        announce(port)
        process.wait()
    except KeyboardInterrupt:
        say("stopping ...")
    finally:
        stop(process)
    if process.returncode not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise Refusal(f"the server ended with status {process.returncode}")
    say("stopped")
    return 0


def raise_interrupt(signum: int, frame: object) -> None:
    """Let a termination request end like Ctrl-C."""
    raise KeyboardInterrupt


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the server's process group to end, and end it after ten seconds."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for_answer(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the health page answers; refuse when the server ends or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Refusal(f"the server did not start (status {process.returncode})")
        try:
            opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Refusal(f"the server gave no answer within {START_SECONDS} s")


def announce(port: int) -> None:
    """Print where everything is."""
    accounts = var_dir() / "demo-accounts.txt"
    say(f"the site     http://localhost:{port}/")
    say(f"the admin    http://localhost:{port}/admin/")
    if accounts.exists():
        say(f"demonstration accounts with their passwords: {accounts}")
    say(f"mails are written to {var_dir() / 'mail'}")
    say("Ctrl-C stops the site")
