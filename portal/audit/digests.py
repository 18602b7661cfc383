"""What stands for a person or for an event: keyed digests of values, plain digests of content.

Keyed digests are HMAC-SHA-256 under ``PORTAL_AUDIT_KEY`` (the site's secret where it is empty) and begin
with a mark of that key, so that digests made under an earlier key are known as such. Content digests are
SHA-256 over a canonical JSON text that is the same on every database.
"""

import hashlib
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from .models import AuditEvent, AuditSeal

KEY_MARK_LENGTH = 8


def keyed(salt: str, value: str) -> str:
    """Return the HMAC-SHA-256 of ``value`` as 64 hexadecimal digits; ``salt`` keeps kinds of values apart."""
    secret = settings.PORTAL_AUDIT_KEY or settings.SECRET_KEY
    return salted_hmac(f"portal.audit.{salt}", value, secret=secret, algorithm="sha256").hexdigest()


def key_mark() -> str:
    """Return eight digits that tell the key in use from another and nothing about it."""
    return keyed("key", "mark")[:KEY_MARK_LENGTH]


def digest_of_personal(value: object) -> str:
    """Return ``mark:digest`` of a personal value, equal for equal values; an empty value stays empty.

    Width of characters and blanks at the ends do not count. Without the key nobody can try values.
    """
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    return f"{key_mark()}:{keyed('personal', text)}" if text else ""


def digest_of_actor(actor_id: int | None) -> str:
    """Return what stands for the user of this number in the chain; empty for the system."""
    return f"{key_mark()}:{keyed('actor', str(actor_id))}" if actor_id is not None else ""


def is_of_present_key(digest: str) -> bool:
    """Say whether a keyed digest was made under the key in use, so that it can be compared."""
    return digest.startswith(f"{key_mark()}:")


def canonical(*parts: Any) -> str:
    """Return JSON without blanks, keys sorted: one text for one content on every machine."""
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def moment(value: datetime) -> str:
    """Return an aware time as UTC text with microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def leaf_of(event: AuditEvent) -> str:
    """Return the digest of everything an event says; its actor by keyed digest, as the number goes first."""
    return sha256(
        canonical(
            event.pk,
            moment(event.created_at),
            event.actor_digest,
            event.action,
            event.object_type,
            event.object_id,
            event.object_label,
            event.data,
        )
    )


def root_of(leaves: list[list[Any]]) -> str:
    """Return the digest over [[event id, digest], ...] in the given order."""
    return sha256(canonical(*leaves))


def digest_of_seal(seal: AuditSeal) -> str:
    """Return the digest of a seal: what it follows, what it covers, when; not whether it was purged."""
    return sha256(
        canonical(
            seal.previous_digest,
            seal.number,
            seal.first_id,
            seal.last_id,
            seal.count,
            moment(seal.newest_at),
            moment(seal.sealed_at),
            seal.root,
        )
    )
