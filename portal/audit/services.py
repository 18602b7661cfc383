"""The only writer of audit events."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from .digests import digest_of_actor, digest_of_personal
from .models import AuditEvent


def record_event(
    *,
    action: str,
    target: models.Model,
    actor: models.Model | None = None,
    personal: Mapping[str, object] | None = None,
    **data: Any,
) -> AuditEvent:
    """Write one audit event inside the caller's transaction; nothing can change or delete it afterwards.

    ``action`` is a dotted name such as ``booking.confirmed``; ``data`` holds JSON values only and
    never names, addresses, numbers or free text of a person; a target with personal text in its
    name says an ``audit_label`` instead. ``personal`` maps field names to such values and is kept as
    field name and keyed digest only. Without an actor the system did it.
    """
    if personal is not None:
        data["personal"] = {name: digest_of_personal(value) for name, value in personal.items()}
    actor_id = actor.pk if actor is not None else None
    return AuditEvent.objects.create(
        actor_id=actor_id,
        actor_digest=digest_of_actor(actor_id),
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        object_label=str(getattr(target, "audit_label", None) or target)[:200],
        data=data,
    )
