"""The day of a visit: arrivals, counts at the gate, ends, no-shows, and who may write them."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from portal.organisations.models import Role
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Booking, GateCount
from studysites.bookings.selectors.attendance import gate_totals
from studysites.bookings.services.attendance import (
    check_in,
    complete_visit,
    mark_no_show,
    reverse_no_show,
    undo_check_in,
)
from studysites.bookings.services.gate import count_at_gate
from tests.factories.flow import make_confirmed, make_submitted, start_session
from tests.factories.people import OrganisationFactory
from tests.factories.visits import make_coordinator, make_member

from .test_holds import FREE
from .test_requests import taken


@pytest.fixture
def visit(town):
    return make_confirmed(town.staff, town.session, town.coordinator)


def code_of(service, **values) -> str:
    with pytest.raises(BookingRefused) as caught:
        service(**values)
    return caught.value.code


def by(actor, booking) -> dict:
    booking.refresh_from_db()
    return {"actor": actor, "booking_id": booking.pk, "version": booking.version}


def count(town, booking, direction="in", people=42, **values) -> Booking:
    filled = {"actor": town.staff, "party_id": booking.parties.get().pk, "nonce": uuid.uuid4().hex}
    return count_at_gate(**{**filled, **values}, direction=direction, people=people)


def test_arrival_from_an_hour_before(town, visit):
    start_session(town.session, -65)
    with pytest.raises(BookingRefused) as caught:
        check_in(**by(town.staff, visit))
    assert caught.value.code == "too_early" and "60 分钟" in caught.value.message
    start_session(town.session, -55)
    done = check_in(**by(town.staff, visit))
    done.refresh_from_db()
    assert done.status == "checked_in" and done.checked_in_at is not None
    assert taken(town.session)["people"] == 42
    assert OutgoingMessage.objects.get(kind="booking.checked_in").recipient == town.user
    assert AuditEvent.objects.get(action="booking.checked_in").actor == town.staff


def test_arrival_noted_afterwards_within_two_days(town, visit):
    start_session(town.session, 60 * 40)
    assert check_in(**by(town.manager, visit)).status == "checked_in"
    undo_check_in(**by(town.staff, visit))
    start_session(town.session, 60 * 60)
    assert code_of(check_in, **by(town.staff, visit)) == "day_over"


def test_undo_takes_the_counts_along(town, visit):
    start_session(town.session, 0)
    check_in(**by(town.staff, visit))
    count(town, visit)
    done = undo_check_in(**by(town.staff, visit))
    done.refresh_from_db()
    assert (done.status, done.checked_in_at) == ("confirmed", None)
    assert not GateCount.objects.exists()
    assert AuditEvent.objects.get(action="booking.check_in_undone").data["counts_removed"] == 1
    assert code_of(undo_check_in, **by(town.staff, visit)) == "changed"


def test_a_request_not_confirmed_cannot_arrive(town):
    pending = make_submitted(town.session, town.coordinator)
    start_session(town.session, 0)
    assert code_of(check_in, **by(town.staff, pending)) == "changed"
    assert code_of(mark_no_show, **by(town.staff, pending)) == "too_early"


def test_counts_in_and_out_once_each(town, visit):
    start_session(town.session, 0)
    assert code_of(count, town=town, booking=visit) == "not_arrived"
    check_in(**by(town.staff, visit))
    nonce = uuid.uuid4().hex
    for actor in (town.staff, town.manager):
        assert count(town, visit, "in", 36, nonce=nonce, actor=actor) == visit
    assert code_of(count, town=town, booking=visit, people=35, nonce=nonce) == "key_reused"
    count(town, visit, "out", 30)
    party_id = visit.parties.get().pk
    total = gate_totals([visit.pk])[party_id]
    assert (total.expected, total.counted_in, total.counted_out, total.inside, total.flag) == (
        42,
        36,
        30,
        6,
        "",
    )
    count(town, visit, "out", 8)
    assert "多于入馆" in gate_totals([visit.pk])[party_id].flag
    assert AuditEvent.objects.filter(action="booking.counted").count() == 3


def test_wrong_counts(town, visit):
    start_session(town.session, 0)
    check_in(**by(town.staff, visit))
    for people in (0, -3, 501):
        assert code_of(count, town=town, booking=visit, people=people) == "count_wrong"
    assert code_of(count, town=town, booking=visit, direction="up") == "count_wrong"
    assert code_of(count, town=town, booking=visit, party_id=0) == "not_allowed"


def test_counting_goes_on_after_the_end(town, visit):
    start_session(town.session, 0)
    check_in(**by(town.staff, visit))
    complete_visit(**by(town.staff, visit))
    count(town, visit, "out")
    start_session(town.session, 60 * 60)
    assert code_of(count, town=town, booking=visit, direction="out") == "day_over"


def test_complete_from_the_start_on(town, visit):
    start_session(town.session, -30)
    check_in(**by(town.staff, visit))
    assert code_of(complete_visit, **by(town.staff, visit)) == "too_early"
    start_session(town.session, 30)
    done = complete_visit(**by(town.staff, visit))
    assert done.status == "completed" and done.completed_at is not None
    assert taken(town.session) == FREE
    assert OutgoingMessage.objects.filter(kind="booking.completed", recipient=town.user).exists()


def test_no_show_after_the_late_limit_and_back_within_two_days(town, visit):
    start_session(town.session, 19)
    assert code_of(mark_no_show, **by(town.staff, visit)) == "too_early"
    start_session(town.session, 21)
    done = mark_no_show(**by(town.staff, visit))
    assert done.status == "no_show" and taken(town.session) == FREE
    assert "48 小时" in OutgoingMessage.objects.get(kind="booking.no_show").body
    Booking.objects.filter(pk=visit.pk).update(no_show_at=timezone.now() - timedelta(hours=49))
    assert code_of(reverse_no_show, **by(town.staff, visit)) == "day_over"
    Booking.objects.filter(pk=visit.pk).update(no_show_at=timezone.now() - timedelta(hours=47))
    back = reverse_no_show(**by(town.staff, visit))
    assert back.status == "completed" and taken(town.session) == FREE
    assert OutgoingMessage.objects.filter(kind="booking.no_show_reversed", recipient=town.user).exists()
    assert AuditEvent.objects.get(action="booking.no_show_reversed").actor == town.staff
    assert code_of(reverse_no_show, **by(town.staff, visit)) == "changed"


def test_repeat_with_its_key(town, visit):
    start_session(town.session, 0)
    values = {**by(town.staff, visit), "key": uuid.uuid4().hex}
    check_in(**values)
    assert check_in(**values).status == "checked_in"
    assert OutgoingMessage.objects.filter(kind="booking.checked_in").count() == 1


def test_only_the_bases_staff(town, visit):
    start_session(town.session, 25)
    strangers = [town.user, make_coordinator().user, make_member(Role.BASE_STAFF, OrganisationFactory())]
    for actor in strangers:
        for service in (check_in, undo_check_in, complete_visit, mark_no_show, reverse_no_show):
            assert code_of(service, **by(actor, visit)) == "not_allowed"
        assert code_of(count, town=town, booking=visit, actor=actor) == "not_allowed"


def test_no_show_is_noted_within_two_days_of_the_end(town, visit):
    start_session(town.session, 90 + 48 * 60 - 5)
    values = by(town.staff, visit)
    start_session(town.session, 90 + 48 * 60 + 5)
    with pytest.raises(BookingRefused) as caught:
        mark_no_show(**values)
    assert caught.value.code == "day_over"
    assert "不能再登记未到" in caught.value.message and "不算未到" in caught.value.message
    visit.refresh_from_db()
    assert (visit.status, visit.no_show_at) == ("confirmed", None)
    start_session(town.session, 90 + 48 * 60 - 5)
    assert mark_no_show(**values).status == "no_show"
