"""Typed readers of environment variables; the only place that touches os.environ.

Every variable read here is listed in docs/configuration.md (a test compares them).
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks, or ``default`` when it is unset."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; raise ImproperlyConfigured for any other word."""
    word = text(name, "1" if default else "0").lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}")


def number(name: str, default: int) -> int:
    """Return a whole number; raise ImproperlyConfigured when it is none."""
    word = text(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}") from error


def words(name: str, default: str = "") -> list[str]:
    """Return the comma separated parts of a variable, blanks dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's database settings for ``sqlite:///file`` or ``postgresql://user:pw@host:port/name``.

    SQLite gets WAL, IMMEDIATE transactions and a 20 s busy timeout: without them two writers
    end in "database is locked" (docs/decisions/0004-booking-capacity.md). Options of the query
    string (``?sslmode=require``) are passed to PostgreSQL.
    """
    url = urlsplit(text(name, default))
    if url.scheme == "sqlite":
        return sqlite(Path(unquote(url.path)))
    if url.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "OPTIONS": dict(parse_qsl(url.query)),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"{name}: only sqlite:/// and postgresql:// are known, not {url.scheme!r}")


def sqlite(path: Path) -> dict[str, Any]:
    """Return Django's settings for one SQLite file; what was committed outlives a power cut."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY"
            ),
        },
    }
