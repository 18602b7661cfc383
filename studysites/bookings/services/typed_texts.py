"""What a school types about itself: how long it may be, and that it names no pupil.

Every way into a booking asks here, whatever the form in front of it allowed.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from .. import policies
from ..exceptions import BookingRefused
from ..policies import PartyInput

# Characters; the columns of the database are as long or longer.
LONGEST_NAME, LONGEST_PHONE, LONGEST_NOTE = 40, 20, 300
LONGEST_LABEL = 20


@dataclass(frozen=True)
class Contact:
    """Who leads the group (an adult) and what the base should know."""

    contact_name: str
    contact_phone: str
    note: str


def tidy_contact(name: str, phone: str, note: str) -> Contact:
    """Return the typed contact with blanks trimmed and full-width digits folded."""
    return Contact(name.strip(), unicodedata.normalize("NFKC", phone).strip(), note.strip())


def check_contact(contact: Contact) -> None:
    """Refuse ``contact_missing``, ``too_long`` or ``personal_data``."""
    policies.check_contact(contact.contact_name, contact.contact_phone)
    lengths = (
        ("联系人", contact.contact_name, LONGEST_NAME),
        ("联系电话", contact.contact_phone, LONGEST_PHONE),
        ("给基地的说明", contact.note, LONGEST_NOTE),
    )
    for label, text, most in lengths:
        if len(text) > most:
            raise BookingRefused(
                "too_long", f"{label}有 {len(text)} 个字，最多 {most} 个字。没有提交，请缩短后再提交。"
            )
    policies.check_texts(**asdict(contact))


def check_labels(parties: Iterable[PartyInput]) -> None:
    """Refuse ``label_too_long`` or ``personal_data`` in the names of classes."""
    for party in parties:
        if len(party.class_label) > LONGEST_LABEL:
            raise BookingRefused(
                "label_too_long", f"班级名称最多 {LONGEST_LABEL} 个字，例如“3班”。没有保存。"
            )
        policies.check_texts(class_label=party.class_label)
