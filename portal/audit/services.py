"""The only writer of audit events."""

from typing import Any

from django.db import models

from .models import AuditEvent


def record_event(
    *, action: str, target: models.Model, actor: models.Model | None = None, **data: Any
) -> AuditEvent:
    """Write one audit event inside the caller's transaction.

    ``action`` is a dotted name such as ``booking.confirmed``; ``data`` holds JSON values only and
    never names, addresses, numbers or free text of a person; a target with personal text in its
    name says an ``audit_label`` instead. Without an actor the system did it.
    """
    return AuditEvent.objects.create(
        actor_id=actor.pk if actor is not None else None,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        object_label=str(getattr(target, "audit_label", None) or target)[:200],
        data=data,
    )
