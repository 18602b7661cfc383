"""The secret of an embedded installation: made once, readable by its owner only."""

import os
import secrets
from pathlib import Path


def read_or_make_secret(path: Path) -> str:
    """Return the secret kept in ``path``, making file (mode 600) and folder on first use.

    Two processes starting at once agree: the file is created exclusively, the loser reads it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    secret = secrets.token_urlsafe(64)
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret
