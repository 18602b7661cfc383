"""The mails the site writes as files, and the addresses in them."""

import email
import re
import time
from email import policy
from pathlib import Path

PATIENCE_SECONDS = 60
LINK = re.compile(r"https?://[^\s<>\"]+")


def links_for(folder: Path, address: str, pattern: str) -> list[str]:
    """Wait up to a minute for mails to ``address``; return their links that match ``pattern``."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        text = "\n".join(texts_for(folder, address))
        wanted = [link for link in LINK.findall(text) if re.search(pattern, link)]
        if wanted:
            return wanted
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address} with a link like {pattern} within {PATIENCE_SECONDS} s")


def texts_for(folder: Path, address: str) -> list[str]:
    """Return the plain texts of all mails to ``address``, the newest last."""
    mails = (
        email.message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    )
    return [mail.get_body(("plain",)).get_content() for mail in mails if address in str(mail["To"])]
