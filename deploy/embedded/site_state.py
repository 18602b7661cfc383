"""The database and content of the embedded site."""

import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

from environment import PYTHON, ROOT, Refusal, check_disk, say

DATA_MEGABYTES = 300
KEPT_COPIES = 5


def var_dir() -> Path:
    """Return the folder of everything the site writes."""
    return Path(os.environ.get("PORTAL_VAR_DIR") or ROOT / "var")


def settings_of(port: int | None = None) -> dict[str, str]:
    """Return the environment of the embedded site's processes."""
    values = {**os.environ, "PYTHONUNBUFFERED": "1"}
    values.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
    if port is not None:
        values.setdefault("PORTAL_BASE_URL", f"http://localhost:{port}")
    return values


def manage(*words: str, port: int | None = None) -> int:
    """Run one management command in the open and return its status."""
    return subprocess.run([str(PYTHON), "manage.py", *words], cwd=ROOT, env=settings_of(port)).returncode


def prepare(port: int) -> None:
    """Bring database and content up to date; raise Refusal with the last line of what failed."""
    check_disk(var_dir(), DATA_MEGABYTES)
    var_dir().chmod(0o700)
    if not is_migrated(port):
        copy_database()
        step("migrating the database", port, "migrate", "--no-input", "-v", "1")
    step("setting up tree, roles and vocabularies", port, "setup_portal")
    step("loading the starter content (once)", port, "load_starter")


def is_migrated(port: int) -> bool:
    """Say whether the database is there and has every migration."""
    if not (var_dir() / "portal.sqlite3").exists() and "PORTAL_DATABASE_URL" not in os.environ:
        return False
    command = [str(PYTHON), "manage.py", "migrate", "--check"]
    return subprocess.run(command, cwd=ROOT, env=settings_of(port), capture_output=True).returncode == 0


def copy_database() -> None:
    """Copy an existing database before it is migrated; the five newest copies are kept."""
    source = var_dir() / "portal.sqlite3"
    if not source.exists():
        return
    folder = var_dir() / "before-migration"
    folder.mkdir(exist_ok=True)
    target = folder / f"portal-{time.strftime('%Y%m%d-%H%M%S')}.sqlite3"
    size = source.stat().st_size // 2**20 + 50
    if shutil.disk_usage(folder).free // 2**20 < size:
        raise Refusal(f"not enough disk space to copy the database before migrating ({size} MB needed)")
    with sqlite3.connect(source) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    say(f"database copied to {target} before migrating")
    for old in sorted(folder.glob("portal-*.sqlite3"))[:-KEPT_COPIES]:
        old.unlink()


def step(title: str, port: int, *words: str) -> None:
    """Run one management command, showing its lines indented, and refuse when it fails."""
    say(f"{title} ...")
    process = subprocess.Popen(
        [str(PYTHON), "manage.py", *words],
        cwd=ROOT,
        env=settings_of(port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    last = ""
    for line in process.stdout or ():
        last = line.strip() or last
        print(f"    {line.rstrip()}", flush=True)
    if process.wait():
        raise Refusal(f"{title} failed: {last}")
