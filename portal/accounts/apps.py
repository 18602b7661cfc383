"""App configuration of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, consent to the privacy text, sign-in and sign-up."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = "账号"
