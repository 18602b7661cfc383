"""Models of accounts."""

from .consent import Consent, PrivacyNotice
from .user import User

__all__ = ["Consent", "PrivacyNotice", "User"]
