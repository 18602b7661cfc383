"""How django-allauth makes and admits users here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from .models import User
from .selectors import current_notice
from .services import CLOSED_PREFIX

# Django's own Chinese text knows of no Chinese letters, though its rule lets them through.
BAD_LETTERS = "用户名里有不能用的字符。可用中文、字母、数字和 @ . + - _，不能有空格。"


class PortalAccountAdapter(DefaultAccountAdapter):
    """Sign-up needs a privacy text in force; the whole name is kept in one field."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody can agree to a text that is not there."""
        return current_notice() is not None

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """Take over name, work phone and purpose from our sign-up form."""
        user.last_name = form.cleaned_data.get("full_name", "")
        user.phone = form.cleaned_data.get("phone", "")
        user.purpose = form.cleaned_data.get("purpose") or user.purpose
        return super().save_user(request, user, form, commit)

    def clean_username(self, username: str, shallow: bool = False) -> Any:
        """Refuse letters the rule does not know, and names that closed accounts are given."""
        try:
            UnicodeUsernameValidator()(username)
        except ValidationError as error:
            raise ValidationError(BAD_LETTERS, code="invalid") from error
        if username.lower().startswith(CLOSED_PREFIX):
            raise self.validation_error("username_blacklisted")
        return super().clean_username(username, shallow)
