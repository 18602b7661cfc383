"""The rules of a booking, pure: no database, no clock of their own.

People are pupils plus adults. A group is what one guide takes; a larger class is split and counts
two or more (design decision 21). Numbers come from the programme page and are editable there.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Protocol

from portal.shared.personal_data import complaint_about

from .enums import SessionStatus
from .exceptions import BookingRefused


@dataclass(frozen=True)
class PartyInput:
    """One class as typed: grade row, class name, pupils, accompanying adults."""

    grade_id: int
    class_label: str
    pupils: int
    adults: int

    @property
    def people(self) -> int:
        """Pupils plus adults."""
        return self.pupils + self.adults


@dataclass(frozen=True)
class Needs:
    """What a booking takes of a session."""

    people: int
    groups: int


class Limits(Protocol):
    """The numbers a programme sets, in people."""

    min_party: int
    max_party: int
    group_size: int


class SessionState(Protocol):
    """What of a session decides whether it takes requests."""

    status: str
    starts_at: datetime


def groups_of(people: int, group_size: int) -> int:
    """Return how many guided groups ``people`` of one class make, at ``group_size`` people each."""
    return ceil(people / max(group_size, 1))


def needs_of(parties: Iterable[PartyInput], group_size: int) -> Needs:
    """Return people and groups of a whole booking; classes never share a group."""
    listed = list(parties)
    return Needs(
        people=sum(party.people for party in listed),
        groups=sum(groups_of(party.people, group_size) for party in listed),
    )


def tidy_label(label: str) -> str:
    """Return a class name in one spelling: full-width forms folded, blanks removed."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", label))


def check_session(session: SessionState, now: datetime) -> None:
    """Refuse ``started`` or ``closed`` unless the session still takes requests."""
    if session.starts_at <= now:
        raise BookingRefused("started")
    if session.status != SessionStatus.OPEN:
        raise BookingRefused("closed")


def check_parties(parties: Sequence[PartyInput], limits: Limits) -> None:
    """Refuse a list of classes that breaks a rule; the first broken rule is named."""
    if not parties:
        raise BookingRefused("no_classes")
    if any(party.pupils <= 0 for party in parties):
        raise BookingRefused("no_pupils")
    if any(party.adults < 1 for party in parties):
        raise BookingRefused("no_adults")
    if not all(tidy_label(party.class_label) for party in parties):
        raise BookingRefused("no_label")
    if len({(party.grade_id, tidy_label(party.class_label)) for party in parties}) < len(parties):
        raise BookingRefused("duplicate_class")
    check_size(sum(party.people for party in parties), limits)


def check_size(people: int, limits: Limits) -> None:
    """Refuse ``too_few`` or ``too_many`` people, naming the number and the limit."""
    if people < limits.min_party:
        raise BookingRefused(
            "too_few", f"共 {people} 人，这个课程每次至少 {limits.min_party} 人（学生加随行成人）。"
        )
    if people > limits.max_party:
        raise BookingRefused(
            "too_many",
            f"共 {people} 人，这个课程每次最多 {limits.max_party} 人（学生加随行成人）。请分成几个场次预约。",
        )


def check_texts(**texts: str) -> None:
    """Refuse ``personal_data`` when any text holds an identity number or a list of mobile numbers."""
    for text in texts.values():
        complaint = complaint_about(text)
        if complaint:
            raise BookingRefused("personal_data", complaint)


def check_contact(name: str, phone: str) -> None:
    """Refuse ``contact_missing`` unless a person and a phone number are given."""
    if not name.strip() or not phone.strip():
        raise BookingRefused("contact_missing")


def check_reason(reason: str) -> str:
    """Return the trimmed reason (200 characters at most); refuse an empty one or personal data."""
    trimmed = reason.strip()[:200]
    if not trimmed:
        raise BookingRefused("reason_missing")
    check_texts(reason=trimmed)
    return trimmed
