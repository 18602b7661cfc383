"""One archive of everything: database, uploads and a manifest with counts."""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

MANIFEST = "manifest.json"
MANIFEST_KEYS = {"database", "database_sha256", "rows", "uploads"}
DATABASE_FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupError(Exception):
    """A backup or restore cannot be done; the text says why and what was left untouched."""


def count_rows() -> dict[str, int]:
    """Return model label -> number of rows, for every table of ours and of the CMS."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in models if not model._meta.proxy}


def write_backup(target: Path) -> dict[str, Any]:
    """Write the archive ``target`` (.tar.gz, mode 600) and return its manifest.

    The database is copied first with its own tool (VACUUM INTO, pg_dump), so the copy is of one
    moment. The archive appears under its name only when it is whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as work:
        folder = Path(work)
        database = folder / DATABASE_FILES[connection.vendor]
        counts = dump_database(database)
        manifest = {
            "made_at": timezone.now().isoformat(),
            "database": connection.vendor,
            "database_sha256": digest(database),
            "rows": counts,
            "uploads": len(upload_files()),
        }
        (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True))
        part = folder / "archive.part"
        with tarfile.open(part, "w:gz") as archive:
            archive.add(folder / MANIFEST, MANIFEST)
            archive.add(database, database.name)
            if Path(settings.MEDIA_ROOT).exists():
                archive.add(settings.MEDIA_ROOT, "uploads")
        part.chmod(0o600)
        os.replace(part, target)
    return manifest


def upload_files() -> list[Path]:
    """Return every uploaded file."""
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def dump_database(target: Path) -> dict[str, int]:
    """Copy the database of settings into ``target`` and return the row counts of that very copy.

    The site may run meanwhile: counted at another moment, a good archive would not fit its manifest.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return count_rows_of_copy(target)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        run_postgres_tool(
            "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", postgres_name()
        )
        return count_rows()


def count_rows_of_copy(database: Path) -> dict[str, int]:
    """Return what count_rows would say of a copied SQLite file."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    with contextlib.closing(sqlite3.connect(database)) as copy:
        return {
            model._meta.label: copy.execute(
                f"SELECT COUNT(*) FROM {connection.ops.quote_name(model._meta.db_table)}"  # noqa: S608
            ).fetchone()[0]
            for model in models
            if not model._meta.proxy
        }


def postgres_name() -> str:
    """Return the name of the PostgreSQL database."""
    return str(connection.settings_dict["NAME"])


def run_postgres_tool(*command: str) -> None:
    """Run pg_dump or pg_restore against the database of settings; the password never shows."""
    known = connection.settings_dict
    variables = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {**os.environ, **{name: str(known[key]) for name, key in variables.items() if known[key]}}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{command[0]} failed: {done.stderr.strip()[-300:]}")


def read_backup(source: Path) -> dict[str, Any]:
    """Restore the archive into an empty place and return its manifest.

    Refuses when the place holds users or uploads, when the archive is of another database engine,
    damaged, or when the counts differ afterwards.
    """
    if not source.exists():
        raise BackupError(f"no such archive: {source}")
    refuse_unless_empty()
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as work:
        folder = Path(work)
        manifest = unpack(source, folder)
        database = folder / DATABASE_FILES[connection.vendor]
        restore_database(database)
        if (folder / "uploads").exists():
            shutil.copytree(folder / "uploads", settings.MEDIA_ROOT, dirs_exist_ok=True)
    compare_counts(manifest)
    return manifest


def refuse_unless_empty() -> None:
    """Raise BackupError when there is anything a restore would overwrite."""
    if upload_files():
        raise BackupError(f"the uploads folder is not empty: {settings.MEDIA_ROOT}; nothing was changed")
    if connection.introspection.table_names():
        raise BackupError("the database is not empty; nothing was changed")


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack and check the archive; raise BackupError when it is damaged or of another engine."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise BackupError(f"the archive is damaged: {error}; nothing was changed") from error
    if not isinstance(manifest, dict) or not set(manifest) >= MANIFEST_KEYS:
        raise BackupError("the archive is damaged: its manifest is incomplete; nothing was changed")
    if manifest["database"] != connection.vendor:
        raise BackupError(f"the archive is of {manifest['database']}, this place uses {connection.vendor}")
    database = folder / DATABASE_FILES[connection.vendor]
    if not database.is_file() or digest(database) != manifest["database_sha256"]:
        raise BackupError("the archive is damaged: the database does not fit its checksum")
    return manifest


def restore_database(source: Path) -> None:
    """Put the database copy in place."""
    if connection.vendor == "postgresql":
        run_postgres_tool("pg_restore", "--no-owner", f"--dbname={postgres_name()}", str(source))
        return
    connections.close_all()
    target = Path(connection.settings_dict["NAME"])
    for leftover in (target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)


def compare_counts(manifest: dict[str, Any]) -> None:
    """Raise BackupError naming every table whose count is not the archive's."""
    call_command("migrate", interactive=False, verbosity=0)
    now = count_rows()
    wrong = [f"{name}: {now.get(name)} instead of {count}" for name, count in manifest["rows"].items()
             if now.get(name) != count]  # fmt: skip
    if len(upload_files()) != manifest["uploads"]:
        wrong.append(f"uploads: {len(upload_files())} instead of {manifest['uploads']}")
    if wrong:
        raise BackupError("restored, but counts differ: " + "; ".join(wrong))
