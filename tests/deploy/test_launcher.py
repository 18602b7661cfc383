"""Every foreseen failure of `make run` is one clear line and a status that is not 0."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def busy_port():
    """A port some other program listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_port_in_use_is_refused(launcher, busy_port):
    """The try is made without SO_REUSEPORT, so a foreign listener is seen."""
    site_process = launcher("site_process")
    with pytest.raises(site_process.Refusal, match=f"port {busy_port} is in use"):
        site_process.check_port(busy_port)


def test_port_held_with_reuseport_is_refused_too(launcher):
    """The server itself listens shared; a second start must not slip in beside it."""
    site_process = launcher("site_process")
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with pytest.raises(site_process.Refusal, match="in use"):
            site_process.check_port(listener.getsockname()[1])


def test_second_run_in_the_same_folder_is_refused(launcher, tmp_path):
    """The lock is held while the site runs and free afterwards."""
    site_process = launcher("site_process")
    lock = tmp_path / "run.lock"
    with (
        site_process.only_one(lock),
        pytest.raises(site_process.Refusal, match="already runs"),
        site_process.only_one(lock),
    ):
        pass
    with site_process.only_one(lock):
        pass


def test_lock_is_free_after_a_kill(tmp_path):
    """No stale file stands in the way after kill -9."""
    code = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); import site_process; from pathlib import Path\n"
        "with site_process.only_one(Path(sys.argv[2])):\n    print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(ROOT / "deploy" / "embedded"), str(tmp_path / "run.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline().strip() == "held"
        holder.kill()
    done = subprocess.run(
        [*command[:2], code.replace("time.sleep(60)", "pass"), *command[3:]], capture_output=True, text=True
    )
    assert done.stdout.strip() == "held"


def test_full_disk_and_missing_permission_are_named(launcher, tmp_path, monkeypatch):
    """Both are found before anything is written."""
    environment = launcher("environment")
    with pytest.raises(environment.Refusal, match="not enough disk space"):
        environment.check_disk(tmp_path, 10**9)
    monkeypatch.setattr(environment.os, "access", lambda path, mode: False)
    with pytest.raises(environment.Refusal, match="no permission to write"):
        environment.check_disk(tmp_path, 1)


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("ERROR: No matching distribution found for tantivy==0.27.0", "no wheel for tantivy==0.27.0"),
        ("OSError: [Errno 28] No space left on device", "not enough disk space"),
        ("ERROR: could not reach the index", "could not reach the index"),
    ],
)
def test_failed_installation_is_one_line(launcher, log, said):
    """Pip's pages of output become the one thing to know."""
    text = launcher("environment").install_failure(f"Collecting something\n{log}\nmore")
    assert said in text
    assert "\n" not in text


def test_python_without_venv_is_named(launcher, tmp_path, monkeypatch):
    """The line says what to install."""
    environment = launcher("environment")
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "venv" / "bin" / "python")
    monkeypatch.setattr(environment, "has_pip", lambda: False)
    failed = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(environment.subprocess, "run", lambda *words, **options: failed)
    with pytest.raises(environment.Refusal, match="without venv"):
        environment.make_environment()


def test_too_old_a_python_is_one_line(tmp_path):
    """The version is checked before any newer syntax is read."""
    source = (ROOT / "deploy" / "embedded" / "launch.py").read_text()
    old = tmp_path / "launch.py"
    old.write_text(source.replace("sys.version_info < (3, 11)", "sys.version_info < (9, 0)"))
    done = subprocess.run([sys.executable, str(old), "run"], capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_existing_database_is_copied_before_it_is_migrated(launcher, tmp_path, monkeypatch):
    """The copy is a whole database; only the newest five are kept."""
    import sqlite3

    site_state = launcher("site_state")
    monkeypatch.setenv("PORTAL_VAR_DIR", str(tmp_path))
    with sqlite3.connect(tmp_path / "portal.sqlite3") as connection:
        connection.execute("CREATE TABLE kept (word TEXT)")
        connection.execute("INSERT INTO kept VALUES ('留')")
    folder = tmp_path / "before-migration"
    folder.mkdir()
    for number in range(7):
        (folder / f"portal-2020010{number}-000000.sqlite3").touch()
    site_state.copy_database()
    copies = sorted(folder.glob("*.sqlite3"))
    assert len(copies) == site_state.KEPT_COPIES
    with sqlite3.connect(copies[-1]) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("留",)


def test_production_refuses_to_start_without_a_secret():
    """Settings are safe by default."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PORTAL_BASE_URL": "https://portal.example.org"},
    )
    assert done.returncode != 0
    assert "PORTAL_SECRET_KEY" in done.stderr


def test_make_is_all_a_fresh_machine_needs():
    """The two commands of the README are targets of the Makefile."""
    if shutil.which("make") is None:
        pytest.fail("make is missing on this machine")
    for target in ("run", "test", "backup", "restore"):
        assert subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True).returncode == 0
