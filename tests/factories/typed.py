"""What a browser sends from the forms of a school."""

import uuid

from .visits import make_grade

KEY = "7b0c1a52-6b53-4a5e-9d5c-3d3a2f6b8f11"


def typed_classes(town, action: str, **values) -> dict:
    """Return two classes of 44 and 37 pupils (with 3 and 2 adults) and an empty row."""
    grade = make_grade().pk
    return {
        "action": action,
        "key": KEY,
        "school": town.school.pk,
        "party-TOTAL_FORMS": "3",
        "party-INITIAL_FORMS": "0",
        "party-0-grade": grade,
        "party-0-class_label": "1班",
        "party-0-pupils": "44",
        "party-0-adults": "3",
        "party-1-grade": grade,
        "party-1-class_label": "2班",
        "party-1-pupils": "37",
        "party-1-adults": "2",
        **values,
    }


def typed_contact(**values) -> dict:
    """Return the adult who leads the group."""
    return {
        "contact_name": "李老师",
        "contact_phone": "0377-63100000",
        "note": "请走南门",
        **values,
    }


def seen(booking, **values) -> dict:
    """Return the hidden fields of a form about a booking, with a fresh key."""
    booking.refresh_from_db()
    return {"version": booking.version, "key": str(uuid.uuid4()), **values}
