"""Readers report what is wrong (纠错), editors answer."""

from .views import correct

__all__ = ["correct"]
