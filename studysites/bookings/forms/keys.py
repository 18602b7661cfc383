"""The hidden key of a form, by which a second press gets the first answer."""

import uuid
from typing import Any

from django import forms

from .visits import fresh_key


def key_field() -> forms.UUIDField:
    """Return the field; without a key a press is not remembered."""
    return forms.UUIDField(required=False, widget=forms.HiddenInput, initial=fresh_key)


class KeyForm(forms.Form):
    """Nothing but the key, where a button is enough."""

    key = key_field()


def key_of(form: forms.BaseForm) -> str:
    """Return the key of a valid form as services take it, empty when it has none."""
    key: uuid.UUID | None = form.cleaned_data.get("key")
    return key.hex if key else ""


def sent_key(data: Any) -> str:
    """Return the key of a submission whose form is not made yet, empty when it has none."""
    form = KeyForm(data)
    return key_of(form) if form.is_valid() else ""
