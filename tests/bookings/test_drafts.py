"""Drafts: kept without places, turned into a hold, and of the own school only."""

import uuid

import pytest

from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, Party
from studysites.bookings.services import drafts
from studysites.bookings.services.holds import give_up_hold, save_draft
from tests.factories.flow import make_hold
from tests.factories.visits import at, make_coordinator, make_session, party

from .test_requests import taken


def draft(town, *parties, session=None, **values) -> Booking:
    filled = {"actor": town.user, "school_id": town.school.pk, "key": uuid.uuid4().hex}
    return save_draft(
        **{**filled, **values}, session_id=(session or town.session).pk, parties=parties or [party()]
    )


def code_of(town, *parties, **values) -> str:
    before = Booking.objects.count()
    with pytest.raises(BookingRefused) as caught:
        draft(town, *parties, **values)
    assert Booking.objects.count() == before
    return caught.value.code


def test_draft_takes_nothing_and_may_break_limits(town):
    kept = draft(town, party("1班", 300, 0))
    assert kept.status == "draft"
    assert taken(town.session) == {"people": 0, "groups": 0}
    assert not Party.objects.filter(booking=kept, active=True).exists()
    make_hold(town.session, town.coordinator)


def test_draft_overwritten_and_held(town):
    other = make_session(town.programme, starts_at=at(9))
    kept = draft(town, party("1班"), party("2班"))
    again = draft(town, party("3班"), session=other, booking_id=kept.pk)
    assert again.pk == kept.pk
    held = make_hold(town.session, town.coordinator, parties=[party("4班"), party("5班")], booking_id=kept.pk)
    held.refresh_from_db()
    assert (held.pk, held.status, held.session) == (kept.pk, "held", town.session)
    classes = Party.objects.filter(booking=held, session=town.session, active=True)
    assert list(classes.values_list("class_label", flat=True)) == ["4班", "5班"]
    assert held.parties.count() == 2
    assert taken(town.session)["people"] == 84
    assert code_of(town, booking_id=kept.pk) == "not_allowed"


def test_draft_given_up(town):
    kept = draft(town)
    assert give_up_hold(actor=town.user, booking_id=kept.pk, version=1).status == "cancelled"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("1班", 0, 1)], "no_pupils"),
        ([(" ", 3, 1)], "no_label"),
        ([("1班", 3, 1), ("1 班", 3, 1)], "duplicate_class"),
        ([("110101199003074610", 3, 1)], "personal_data"),
    ],
)
def test_what_cannot_be_kept(town, rows, code):
    assert code_of(town, *[party(*row) for row in rows]) == code


def test_doors_and_bounds(town, monkeypatch):
    assert code_of(town, actor=make_coordinator().user) == "not_allowed"
    assert code_of(town, type(party())(999_999, "1班", 40, 2)) == "grade_unknown"
    assert code_of(town, session=make_session(town.programme, starts_at=at(-1))) == "started"
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    draft(town)
    assert code_of(town) == "too_many_drafts"
