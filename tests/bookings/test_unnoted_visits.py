"""Visits at bases that note neither arrivals nor no-shows: the clock ends them, and blames nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notifications.models import OutgoingMessage
from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.models import Allocation, Booking
from studysites.bookings.selectors.history import history_of
from studysites.bookings.services import visit_clock
from studysites.bookings.services.attendance import CORRECTION, check_in, mark_no_show
from studysites.bookings.services.clocks import run_clocks
from studysites.bookings.services.reserves import bands_of
from tests.factories.flow import make_confirmed, make_submitted, start_session
from tests.factories.visits import at, make_session, party

from .test_attendance import by
from .test_holds import FREE
from .test_requests import taken

SECOND = timedelta(seconds=1)


@pytest.fixture
def visit(town):
    return make_confirmed(town.staff, town.session, town.coordinator)


def test_it_is_completed_two_days_after_the_end(town, visit):
    start_session(town.session, 100)
    limit = town.session.ends_at + CORRECTION
    assert run_clocks(limit)["unnoted"] == 0
    assert run_clocks(limit + SECOND)["unnoted"] == 1
    assert run_clocks(limit + SECOND)["unnoted"] == 0
    visit.refresh_from_db()
    assert (visit.status, visit.completed_at) == ("completed", limit + SECOND)
    assert (visit.checked_in_at, visit.no_show_at) == (None, None)
    assert taken(town.session) == FREE
    assert not Allocation.objects.filter(booking=visit, released_at=None).exists()
    assert not visit.parties.filter(active=True).exists()


def test_audit_history_and_the_message_say_so(town, visit):
    start_session(town.session, 100)
    run_clocks(town.session.ends_at + CORRECTION + SECOND)
    event = AuditEvent.objects.get(action="booking.completed_unnoted")
    assert (event.actor, event.object_id) == (None, str(visit.pk))
    assert history_of(visit.pk)[-1].words == "基地没有登记到达，也没有登记未到；按已完成结束，不算未到"
    message = OutgoingMessage.objects.get(kind="booking.completed_unnoted")
    assert message.recipient == town.user and "不算未到" in message.body


def test_what_ended_long_ago_is_completed_without_a_message(town, visit):
    start_session(town.session, 60 * 24 * 40)
    assert run_clocks(timezone.now())["unnoted"] == 1
    assert not OutgoingMessage.objects.filter(kind="booking.completed_unnoted").exists()


def test_it_counts_as_a_visit_like_every_completed_one(town, visit):
    assert "first_timer" in bands_of(town.school)
    start_session(town.session, 100)
    run_clocks(town.session.ends_at + CORRECTION + SECOND)
    assert "first_timer" not in bands_of(town.school)


def test_after_a_standstill_the_clock_makes_nobody_a_no_show_too_late(town, visit):
    came = make_confirmed(town.staff, town.session)
    start_session(town.session, 30)
    check_in(**by(town.staff, came))
    done = run_clocks(town.session.ends_at + CORRECTION + SECOND)
    assert (done["no_shows"], done["completed"], done["unnoted"]) == (0, 1, 1)


def test_other_states_are_left_alone(town):
    pending = make_submitted(town.session, town.coordinator)
    missed = make_confirmed(town.staff, town.session)
    start_session(town.session, 60)
    mark_no_show(**by(town.staff, missed))
    done = run_clocks(town.session.ends_at + CORRECTION + SECOND)
    assert (done["unanswered"], done["unnoted"]) == (1, 0)
    states = Booking.objects.filter(pk__in=[pending.pk, missed.pk]).values_list("status", flat=True)
    assert sorted(states) == ["cancelled", "no_show"]


def test_who_was_faster_than_the_clock_wins(town, visit):
    start_session(town.session, 100)
    seen = Booking.objects.get(pk=visit.pk)
    check_in(**by(town.staff, visit))
    with pytest.raises(BookingRefused) as caught:
        visit_clock.write_unnoted(seen, town.session.ends_at + CORRECTION + SECOND)
    assert caught.value.code == "changed"
    visit.refresh_from_db()
    assert visit.status == "checked_in"


def test_many_are_ended_batch_by_batch(town, monkeypatch):
    monkeypatch.setattr(visit_clock, "BATCH", 2)
    for day in (18, 19, 20):
        session = make_session(town.programme, starts_at=at(day))
        make_confirmed(town.staff, session, town.coordinator, parties=[party(f"{day}班")])
        start_session(session, 60 * 24 * (day + 5))
    assert [run_clocks(timezone.now())["unnoted"] for _ in range(3)] == [2, 1, 0]


def test_the_page_of_the_day_says_what_was_not_noted(client, town, visit):
    start_session(town.session, 60 * 60)
    run_clocks(timezone.now())
    client.force_login(town.staff)
    day = timezone.localtime(town.session.starts_at)
    address = reverse("bookings:today", args=[town.base.code])
    page = client.get(address, {"day": f"{day:%Y-%m-%d}"}).content.decode()
    assert "没有登记到达" in page and "登记未到" not in page
