"""Several processes on one index, and kill -9 at the worst moment; real processes, real files."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal.search.engines.generations import Generations

pytestmark = pytest.mark.races
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(tmp_path):
    """Start writer_process.py in a folder of its own; every process is ended with the test."""
    started = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_VAR_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": f"sqlite://{tmp_path}/search.sqlite3",
        "PYTHONPATH": str(ROOT),
    }

    def run(*arguments: object) -> subprocess.Popen:
        command = [sys.executable, str(ROOT / "tests/search/writer_process.py"), *map(str, arguments)]
        process = subprocess.Popen(command, env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()


def finished(process: subprocess.Popen) -> str:
    """Output of a process that must end well."""
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return output


def kill_after(process: subprocess.Popen, line: str) -> None:
    """kill -9 as soon as the process has printed a line."""
    for printed in process.stdout:
        if printed.strip() == line:
            process.send_signal(signal.SIGKILL)
            break
    process.communicate()


def test_two_writers_and_kill_nine(start, tmp_path):
    finished(start("setup"))
    first, second = start("write", 1, 40), start("write", 101, 40)
    finished(first), finished(second)
    assert finished(start("check")).split() == ["current", "80", "80", "80"]

    kill_after(start("write", 201, 10_000), "215")
    outcome, entries, documents, found = finished(start("check")).split()
    assert outcome == "current"
    assert int(entries) >= 95
    assert entries == documents == found

    generations = Generations(tmp_path / "search" / "tantivy")
    old = generations.current()
    kill_after(start("build"), "10")
    assert generations.current() == old
    assert len(list(generations.folder.glob("gen-*"))) == 2
    assert finished(start("check")).split() == ["current", entries, entries, entries]
    assert generations.current() == old
