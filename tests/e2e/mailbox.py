"""The mails the site writes as files, and the addresses in them."""

import email
import re
import time
from email import policy
from pathlib import Path

PATIENCE_SECONDS = 60


def links_for(folder: Path, address: str, pattern: str) -> list[str]:
    """Wait for mails to ``address`` and return the links in them that match ``pattern``; fail after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = [link for text in texts_for(folder, address) for link in re.findall(r"https?://[^\s<>\"]+", text)]
        wanted = [link for link in found if re.search(pattern, link)]
        if wanted:
            return wanted
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address} with a link like {pattern} within {PATIENCE_SECONDS} s")


def texts_for(folder: Path, address: str) -> list[str]:
    """Return the plain texts of all mails to ``address``, the newest last."""
    mails = (email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml")))
    return [mail.get_body(("plain",)).get_content() for mail in mails if address in str(mail["To"])]
