"""Backup and restore: the same counts in an empty place; anything else is refused untouched."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FILL = """
from portal.taxonomy.services import load_vocabularies
from portal.accounts.models import User
load_vocabularies()
User.objects.create_user("backup-user")
from django.core.files.storage import default_storage
from django.core.files.base import ContentFile
default_storage.save("documents/notes.txt", ContentFile("内容".encode()))
"""

BUSY = """
from portal.accounts.models import User
from portal.shared import backup
backup.dump_database(backup.Path("{target}"))
User.objects.create_user("late")
print(backup.count_rows_of_copy(backup.Path("{target}"))["accounts.User"], User.objects.count())
"""


def portal(place: Path, *words: str, url: str = "", stdin: str = "") -> subprocess.CompletedProcess:
    """Run a management command on a place of its own."""
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "PORTAL_VAR_DIR": str(place),
        **(
            {"PORTAL_DATABASE_URL": url}
            if url
            else {"PORTAL_DATABASE_URL": f"sqlite://{place}/portal.sqlite3"}
        ),
    }
    place.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=variables,
        input=stdin,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive of a small portal."""
    place = tmp_path_factory.mktemp("full")
    assert portal(place, "migrate", "-v", "0").returncode == 0
    filled = portal(place, "shell", stdin=FILL)
    assert filled.returncode == 0, filled.stderr
    target = place / "backups" / "portal.tar.gz"
    done = portal(place, "backup_portal", "--to", str(target))
    assert done.returncode == 0, done.stderr
    return target


def test_restore_into_an_empty_place_gives_the_same_counts(archive, tmp_path):
    """Rows of every table and uploads are those of the manifest."""
    empty = tmp_path / "empty"
    done = portal(empty, "restore_portal", str(archive))
    assert done.returncode == 0, done.stderr
    again = portal(empty, "backup_portal", "--to", str(tmp_path / "second.tar.gz"))
    assert again.returncode == 0, again.stderr
    first, second = (manifest(path) for path in (archive, tmp_path / "second.tar.gz"))
    assert first["rows"] == second["rows"]
    assert first["rows"]["accounts.User"] == 1
    assert first["rows"]["taxonomy.Unit"] > 50
    assert first["uploads"] == second["uploads"] == 1
    assert (empty / "uploads" / "documents" / "notes.txt").read_text() == "内容"


def manifest(path: Path) -> dict:
    """Read the manifest of an archive."""
    with tarfile.open(path) as packed:
        return json.load(packed.extractfile("manifest.json"))


def test_manifest_counts_are_those_of_the_copy(tmp_path):
    """A row written after the copy, as a running site does, is neither in the archive nor in its manifest."""
    place = tmp_path / "busy"
    assert portal(place, "migrate", "-v", "0").returncode == 0
    done = portal(place, "shell", stdin=BUSY.format(target=tmp_path / "copy.sqlite3"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] == ["0", "1"]


def test_archive_is_readable_by_its_owner_only(archive):
    """It holds everything, so nobody else may read it."""
    assert archive.stat().st_mode & 0o077 == 0


def test_place_that_is_not_empty_is_refused(archive):
    """The place the archive came from is left as it is."""
    place = archive.parent.parent
    done = portal(place, "restore_portal", str(archive))
    assert done.returncode != 0
    assert "not empty" in done.stderr
    assert (place / "uploads" / "documents" / "notes.txt").exists()


def test_damaged_archive_is_refused_and_changes_nothing(archive, tmp_path):
    """Half an archive restores nothing."""
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    empty = tmp_path / "empty"
    done = portal(empty, "restore_portal", str(broken))
    assert done.returncode != 0
    assert "damaged" in done.stderr
    assert not (empty / "uploads").exists()


@pytest.mark.postgres
def test_restore_on_postgresql_gives_the_same_counts(postgres_database, tmp_path):
    """pg_dump and pg_restore walk the same way."""
    full, empty = tmp_path / "full", tmp_path / "empty"
    source, target = postgres_database("backup_source"), postgres_database("backup_target")
    assert portal(full, "migrate", "-v", "0", url=source).returncode == 0
    assert portal(full, "shell", url=source, stdin=FILL).returncode == 0
    made = portal(full, "backup_portal", "--to", str(tmp_path / "pg.tar.gz"), url=source)
    assert made.returncode == 0, made.stderr
    done = portal(empty, "restore_portal", str(tmp_path / "pg.tar.gz"), url=target)
    assert done.returncode == 0, done.stderr
