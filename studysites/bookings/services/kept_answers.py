"""First answers kept beside their keys: told as text, and read again for a repeat."""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from ..exceptions import BookingRefused

GONE = "这张表已经提交过，那次写下的内容后来被删除了，这次没有再写。请重新打开这一页。"


def as_text(answer: Any) -> str:
    """Return an answer as JSON: nothing, text, a number, a row (its kind and id), plain dataclasses, tuples.

    Rows are kept by name only: a repeat reads them as they are then.
    """
    return json.dumps(told(answer), cls=DjangoJSONEncoder, ensure_ascii=False)


def told(answer: Any) -> Any:
    """Return an answer in values of JSON."""
    if isinstance(answer, Model):
        return {"row": answer._meta.label_lower, "id": answer.pk}
    if is_dataclass(answer):
        return {"values": {one.name: getattr(answer, one.name) for one in fields(answer)}}
    return [told(one) for one in answer] if isinstance(answer, tuple) else answer


def from_text(text: str, part: Any = None) -> Any:
    """Return the answer of a text; ``part`` is the dataclass it is made of, if it is of any.

    Raises BookingRefused ``key_reused`` when the row was removed since.
    """
    return recalled(json.loads(text), part)


def recalled(value: Any, part: Any) -> Any:
    """Return an answer made of values of JSON."""
    if isinstance(value, list):
        return tuple(recalled(one, part) for one in value)
    if not isinstance(value, dict):
        return value
    if "values" in value:
        kinds = {one.name: one.type for one in fields(part)}
        return part(**{name: typed(one, kinds[name]) for name, one in value["values"].items()})
    row = apps.get_model(value["row"])._default_manager.filter(pk=value["id"]).first()
    if row is None:
        raise BookingRefused("key_reused", GONE)
    return row


def typed(value: Any, kind: Any) -> Any:
    """Return a moment for a field that is one, every other value as it is."""
    return datetime.fromisoformat(value) if kind is datetime else value
