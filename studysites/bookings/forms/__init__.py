"""Shapes of what people type; rules are in policies and services."""

from .sessions import AddSessionForm, ReasonForm, ResizeForm, VersionForm
from .visits import RequestForm, make_parties, raw_rows

__all__ = [
    "AddSessionForm", "ReasonForm", "RequestForm", "ResizeForm", "VersionForm", "make_parties", "raw_rows",
]  # fmt: skip
