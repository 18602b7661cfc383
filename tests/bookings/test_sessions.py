"""A manager's work on sessions; bookings always stand."""

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from studysites.bookings import selectors
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.forms import AddSessionForm
from studysites.bookings.models import CapacityBucket, VisitSession
from studysites.bookings.services import (
    add_session,
    close_session,
    confirm_booking,
    delete_empty_session,
    reopen_session,
    resize_session,
    withdraw_booking,
)
from tests.factories.pages import make_programme
from tests.factories.visits import at, make_booking, make_coordinator, party

from .test_decisions import code_of
from .test_requests import taken


def adding(town, **values):
    filled = {"programme_id": town.programme.pk, "starts_at": at(20), "people": 90, "groups": 3}
    return {"actor": town.manager, **filled, **values}


def test_add_takes_base_and_length_from_the_pages(town):
    session = add_session(**adding(town, note="请走南门"))
    assert session.organisation == town.base
    assert (session.ends_at - session.starts_at).total_seconds() == 90 * 60
    assert dict(session.buckets.values_list("unit", "capacity")) == {"people": 90, "groups": 3}
    assert AuditEvent.objects.get(action="session.added").data["sizes"] == {"people": 90, "groups": 3}


def test_add_refusals(town):
    add_session(**adding(town))
    assert code_of(add_session, **adding(town)) == "session_exists"
    assert code_of(add_session, **adding(town, starts_at=at(-1))) == "session_past"
    assert code_of(add_session, **adding(town, starts_at=at(21), ends_at=at(21))) == "session_times"
    assert code_of(add_session, **adding(town, people=0)) == "session_capacity"
    assert code_of(add_session, **adding(town, actor=town.staff)) == "not_allowed"
    assert code_of(add_session, **adding(town, programme_id=make_programme().pk)) == "not_allowed"
    assert code_of(add_session, **adding(town, programme_id=0)) == "not_allowed"


def test_close_lists_what_stands_and_reopen_takes_again(town):
    first = make_booking(town.session, town.coordinator)
    second = make_booking(town.session, make_coordinator())
    confirm_booking(actor=town.staff, booking_id=second.pk, version=1)
    standing = close_session(actor=town.manager, session_id=town.session.pk, reason="设备检修")
    assert [row.reference for row in standing] == [first.reference, second.reference]
    assert taken(town.session)["people"] == 84
    with pytest.raises(BookingRefused, match="closed"):
        make_booking(town.session, make_coordinator())
    values = {"actor": town.manager, "session_id": town.session.pk}
    assert code_of(close_session, **values, reason="再停") == "session_changed"
    assert code_of(close_session, **values, reason="") == "reason_missing"
    reopen_session(**values)
    assert code_of(reopen_session, **values) == "session_changed"
    make_booking(town.session, make_coordinator(), parties=[party(pupils=30)])


def test_resize_never_goes_below_taken(town):
    make_booking(town.session, town.coordinator)
    values = {"actor": town.manager, "session_id": town.session.pk}
    resize_session(**values, people=42, groups=1)
    with pytest.raises(BookingRefused) as caught:
        resize_session(**values, people=41, groups=9)
    assert caught.value.code == "below_taken"
    assert "42" in caught.value.message
    assert set(CapacityBucket.objects.filter(session=town.session).values_list("unit", "capacity")) == {
        ("people", 42), ("groups", 1),
    }  # fmt: skip
    assert code_of(resize_session, **values, people=42, groups=0) == "session_capacity"


def test_delete_only_what_nobody_ever_booked(town):
    empty = add_session(**adding(town))
    delete_empty_session(actor=town.manager, session_id=empty.pk)
    assert not VisitSession.objects.filter(pk=empty.pk).exists()
    booking = make_booking(town.session, town.coordinator)
    withdraw_booking(actor=town.user, booking_id=booking.pk, version=1)
    with pytest.raises(BookingRefused, match="session_booked") as caught:
        delete_empty_session(actor=town.manager, session_id=town.session.pk)
    assert "1 条" in caught.value.message
    assert VisitSession.objects.filter(pk=town.session.pk).exists()


def test_reopen_after_the_start_is_refused(town):
    VisitSession.objects.filter(pk=town.session.pk).update(starts_at=at(-1), status="closed")
    assert code_of(reopen_session, actor=town.manager, session_id=town.session.pk) == "started"


@pytest.mark.parametrize("role", ["staff", "user"])
def test_only_managers_work_on_sessions(town, role):
    values = {"actor": getattr(town, role), "session_id": town.session.pk}
    assert code_of(close_session, **values, reason="检修") == "not_allowed"
    assert code_of(reopen_session, **values) == "not_allowed"
    assert code_of(resize_session, **values, people=9, groups=9) == "not_allowed"
    assert code_of(delete_empty_session, **values) == "not_allowed"


def test_programmes_of_a_base_follow_the_page_tree(town):
    make_programme()
    assert [row.id for row in selectors.programmes_of_base(town.base.pk)] == [town.programme.pk]


def test_a_mistyped_year_is_refused_by_the_form():
    """At the end of the calendar start plus minutes would be no date at all."""
    for day, good in (("9999-12-31", False), (timezone.localdate().isoformat(), True)):
        form = AddSessionForm({"day": day, "start": "23:59"}, programmes=())
        assert ("day" not in form.errors) == good
