"""Shapes of what people type; rules are in policies and services."""

from .sessions import AddSessionForm, DecisionForm, ReasonForm, ResizeForm, VersionForm
from .visits import ClassesForm, ContactForm, WaitForm, make_parties, raw_rows

__all__ = [
    "AddSessionForm", "ClassesForm", "ContactForm", "DecisionForm", "ReasonForm", "ResizeForm", "VersionForm",
    "WaitForm", "make_parties", "raw_rows",
]  # fmt: skip
